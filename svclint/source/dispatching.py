"""Which controls a handler for several of them has a branch for."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from svclint.contract.controls import Accept, Control
from svclint.contract.framework import OTHER, OWN_HANDLER
from svclint.source.accepting import mask_of
from svclint.source.assigned import DISPLAYS, inside
from svclint.source.classes import ClassModel, Def
from svclint.source.masks import Mask
from svclint.source.walking import walk

_NAMES: Final = frozenset((OWN_HANDLER, *OTHER))
# The methods to which the base's own one of this name may hand a control without a method of its own.
_BELOW: Final = {OWN_HANDLER: OTHER, OTHER[0]: OTHER[1:]}


class Dispatcher:
    """One handler for several controls. ``branches``: the codes that one condition asks for, and where.

    ``controls``: all codes that the control is compared with.
    ``selective``: the control is compared, and nothing else is done with it: what is not named is not meant.
    """

    def __init__(self, service: ClassModel, node: Def, owner: ClassModel) -> None:
        self.service = service
        self.node = node
        self.owner = owner
        self.branches: dict[ast.expr, list[int]] = {}
        self.controls: set[int] = set()
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
        self._control = names[1] if len(names) > 1 and not node.decorator_list else ""
        self._unknown = not self._control
        self._conditions: dict[ast.AST, ast.expr] = {}  # of ``a or b``, which is one
        self._asked: set[ast.AST] = set()  # where the control is only compared, or handed to the base
        for one in inside(node) if self._control else ():
            self._read(one)

    @property
    def selective(self) -> bool:
        """Whether a control that has no branch is one that nobody thought of."""
        uses = (one for one in walk(self.node) if self._is_control(one) and one not in self._asked)
        return bool(self.controls) and not self._unknown and next(uses, None) is None

    def _is_control(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == self._control

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.BoolOp(op=ast.Or(), values=values):
                self._conditions.update(dict.fromkeys(values, self._conditions.get(node, node)))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                for asked, other in ((left, right), (right, left)):
                    if self._is_control(asked):
                        self._compared(asked, op, other, self._conditions.get(node, other))
            case ast.Match(subject=asked, cases=cases) if self._is_control(asked):
                self._asked.add(asked)
                for one in cases:
                    self._matched(one)
            case ast.Call(func=ast.Attribute(attr=attr), args=args) if attr in _NAMES:
                below = _BELOW.get(self.node.name, ())
                if not any(self.service.method(name) for name in below):
                    self._asked.update(one for one in args if self._is_control(one))

    def _compared(self, asked: ast.expr, op: ast.cmpop, other: ast.expr, branch: ast.expr) -> None:
        self._asked.add(asked)
        if isinstance(op, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
            found = self._constants([other])
        elif isinstance(op, (ast.In, ast.NotIn)) and isinstance(other, DISPLAYS):
            found = self._constants(other.elts)
        else:
            self._unknown = True
            return
        if isinstance(op, (ast.Eq, ast.Is, ast.In)):
            self.branches.setdefault(branch, []).extend(found)

    def _matched(self, case: ast.match_case) -> None:
        values = [one.value for one in walk(case.pattern) if isinstance(one, ast.MatchValue)]
        if values:
            self.branches[values[0]] = self._constants(values)

    def _constants(self, nodes: Sequence[ast.expr]) -> list[int]:
        """The codes that some constants stand for; they are known from now on."""
        codes = []
        for one in nodes:
            constants = Mask(self.service)
            constants.add(one, self.node, self.owner)
            known = [part.bits for part in constants.parts if part.bits is not None]
            self._unknown = self._unknown or len(known) != 1 or not constants.whole
            codes += known
        self.controls.update(codes)
        return codes


def expected_controls(service: ClassModel, node: Def, owner: ClassModel) -> set[Control]:
    """The controls that a handler for several compares with; and the one that ends it, if the mask lets that through.

    A handler that only compares has nothing for what it does not name.
    """
    found = Dispatcher(service, node, owner)
    controls = {Control(code) for code in found.controls if code in frozenset(Control)}
    bits = [part.bits or 0 for part in mask_of(service).parts if not part.misnamed]
    if not found.selective and any(one & Accept.PRESHUTDOWN for one in bits):
        controls.add(Control.PRESHUTDOWN)
    return controls
