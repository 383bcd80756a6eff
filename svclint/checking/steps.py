"""The steps of a path in words: one short plain sentence per event, in the user's own spelling."""

from __future__ import annotations

import math
from functools import singledispatch

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
    Report,
    Signal,
    Spawn,
    Test,
    Wait,
)

COUNTS = {"=": "sets", "+": "raises"}


@singledispatch
def explain(event: Event) -> str:
    """What happens, as a sentence without a full stop."""
    return f"'{event.at.text}' is called"


@explain.register
def enter(event: Enter) -> str:
    """Who calls a handler."""
    return f"SCM calls '{event.at.text}' ({event.control})"


@explain.register
def leave(event: Leave) -> str:
    """How a handler ends."""
    if event.result is RAISED:
        return f"an exception leaves the handler of {event.control}"
    if not event.known:
        return f"the handler of {event.control} returns, with what is not known"
    return f"the handler of {event.control} returns" + (f" {event.result!r}" if event.result is not None else "")


@explain.register
def report(event: Report) -> str:
    """Who reports what."""
    state = event.state.name if event.state is not None else "a state that is not known"
    return f"{'pywin32' if event.by is By.HOST else quoted(event)} reports {state}"


@explain.register
def wait(event: Wait) -> str:
    """How long the code asked to wait."""
    if event.asked is None:
        return f"{quoted(event)} waits for a time that is not known"
    if event.asked == math.inf:
        return f"{quoted(event)} waits without a limit"
    exact = event.took.least == event.took.most == event.asked
    return f"{quoted(event)} waits for {'' if exact else 'up to '}{event.asked:g} s"


@explain.register
def spawn(event: Spawn) -> str:
    """Which thread starts."""
    return f"starts thread '{event.at.text.removesuffix('.start()')}'"


@explain.register
def join(event: Join) -> str:
    """Whether a thread is over."""
    return f"{quoted(event)} {'waits until it is over' if event.complete else 'may give up before it is over'}"


@explain.register
def known(event: Known) -> str:
    """What was learnt of a thread."""
    return f"{quoted(event)}: the thread is {'alive' if event.alive else 'over'}"


@explain.register
def test(event: Test) -> str:
    """Which branch was taken."""
    return f"{quoted(event)} is {truth(event.value)}"


@explain.register
def signal(event: Signal) -> str:
    """What gets a truth value: by a call that says so itself, or by an assignment."""
    if event.at.text.endswith(")"):
        return f"{quoted(event)} is called"
    return f"{quoted(event)} {'changes' if event.value is None else f'becomes {truth(event.value)}'}"


@explain.register
def count(event: Count) -> str:
    """What becomes of a counter."""
    return f"{quoted(event)} {COUNTS.get(event.change, 'changes')} the counter"


@explain.register
def opaque(event: Opaque) -> str:
    """What is out of sight."""
    return f"{quoted(event)} is called, which cannot be followed"


@explain.register
def point(event: Point) -> str:
    """Where the SCM may call."""
    return f"a control may arrive at {quoted(event)}"


def quoted(event: Event) -> str:
    """The user's spelling, in quotes."""
    return f"'{event.at.text}'"


def truth(value: bool) -> str:
    """A truth value in words."""
    return "true" if value else "false"
