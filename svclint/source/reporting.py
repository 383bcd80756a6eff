"""Which states the author's code reports at all, once the service is at work."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from svclint.checking.behaviour import Behaviour, Call, Choice, Emit, Leaves, Loop, Seq, Try, events
from svclint.contract.events import By, Event, Opaque, Point, Report
from svclint.contract.states import RUNNING
from svclint.source.classes import UNKNOWN_BASE, ClassModel, Def
from svclint.source.imports import FRAMEWORK, SET_STATUS
from svclint.source.lowering import Session
from svclint.source.lowering.functions import REPORT
from svclint.source.module import Module
from svclint.source.walking import walk

_REPORTS: Final = frozenset({REPORT, SET_STATUS.rpartition(".")[2]})
_HANDLE: Final = "ssh"  # of pywin32's class


class Reports:
    """What a service reports, in its life, its handlers and its threads."""

    def __init__(
        self, module: Module, cls: ClassModel, session: Session, life: Behaviour, bodies: Sequence[Behaviour]
    ) -> None:
        """``bodies`` are those of the handlers."""
        self.life = life
        self.handled = {event for body in bodies for event in events(body)}
        told = [*events(life), *self.handled, *(one for body in session.targets.values() for one in events(body))]
        self.made = [one for one in told if isinstance(one, Report)]
        classes = [one for one in cls.lineage() if isinstance(one, ClassModel)]
        given = any(_hands_out(method) for one in classes for method in one.methods.values())
        unseen = given or any(isinstance(one, Opaque) and one.reports for one in told)
        self.hidden = unseen or UNKNOWN_BASE in cls.lineage() or any(map(_may_report, _unread(module, cls, session)))

    def states(self) -> tuple[str, ...] | None:
        """The names of the states that the author's code reports once it is at work; None: perhaps others."""
        own = [one for one in self.made if one.by is By.USER]
        if self.hidden or any(one.state is None for one in own):
            return None
        before = set(_opening(self.life)[0]) - self.handled
        return tuple(sorted({one.state.name for one in own if one.state and one not in before}))

    def running(self) -> bool:
        """Whether somebody may report RUNNING; an INTERROGATE that the framework answers so does not count."""
        told = (one for one in self.made if one.by is By.USER or one not in self.handled)
        return self.hidden or any(one.state in (None, RUNNING) for one in told)


def _opening(node: Behaviour) -> tuple[list[Event], bool]:
    """What surely comes before the first place of rest, and whether there is such a place."""
    match node:
        case Emit(event=Point(rest=rest)):
            return [], rest
        case Emit(event=event):
            return [event], False
        case Seq(parts=parts):
            return _in_order(parts)
        case Call(body=body) | Leaves(body=body) | Try(body=body):
            return _opening(body)
        case Choice() | Loop():
            return [], True
    return [], False


def _in_order(parts: Iterable[Behaviour]) -> tuple[list[Event], bool]:
    found: list[Event] = []
    for part in parts:
        inside, rests = _opening(part)
        found += inside
        if rests:
            return found, True
    return found, False


def _unread(module: Module, cls: ClassModel, session: Session) -> Iterator[Def]:
    """Functions of the file, other services' methods aside, and of the class, that nothing followed here calls."""
    read = {one[0] for one in session.bodies}
    bases = [one for one in cls.lineage() if isinstance(one, ClassModel)]
    helpers = [one for one in module.classes if one not in bases and not one.derives(FRAMEWORK)]
    methods = (method for one in (*bases, *helpers) for method in one.methods.values())
    return (one for one in (*methods, *module.functions.values()) if one not in read)


def _may_report(function: Def) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in _REPORTS for one in walk(function))


def _hands_out(function: Def) -> bool:
    """Whether somebody else is given the means to report: the method, or the handle."""
    inside = [one for one in walk(function) if isinstance(one, (ast.Call, ast.Attribute))]
    calls = [one for one in inside if isinstance(one, ast.Call)]
    called = {one.func for one in calls}
    methods = (one for one in inside if isinstance(one, ast.Attribute) and one.attr in _REPORTS)
    given = (one for call in calls if _name(call) not in _REPORTS for one in call.args)
    return any(one not in called for one in methods) or any(getattr(one, "attr", "") == _HANDLE for one in given)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
