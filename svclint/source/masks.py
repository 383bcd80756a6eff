"""What goes into an accept mask: the constants that its expression, and what that names, is made of.

A mask is put together by ``|`` over several statements and places. Which bits it has at one time is another
question: here is what it can ever have.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from svclint.contract.constants import CONSTANTS
from svclint.contract.framework import MASK
from svclint.contract.records import value
from svclint.source.assigned import ADDS, DISPLAYS, Given, assigned, attributes, inside
from svclint.source.classes import ClassModel, Def
from svclint.source.module import Module

ACCEPTS: Final = "SERVICE_ACCEPT_"
_PASSES: Final = ("int", "reduce", "sum", "functools.reduce")  # calls that give what their arguments hold


@value
class Part:
    """One constant in a mask: where it stands, its canonical name (empty for a number), its value if that is known."""

    node: ast.expr
    module: Module
    constant: str
    bits: int | None

    @property
    def misnamed(self) -> bool:
        """Whether it is called by what is no accept bit: what was meant by it, nobody knows."""
        return bool(self.constant) and not self.constant.rpartition(".")[2].startswith(ACCEPTS)


class Mask:
    """The parts of a mask, each once. ``whole``: nothing in it is unknown; ``based``: the base's own bits are in it."""

    def __init__(self, service: ClassModel) -> None:
        """Made of nothing yet."""
        self.service = service
        self.parts: dict[Part, None] = {}
        self.whole = True
        self.based = False
        self._seen: set[tuple[ast.AST, ClassModel | None]] = set()

    @property
    def bits(self) -> int | None:
        """Every bit that the parts can give; None when some are not known."""
        known = [part.bits for part in self.parts]
        if not self.whole or None in known:
            return None
        union = 0
        for bits in known:
            union |= bits or 0
        return union

    def returned(self, function: Def, owner: ClassModel) -> None:
        """Add what a method can return."""
        if self._visited(function, owner):
            return
        given = [node.value for node in inside(function) if isinstance(node, ast.Return)]
        self.whole = self.whole and bool(given)
        for one in given:
            self.add(one, function, owner)

    def _visited(self, node: ast.AST, owner: ClassModel | None) -> bool:
        key = node, owner
        visited = key in self._seen
        self._seen.add(key)
        return visited

    def add(self, node: ast.expr | None, function: Def | None, owner: ClassModel) -> None:
        """Add what an expression can give, in a method or, without, in the body of a class."""
        if node is not None and self._visited(node, owner):
            return
        match node:
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, ADDS):
                self._all((left, right), function, owner)
            case ast.BinOp(left=ast.UnaryOp(op=ast.Invert()), op=ast.BitAnd(), right=kept):
                self.add(kept, function, owner)
            case ast.BinOp(left=kept, op=ast.BitAnd() | ast.Sub()):
                self.add(kept, function, owner)
            case ast.IfExp(body=body, orelse=orelse):
                self._all((body, orelse), function, owner)
            case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                self._all(values, function, owner)
            case ast.NamedExpr(value=inner):
                self.add(inner, function, owner)
            case ast.Constant(value=int(bits)) if not isinstance(bits, bool):
                self._part(node, owner.module, "", bits)
            case ast.Name() | ast.Attribute():
                self._named(node, function, owner)
            case ast.Call():
                self._called(node, function, owner)
            case _:
                self.whole = False

    def _all(self, nodes: Sequence[ast.expr], function: Def | None, owner: ClassModel) -> None:
        for one in nodes:
            self.add(one, function, owner)

    def _part(self, node: ast.expr, module: Module, constant: str, bits: int | None) -> None:
        self.parts.setdefault(Part(node, module, constant, bits))

    def _named(self, node: ast.Name | ast.Attribute, function: Def | None, owner: ClassModel) -> None:
        """A constant of a library, or what somebody assigns to the name."""
        held = self._held(node, function, owner)
        name = None if held else owner.module.canonical(node)
        if name is not None:
            self._part(node, owner.module, name, CONSTANTS.get(name))
        elif held:
            for one, where, cls in held:
                self.add(one, where, cls)
        else:
            self.whole = False

    def _held(self, node: ast.Name | ast.Attribute, function: Def | None, owner: ClassModel) -> list[Given]:
        """What is assigned to a variable of the function, the class or the module, or to an attribute of ``self``."""
        if isinstance(node, ast.Name):
            local = list(assigned(function, ast.Name, node.id)) if function else []
            if local:
                return [(one, function, owner) for one in local]
            body = [] if function else [owner.assigned[node.id]] if node.id in owner.assigned else []
            return [(one, None, owner) for one in body or owner.module.globals.get(node.id, [])]
        match node:
            case ast.Attribute(value=ast.Name(id=name)) if not owner.module.canonical(node):
                cls = self.service if name in ("self", "cls") else owner.module.class_named(name)
                return list(attributes(cls, node.attr)) if cls else []
        return []

    def _called(self, node: ast.Call, function: Def | None, owner: ClassModel) -> None:
        match node:
            case ast.Call(func=ast.Attribute(attr=attr)) if attr == MASK:
                self._base(owner)
            case ast.Call(func=ast.Name(id="getattr"), args=[of, ast.Constant(value=str(name)), *default]):
                full = f"{owner.module.canonical(of)}.{name}"
                self._part(node, owner.module, full, CONSTANTS.get(full))
                self._all([one for one in default if full not in CONSTANTS], function, owner)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=attr), args=[]):
                found = self.service.method(attr)
                if found:
                    self.returned(*found)
                self.whole = self.whole and found is not None
            case ast.Call(func=func, args=args) if ast.unparse(func) in _PASSES:
                displays = [one for one in args if isinstance(one, (*DISPLAYS, ast.Constant))]
                self._all(displays, function, owner)
                self.whole = self.whole and bool(displays)
            case _:
                self.whole = False

    def _base(self, owner: ClassModel) -> None:
        """What the next class of the lineage accepts: the framework's own mask in the end."""
        found = self.service.method(MASK, after=owner)
        if found:
            self.returned(*found)
        self.based = self.based or found is None
