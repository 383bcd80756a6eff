"""What is surely in an accept mask: the bits that a class's GetAcceptedControls gives whichever way it is left.

A method is read from its first statement to its last; where two ways meet, only what both have is sure. Of a value
that is not known no bit is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Final

from svclint.contract.constants import CONSTANTS
from svclint.contract.framework import MASK
from svclint.source.accepting import base_bits
from svclint.source.assigned import SELF, assigned, attributes, inside
from svclint.source.classes import ClassModel, Def, blocks
from svclint.source.masks import Mask

_EVERY: Final = ~0
_TAKES: Final = (ast.Sub, ast.BitXor)
_ADDS: Final = (ast.BitOr, ast.Add)


def assured(cls: ClassModel) -> int:
    """The bits that every mask of the class has; all when it leaves its mask to the framework."""
    found = cls.method(MASK)
    return _Class(cls).returned(*found) if found else _EVERY


class _Class:
    """A service class whose mask is asked for."""

    def __init__(self, service: ClassModel) -> None:
        self.service = service
        self._reading: list[Def] = []

    def returned(self, function: Def, owner: ClassModel) -> int:
        """What a method's value has whichever way it returns; 0 when it calls itself, or never returns."""
        if function in self._reading:
            return 0
        self._reading.append(function)
        body = _Body(self, function, owner)
        body.block(function.body)
        self._reading.pop()
        return _common(body.given)

    def called(self, name: str, owner: ClassModel | None = None) -> int:
        """The same of a method by its name; with ``owner`` of the one that ``super()`` finds there."""
        found = self.service.method(name, after=owner)
        if found is None and name == MASK:
            lineage = (one for one in self.service.lineage() if isinstance(one, ClassModel))
            return base_bits({method for one in lineage for method in one.methods})
        return self.returned(*found) if found else 0

    def attribute(self, name: str) -> int:
        """What an attribute has, whoever assigned it last; nothing when it is worked on in place."""
        methods = [
            node for one in self.service.lineage() if isinstance(one, ClassModel) for node in one.methods.values()
        ]
        if any(_worked_on(node, name) for node in methods):
            return 0
        given = attributes(self.service, name)
        return _common(_Body(self, function, owner).bits(node) for node, function, owner in given)


class _Body:
    """A method under way: what its variables surely have so far, and each value that it gave."""

    def __init__(self, cls: _Class, function: Def | None, owner: ClassModel) -> None:
        self.cls = cls
        self.function = function
        self.owner = owner
        self.held: dict[str, int] = {}
        self.given: list[int] = []

    def block(self, statements: Sequence[ast.stmt]) -> bool:
        """Whether the statements come to their end."""
        return all(self._goes_on(one) for one in statements)

    def _goes_on(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Return(value=value):
                self.given.append(self.bits(value))
                return False
            case ast.Raise():
                return False
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                self.held[name] = self.bits(value)
            case ast.AugAssign(target=ast.Name(id=name) as kept, op=op, value=value):
                self.held[name] = self._combined(ast.Name(kept.id, ast.Load()), op, value)
            case ast.If(body=body, orelse=orelse):
                return self._either((body, orelse))
            case ast.With(body=body):
                return self.block(body)
            case ast.For() | ast.While() | ast.Try() | ast.Match():
                self._forget(statement)
                self._either([*blocks(statement), ()])
        return True

    def _either(self, ways: Iterable[Sequence[ast.stmt]]) -> bool:
        """One of these blocks; what all that come to their end leave behind."""
        before, ends = self.held, []
        for way in ways:
            self.held = dict(before)
            if self.block(way):
                ends.append(self.held)
        self.held = {name: _common(end.get(name, 0) for end in ends) for end in ends for name in end}
        return bool(ends)

    def _forget(self, statement: ast.stmt) -> None:
        """What is assigned in a block that may be left, or entered again, anywhere."""
        stored = (one for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
        self.held.update((one.id, 0) for one in stored)

    def bits(self, node: ast.expr | None) -> int:
        """What an expression surely has."""
        match node:
            case ast.Constant(value=int(bits)):
                return bits
            case ast.BinOp(left=left, op=op, right=right):
                return self._combined(left, op, right)
            case ast.UnaryOp(op=ast.Invert(), operand=operand):
                return ~self._most(operand)
            case ast.IfExp(body=one, orelse=other):
                return self.bits(one) & self.bits(other)
            case ast.BoolOp(values=values):
                return _common(map(self.bits, values))
            case ast.Call(func=func):
                return self._called(func)
            case ast.Name() | ast.Attribute():
                return self._named(node)
        return 0

    def _combined(self, left: ast.expr, op: ast.operator, right: ast.expr) -> int:
        if isinstance(op, _TAKES):
            return self.bits(left) & ~self._most(right)
        both = self.bits(left), self.bits(right)
        return both[0] & both[1] if isinstance(op, ast.BitAnd) else both[0] | both[1] if isinstance(op, _ADDS) else 0

    def _most(self, node: ast.expr) -> int:
        """Every bit that an expression can have."""
        mask = Mask(self.cls.service)
        mask.add(node, self.function, self.owner)
        return _EVERY if mask.bits is None or mask.based else mask.bits

    def _called(self, func: ast.expr) -> int:
        match func:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=attr):
                return self.cls.called(attr)
            case ast.Attribute(attr=attr) if attr == MASK:
                return self.cls.called(attr, self.owner)
        return 0

    def _named(self, node: ast.Name | ast.Attribute) -> int:
        if isinstance(node, ast.Name) and self._is_local(node.id):
            return self.held.get(node.id, 0)
        constant = self.owner.module.canonical(node)
        if constant is not None:
            return CONSTANTS.get(constant) or 0
        match node:
            case ast.Name(id=name):
                return _common(map(self.bits, self.owner.module.globals.get(name, [])))
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in SELF:
                return self.cls.attribute(attr)
        return 0

    def _is_local(self, name: str) -> bool:
        return name in self.held or (self.function is not None and any(assigned(self.function, ast.Name, name)))


def _common(some: Iterable[int]) -> int:
    """The bits that all of some masks have; none if there are none."""
    masks = list(some)
    bits = _EVERY if masks else 0
    for one in masks:
        bits &= one
    return bits


def _worked_on(function: Def, name: str) -> bool:
    """Whether a method has ``self.name &= ...``."""
    changed = (one.target for one in inside(function) if isinstance(one, ast.AugAssign))
    return any(isinstance(one, ast.Attribute) and one.attr == name for one in changed)
