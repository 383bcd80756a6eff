"""What the reports of a main function, and the words of a handler, tell of the controls that can come."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import SKIP, Behaviour, Call, Emit, events, nodes
from svclint.contract.controls import Accept, Control
from svclint.contract.events import By, Join, Opaque, Report, Side, Wait, WaitKind
from svclint.contract.states import PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.source.walking import walk

_AT_ONCE = 1.0  # seconds in which a report still answers the STOP (P30)
_RESTS = (WaitKind.EVENT, WaitKind.QUEUE, WaitKind.LOOP, WaitKind.SERVE)
_ALWAYS = frozenset({Control.STOP, Control.INTERROGATE})


def comes(control: Control, mask: int | None, named: set[Control]) -> bool:
    """Whether a control can come: by the mask, else because the handler knows it."""
    if mask is None or not control.accept:
        return control in named or control in _ALWAYS
    return bool(mask & control.accept)


def accepted(run: Call) -> int | None:
    """The bits that the reports of the main function accept, while it is at work; None when some are not known."""
    masks = [one.accepted for one in _reports(run) if one.state not in (START_PENDING, STOP_PENDING, STOPPED)]
    union = 0
    for mask in masks:
        if mask is None:
            return None
        union |= mask
    return union if masks else None


def named(handler: ast.AST) -> set[Control]:
    """The controls that a handler names: ``SERVICE_CONTROL_STOP``, ``CONTROL_STOP``, ``Control.STOP``."""
    names = (getattr(node, "attr", getattr(node, "id", "")) for node in walk(handler))
    plain = {name.rpartition("_")[2] for name in names if isinstance(name, str)}
    return {Control[name] for name in plain if name in Control.__members__}


def states_before(control: Control, body: Behaviour, mask: int | None) -> list[State]:
    """The states in which the control can come; none before a handler that goes by what we do not see."""
    reported = {one.state for one in events(body) if isinstance(one, Report)}
    if control is Control.INTERROGATE and len(reported) > 1:
        return []
    pausable = bool(Accept.PAUSE_CONTINUE & (mask or 0))
    if control in (Control.PAUSE, Control.CONTINUE) or not pausable:
        return [PAUSED if control is Control.CONTINUE else RUNNING]
    return [RUNNING, PAUSED]


def awakened(run: Call) -> Behaviour:
    """What the stop leads to on the run side: its own STOP_PENDING if there is one, else a STOPPED that takes time.

    One that comes at once is an answer, too (STP-01).
    """
    told = {one.state: one for one in sorted(_reports(run), key=lambda one: one.at, reverse=True)}
    found = told.get(STOP_PENDING) or told.get(None) or told.get(STOPPED)
    return Emit(found) if found and (found.state is not STOPPED or _takes_time(run, found)) else SKIP


def _takes_time(run: Call, stopped: Report) -> bool:
    """Whether something is waited for between the last rest of the main function, and the report."""
    told = [node.event for node in nodes(run) if isinstance(node, Emit)]  # as they are read, which is in order
    before = told[: told.index(stopped)]
    rests = [number for number, one in enumerate(before) if isinstance(one, Wait) and one.kind in _RESTS]
    after = before[rests[-1] + 1 :] if rests else before
    return any(isinstance(one, Join) or (isinstance(one, Wait) and (one.asked or 0) > _AT_ONCE) for one in after)


def may_end(event: object) -> bool:
    """Whether somebody reports STOPPED by this event, or perhaps does."""
    if isinstance(event, Report):
        return event.state in (STOPPED, None)
    return isinstance(event, Opaque) and event.reports


def _reports(run: Call) -> list[Report]:
    return [one for one in events(run) if isinstance(one, Report) and one.by is By.USER and one.side is Side.RUN]
