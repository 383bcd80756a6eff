"""Wait hints and what comes after them: the monitor of SVC303 and SVC304."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from svclint.checking.monitor import Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.events import (
    By,
    Elapsed,
    Ended,
    Enter,
    Event,
    Hosted,
    Leave,
    Opaque,
    Report,
    Side,
    Signal,
    Spawn,
    Turn,
    Wait,
    WaitKind,
)
from svclint.rules.promises import SHORT, Longest, Pending, limit, no_hint, too_late, unhinted

_SET: Final = ".is_set"  # ends the keys of signals

# What another thread waits for as a handler reports, as far as nothing that the handler does can end it.
_GOES_ON: Final = (WaitKind.SLEEP, WaitKind.JOIN)


class HintsKept(Monitor[Pending]):
    """A pending report is followed by the next within its wait hint, and has one."""

    sees = (Hosted, Turn, Elapsed, Wait, Report, Ended, Enter, Leave, Spawn, Signal, Opaque)

    def start(self) -> Pending:
        """Nothing is pending."""
        return Pending()

    def step(self, state: Pending, event: Event) -> tuple[Pending, Sequence[Verdict]]:
        """The time since the report is added up."""
        match event:
            case Hosted():
                return state._replace(read=True), ()
            case Turn():
                return state._replace(turn=event.thread), ()
            case Report():
                pending = event if event.state is not None and event.state.pending else None
                late = _overdue(state) if state.read else _judged(state)
                return state.after(pending), [*late, *_again(state.report, event)]
            case Ended():
                return Pending(state.turn), ()
        return _read(state, event) if state.read else _ran(state, event)

    def heeds(self, event: Event) -> bool:
        """What is no signal, and has nothing to report, ends no wait."""
        match event:
            case Signal(key=key, value=value):
                return value is True and key.endswith(_SET)
            case Spawn(reports=reports) | Opaque(reports=reports):
                return reports
        return True

    def widen(self, state: Pending) -> Pending:
        """Waits again and again come to the hint, however long that is."""
        return state._replace(seconds=max(state.seconds, limit(state.report))) if state.seconds else state


def _ran(state: Pending, event: Event) -> tuple[Pending, Sequence[Verdict]]:
    """In a run the clock tells how long it takes."""
    match event:
        case Elapsed() if state.report:
            return _later(state, event.seconds)
        case Wait() if state.report:
            return state._replace(waits=_waited(state, event)), ()
    return state, ()


def _read(state: Pending, event: Event) -> tuple[Pending, Sequence[Verdict]]:
    """In source the waits tell how long it may take."""
    match event:
        case Enter():
            return state._replace(handling=True, interrupted=True), ()
        case Leave():
            return (state._replace(handling=False) if state.handling else state), ()
        case Signal(key=key, value=True) if state.report and key.endswith(_SET):
            return state._replace(given=state.given | {key}), ()
        case Spawn(reports=True):
            return state._replace(helped=True), ()
        case Opaque(reports=True):
            return state.after(None), _overdue(state)
        case Wait() if not state.handling:
            return _asked(state, event)
    return state, ()


def _asked(state: Pending, wait: Wait) -> tuple[Pending, Sequence[Verdict]]:
    """One more wait of the run side."""
    report, after = state.report, state._replace(interrupted=False) if state.interrupted else state
    if wait.kind is WaitKind.LOOP and wait.asked in (None, math.inf):
        return after.after(None), _overdue(state)  # nobody knows how often it turns
    if report is None or wait.asked is None or _ended(state, wait):
        return after, ()
    if not report.wait_hint:
        at = unhinted(report) if wait.asked > SHORT and report.side is Side.RUN and not state.helped else None
        return (after.after(None), [no_hint(at, report)]) if at else (after, ())
    seconds = round(state.seconds + wait.asked, 6) if wait.asked < math.inf else state.seconds
    late = state.late or (wait.at if seconds > limit(report) else None)
    return after._replace(seconds=seconds, late=late), ()


def _overdue(state: Pending) -> Sequence[Verdict]:
    """The report that was promised comes, or may come, only now."""
    report = state.report
    if report is None or state.late is None or state.helped:
        return ()
    return [too_late(state.late, report, state.seconds, "may take", report.side is Side.RUN)]


def _ended(state: Pending, wait: Wait) -> bool:
    """Whether what it waits for is there: given meanwhile, or by what the handler has done on its own thread."""
    if wait.kind is WaitKind.SLEEP:
        return False
    if state.given and (f"{wait.subject}{_SET}" in state.given or wait.subject == wait.at.text):
        return True
    if state.report is None or state.report.side is Side.RUN:
        return False
    return state.interrupted or wait.kind not in _GOES_ON


def _later(state: Pending, seconds: float) -> tuple[Pending, Sequence[Verdict]]:
    assert state.report is not None
    after = state._replace(seconds=state.seconds + seconds)
    at = unhinted(state.report)
    if at is None or after.seconds <= SHORT + CLOCK_SLACK:
        return after, ()
    return state.after(None), [no_hint(at, state.report)]


def _waited(state: Pending, wait: Wait) -> tuple[Longest, ...]:
    """What a thread waited for before the report does not count."""
    here = Longest(state.turn, wait, min(wait.took.least, state.seconds))
    known = next((one for one in state.waits if one.thread == state.turn), None)
    if known is not None and known.seconds >= here.seconds:
        return state.waits
    return (*(one for one in state.waits if one is not known), here)


def _judged(state: Pending) -> Sequence[Verdict]:
    """The report that is awaited has come; whoever makes it is whom it waited for."""
    before = state.report
    if before is None or state.seconds <= limit(before) + CLOCK_SLACK:
        return ()
    waited = next((one for one in state.waits if one.thread == state.turn), None)
    at = waited.wait.at if waited and waited.seconds > CLOCK_SLACK else before.at if before.by is By.USER else None
    return [too_late(at, before, state.seconds)] if at else ()


def _again(before: Report | None, report: Report) -> Sequence[Verdict]:
    """The same state once more: what was reported without a hint was not over."""
    at = unhinted(before) if before and report.state is before.state else None
    return [no_hint(at, before)] if at and before else ()
