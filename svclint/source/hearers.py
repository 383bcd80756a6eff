"""Who goes by an attribute, or a variable of a module: looked for by its name alone, whatever object it is asked of."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Final, TypeAlias

from svclint.source.classes import Def
from svclint.source.module import Module
from svclint.source.walking import walk

Named: TypeAlias = ast.Attribute | ast.Name

_SIGNALS: Final = frozenset(["SetEvent", "ResetEvent", "PulseEvent", "CloseHandle"])
_OWN_SIGNALS: Final = frozenset(["set", "clear", "Close"])
_WAITS: Final = frozenset(["WaitForSingleObject", "WaitForSingleObjectEx"])
_INFINITE: Final = 0xFFFFFFFF
_LOOKS_UP: Final = frozenset(["__getattr__", "__getattribute__", "__setattr__"])
_DESCRIBES: Final = frozenset(["super", "str", "repr", "id", "type", "isinstance", "hash"])


class Hearers:
    """Some modules, each node with the way up from it; ``owners`` are the classes whose attributes are meant."""

    def __init__(self, modules: Iterable[Module], owners: Collection[ast.ClassDef]) -> None:
        self._trees = [one.tree for one in modules]
        self._owners = owners

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        parents: dict[ast.AST, ast.AST] = {}
        stack: list[ast.AST] = list(self._trees)
        while stack:
            node = stack.pop()
            for child in ast.iter_child_nodes(node):
                parents[child] = node
                stack.append(child)
        return parents

    @cached_property
    def _named(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = {}
        for node in self._parents:
            if isinstance(node, (ast.Attribute, ast.Name)):
                found.setdefault(_last(node), []).append(node)
        return found

    @cached_property
    def _words(self) -> frozenset[str]:
        """The names that text or a definition gives: ``getattr(self, "stopped")``, a property."""
        texts = {one.value for one in self._parents if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        return frozenset(texts | {one.name for one in self._parents if isinstance(one, Def)})

    def of(self, name: str, kind: type[Named]) -> list[Named]:
        """Every attribute, or every variable, of that name; what another class says of its own ``self`` is none."""
        return [one for one in self._named.get(name, ()) if isinstance(one, kind) and not self._of_others(one)]

    def _of_others(self, node: Named) -> bool:
        match node:
            case ast.Attribute(value=ast.Name(id="self")):
                around = next((one for one in self.above(node) if isinstance(one, ast.ClassDef)), None)
                return around is not None and around not in self._owners
        return False

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, from the inside out."""
        while node in self._parents:
            node = self._parents[node]
            yield node

    def function(self, node: ast.AST) -> Def | None:
        """The method, or the outermost function, around a node."""
        around: Def | None = None
        for one in self.above(node):
            if isinstance(one, ast.ClassDef):
                break
            around = one if isinstance(one, Def) else around
        return around

    def heard(self, name: str, kind: type[Named], handlers: Collection[Def]) -> bool:
        """Whether anything but these handlers may go by the name; to give a signal is not to go by it."""
        if name in self._words or not self._words.isdisjoint(_LOOKS_UP):
            return True
        read = (one for one in self.of(name, kind) if isinstance(one.ctx, ast.Load) and not self._gives(one))
        return any(self.function(one) not in handlers and not self._drops(one) for one in read)

    def _gives(self, node: ast.expr) -> bool:
        """``SetEvent(node)`` or ``node.set()``."""
        above = self._parents[node]
        if isinstance(above, ast.Call) and node in above.args:
            return _last(above.func) in _SIGNALS
        around = self._parents.get(above)
        called = isinstance(around, ast.Call) and around.func is above
        return called and isinstance(above, ast.Attribute) and above.attr in _OWN_SIGNALS

    def _drops(self, node: ast.expr) -> bool:
        """Whether the answer is of no use: that of a wait which ends anyway, or one that was given once, long ago."""
        return self._waits_in_vain(node) or self._looks_once(node)

    def _waits_in_vain(self, node: ast.expr) -> bool:
        """``node.wait(5)`` or ``WaitForSingleObject(node, 5000)``, by itself."""
        above = self._parents[node]
        call = self._parents.get(above) if isinstance(above, ast.Attribute) and above.attr == "wait" else above
        if not isinstance(call, ast.Call) or not isinstance(self._parents.get(call), ast.Expr):
            return False
        if call is above:
            limits = call.args[1:2] if _last(call.func) in _WAITS and call.args[:1] == [node] else []
        else:
            limits = [*call.args, *(one.value for one in call.keywords if one.arg == "timeout")]
        return any(_is_limit(one) for one in limits)

    def _looks_once(self, node: ast.expr) -> bool:
        """``going = node``, where ``going`` is what a loop behind it goes by, and nothing else."""
        assign, around = self._parents[node], self.function(node)
        if not isinstance(assign, ast.Assign) or around is None or assign not in around.body:
            return False
        match assign:
            case ast.Assign(targets=[ast.Name(id=name)]):
                uses = [one for one in walk(around) if isinstance(one, ast.Name) and one.id == name]
                reads = [one for one in uses if isinstance(one.ctx, ast.Load)]
                return len(uses) == len(reads) + 1 and bool(reads) and all(map(self._goes_on_by, reads))
        return False

    def _goes_on_by(self, node: ast.expr) -> bool:
        """``while node:`` or ``while not node:``."""
        above = self._parents[node]
        test = above if isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.Not) else node
        loop = self._parents[test]
        return isinstance(loop, ast.While) and loop.test is test

    def is_owner(self, node: ast.AST) -> bool:
        """``node.name``: used for an attribute or a method, and for nothing else."""
        return isinstance(self._parents[node], ast.Attribute)

    def hands_out(self, cls: ast.ClassDef, bases: Collection[str]) -> bool:
        """Whether ``self`` is used otherwise than for its attributes and methods anywhere in a class."""
        used = (one for one in self.of("self", ast.Name) if isinstance(one.ctx, ast.Load))
        return any(cls in self.above(one) and not self._kept(one, bases) for one in used)

    def _kept(self, node: ast.expr, bases: Collection[str]) -> bool:
        """``self.name``, ``super(Class, self)``, ``Base.method(self)``, ``str(self)``."""
        above = self._parents[node]
        if isinstance(above, ast.Attribute):
            return above.attr != "__dict__"
        if not isinstance(above, ast.Call) or node not in above.args:
            return isinstance(above, ast.FormattedValue)
        if isinstance(above.func, ast.Name):
            return above.func.id in _DESCRIBES
        return above.args[0] is node and isinstance(above.func, ast.Attribute) and _last(above.func.value) in bases

    def made(self, cls: str) -> bool:
        """Whether an object of the class is made by the author's own code."""
        calls = (self._parents[one] for one in self.of(cls, ast.Name))
        return any(isinstance(one, ast.Call) and _last(one.func) == cls for one in calls)


def _is_limit(node: ast.expr) -> bool:
    """Whether a wait with this limit ends by itself."""
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and 0 <= node.value < _INFINITE


def _last(expression: ast.expr) -> str:
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
