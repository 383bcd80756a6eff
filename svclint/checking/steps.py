"""The steps of a path in words: one short plain sentence per event, in the user's own spelling."""

from __future__ import annotations

import math

from svclint.contract.events import (
    RAISED,
    By,
    Count,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Opaque,
    Point,
    Quit,
    Report,
    Signal,
    Spawn,
    Test,
    Wait,
)

COUNTS = {"=": "sets", "+": "raises"}


def explain(event: Event) -> str:
    """What happens, as a sentence without a full stop."""
    text = event.at.text
    match event:
        case Enter(control=control):
            return f"SCM calls '{text}' ({control})"
        case Leave():
            return left(event)
        case Report():
            return reported(event)
        case Wait():
            return f"'{text}' waits {limit(event)}"
        case Spawn():
            return f"starts thread '{text.removesuffix('.start()')}'"
        case Join(complete=complete):
            return f"'{text}' waits until the thread is over" if complete else f"'{text}' may give up before it is over"
        case Known(alive=alive):
            return f"'{text}': the thread is {'alive' if alive else 'over'}"
        case Test(value=value):
            return f"'{text}' is {str(value).lower()}"
        case Signal():
            return signalled(event)
        case Count(change=change):
            return f"'{text}' {COUNTS.get(change, 'changes')} the check point"
        case Quit():
            return f"'{text}' is called"
        case Opaque():
            return f"'{text}' is called, which cannot be followed"
        case Point():
            return "a control may arrive"
    return text


def left(leave: Leave) -> str:
    """How a handler ends."""
    if leave.result is RAISED:
        return f"an exception leaves the handler of {leave.control}"
    if not leave.known:
        return f"the handler of {leave.control} returns, with what is not known"
    return f"the handler of {leave.control} returns" + (f" {leave.result!r}" if leave.result is not None else "")


def reported(report: Report) -> str:
    """Who reports what."""
    state = report.state.name if report.state is not None else "a state that is not known"
    if report.by is By.HOST:
        return f"pywin32 reports {state}"
    return f"'{report.at.text}' reports {state}"


def signalled(signal: Signal) -> str:
    """What gets a truth value: by a call that says so itself, or by an assignment."""
    text = signal.at.text
    if text.endswith(")"):
        return f"'{text}' is called"
    return f"'{text}' changes" if signal.value is None else f"'{text}' becomes {str(signal.value).lower()}"


def limit(wait: Wait) -> str:
    """How long the code asked to wait."""
    if wait.asked is None:
        return "for a time that is not known"
    if wait.asked == math.inf:
        return "without a limit"
    exact = wait.took.least == wait.took.most == wait.asked
    return f"for {wait.asked:g} s" if exact else f"for up to {wait.asked:g} s"
