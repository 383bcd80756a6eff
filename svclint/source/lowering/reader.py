"""The reader: turns functions into behaviours. How each kind of node is read stands in the modules beside this one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias, TypeVar

from svclint.checking.behaviour import SKIP, Behaviour, Emit, seq
from svclint.checking.finding import Unfollowed
from svclint.contract.effects import is_process
from svclint.contract.events import At, Event
from svclint.source.classes import ClassModel
from svclint.source.frame import BY_AUTHOR, Frame, Role
from svclint.source.knowledge import Knowledge
from svclint.source.module import Module
from svclint.source.situation import Situation
from svclint.source.values import UNKNOWN, Value

BUDGET = 20_000  # statements read for one service before the rest becomes opaque: a bound on the cost, never silent


class Lowered(NamedTuple):
    """What evaluating an expression does, and what it gives."""

    behaviour: Behaviour = SKIP
    value: Value = UNKNOWN


class Branches(NamedTuple):
    """A condition: what evaluating it does, and what is so when it holds and when it does not."""

    before: Behaviour
    yes: Behaviour
    no: Behaviour


@dataclass(slots=True)
class Session:
    """What all readers of one service share."""

    knowledge: Knowledge
    budget: int = BUDGET
    bursts: int = 0
    unfollowed: dict[At, Unfollowed] = field(default_factory=dict)
    bodies: dict[Any, tuple[Behaviour, Value]] = field(default_factory=dict)
    targets: dict[Any, Behaviour] = field(default_factory=dict)
    renewing: set[ast.AST] = field(default_factory=set)  # functions of threads that start a thread for themselves
    emitted: dict[Any, Emit] = field(default_factory=dict)
    globals_read: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)  # the places that are fields of structures
    void: set[Any] = field(default_factory=set)  # functions wrapped as callbacks that return nothing
    registered: dict[At, Any] = field(default_factory=dict)  # the control handlers, by the calls that register them
    situation: Situation | None = None  # how the program is begun that is read, where that is known
    splits: int = 0  # how many waits decide which way is read here
    catching: int = 0  # how many try statements around here would catch SystemExit

    def threads(self) -> list[Behaviour]:
        """What runs on threads of the process that the service starts."""
        return [work for (cls, *_), work in self.targets.items() if not is_process(cls)]


N = TypeVar("N", bound=ast.AST)
ReadStatement: TypeAlias = Callable[["Reader", Any, Frame], Behaviour]
ReadExpression: TypeAlias = Callable[["Reader", Any, Frame], Lowered]

ReadRest: TypeAlias = Callable[["Reader", ast.stmt, Behaviour, Sequence[ast.stmt], Frame], Behaviour | None]

_STATEMENTS: dict[type[ast.AST], ReadStatement] = {}
_EXPRESSIONS: dict[type[ast.AST], ReadExpression] = {}


def reads(*kinds: type[ast.stmt]) -> Callable[[ReadStatement], ReadStatement]:
    """Register how a kind of statement is read."""

    def register(function: ReadStatement) -> ReadStatement:
        _STATEMENTS.update(dict.fromkeys(kinds, function))
        return function

    return register


def evaluates(*kinds: type[ast.expr]) -> Callable[[ReadExpression], ReadExpression]:
    """Register how a kind of expression is read."""

    def register(function: ReadExpression) -> ReadExpression:
        _EXPRESSIONS.update(dict.fromkeys(kinds, function))
        return function

    return register


_RESTS: list[ReadRest] = []


def splits(function: ReadRest) -> ReadRest:
    """Register what may read the rest of a block in ways of its own, after a statement that decides between them."""
    _RESTS.append(function)
    return function


@dataclass(slots=True, eq=False)
class Reader:
    """Reads code of one service in one role (which thread runs it)."""

    module: Module
    service: ClassModel
    session: Session
    role: Role = BY_AUTHOR
    stack: tuple[object, ...] = ()
    site: At | None = None  # where the author's own ReportServiceStatus was called, while it is read

    @property
    def knowledge(self) -> Knowledge:
        """What is known of the service beside the flow of its code."""
        return self.session.knowledge

    def as_role(self, role: Role) -> Reader:
        """The same reader for another caller, the host say."""
        return replace(self, role=role)

    def inside(self, node: object, module: Module, site: At | None = None) -> Reader:
        """The same reader in the body of a function it follows, which stands in ``module``."""
        return replace(self, module=module, stack=(*self.stack, node), site=site or self.site)

    def within(self, module: Module) -> Reader:
        """The same reader for what stands in another file."""
        return self if module is self.module else replace(self, module=module)

    def afresh(self, role: Role) -> Reader:
        """A reader that begins on another thread, called by nobody."""
        return Reader(self.module, self.service, self.session, role)

    def block(self, statements: Sequence[ast.stmt], frame: Frame) -> Behaviour:
        """Statements one after the other; what stands behind a jump is never reached."""
        parts: list[Behaviour] = []
        for number, statement in enumerate(statements, 1):
            parts.append(self.statement(statement, frame))
            if isinstance(statement, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
                break
            rest = (read(self, statement, parts[-1], statements[number:], frame) for read in _RESTS)
            split = next((one for one in rest if one is not None), None)
            if split is not None:
                return seq(*parts, split)
        return seq(*parts)

    def statement(self, node: ast.stmt, frame: Frame) -> Behaviour:
        """One statement; kinds that do nothing of interest are SKIP."""
        self.session.budget -= 1
        read = _STATEMENTS.get(type(node))
        return read(self, node, frame) if read else SKIP

    def expression(self, node: ast.expr, frame: Frame) -> Lowered:
        """What evaluating the expression does and gives; unknown kinds do what their parts do."""
        read = _EXPRESSIONS.get(type(node))
        return read(self, node, frame) if read else self.parts(node, frame)

    def parts(self, node: ast.AST, frame: Frame) -> Lowered:
        """All expressions directly inside ``node``, one after the other."""
        inside = [
            self.expression(one, frame).behaviour for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)
        ]
        return Lowered(seq(*inside))

    def at(self, node: ast.expr | ast.stmt) -> At:
        """Where the node stands."""
        return self.module.source.at(node)

    def emit(self, event: Event) -> Emit:
        """The event as a behaviour; equal events are one object, so that states that hold them hash fast."""
        key = (type(event), *(getattr(event, name) for name in type(event).__match_args__))
        return self.session.emitted.setdefault(key, Emit(event))

    def give_up(self, at: At, why: str) -> None:
        """Take note of a call that is not followed."""
        self.session.unfollowed.setdefault(at, Unfollowed(at, why))
