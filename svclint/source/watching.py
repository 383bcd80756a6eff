"""Child processes whose end nobody would notice while the main code waits for a stop."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from svclint.contract.effects import LOG_METHODS
from svclint.contract.events import At, Unwatched
from svclint.source.classes import ClassModel, Def
from svclint.source.hearers import Hearers, Named
from svclint.source.walking import walk

_CHILD: Final = "subprocess.Popen"
_ENDS: Final = frozenset(["terminate", "kill", "send_signal"])
_AWAITS: Final = frozenset(["wait", "communicate"])
_ASKS = (ast.If, ast.BoolOp, ast.UnaryOp, ast.Compare, ast.IfExp)


def unwatched(
    hearers: Hearers, classes: Sequence[ClassModel], handlers: Collection[Def], waits: At
) -> Iterator[Unwatched]:
    """The only child that the file starts, when nothing looks for its end before the main code's wait is over."""
    calls = ((cls, node) for cls in classes for node in walk(cls.node) if isinstance(node, ast.Call))
    children = [(cls, node) for cls, node in calls if _starts(node, cls)]
    if len(children) != 1:
        return
    cls, child = children[0]
    place = _kept(hearers, child)
    if place is None:
        return
    kind, name = type(place), place.attr if isinstance(place, ast.Attribute) else place.id
    reads = [one for one in hearers.of(name, kind) if isinstance(one.ctx, ast.Load)]
    main = cls.method("SvcDoRun")
    late = [main[0]] if main else []
    if all(_blind(hearers, one, handlers, late, waits) for one in reads):
        yield Unwatched(cls.module.source.at(child))


def _starts(node: ast.Call, cls: ClassModel) -> bool:
    return cls.module.canonical(node.func) == _CHILD


def _kept(hearers: Hearers, child: ast.AST) -> Named | None:
    """The attribute or the variable that a statement of its own gives the child to."""
    match next(hearers.above(child)):
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self")) | ast.Name() as target]):
            return target
    return None


def _blind(hearers: Hearers, read: Named, handlers: Collection[Def], late: Sequence[Def], waits: At) -> bool:
    """Whether a use of the child tells nothing of its end, or not before the wait of the main code is over."""
    above, *around = hearers.above(read)
    if isinstance(above, ast.Attribute):
        called = isinstance(around[0], ast.Call) and around[0].func is above
        function = hearers.function(read)
        awaits = above.attr in _AWAITS and (function in handlers or (function in late and read.lineno > waits.line))
        return called and (above.attr in _ENDS or awaits)
    if isinstance(above, ast.Call):
        return isinstance(above.func, ast.Attribute) and above.func.attr in LOG_METHODS
    return isinstance(above, _ASKS)
