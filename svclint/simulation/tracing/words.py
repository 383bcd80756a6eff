"""What happened at an event of a run, in words, with what only a run knows: answers, and how long a wait lasted."""

from __future__ import annotations

import math
from typing import Final

from svclint.checking.steps import explain
from svclint.contract.errors import Win32Error
from svclint.contract.events import (
    RAISED,
    Asked,
    AtWork,
    Beat,
    Connected,
    Crashed,
    Elapsed,
    Ended,
    Enter,
    Escaped,
    Event,
    GaveUp,
    Held,
    Join,
    Known,
    Late,
    Leave,
    OutOfTime,
    Quit,
    Refused,
    Registered,
    Reporting,
    Requested,
    Spawn,
    Stands,
    Turn,
    Wait,
)
from svclint.contract.states import State
from svclint.simulation.tracing.moments import ended, lasted
from svclint.simulation.tracing.times import duration, nanoseconds

RUN: Final = "SvcRun"  # what the host calls on the service's own thread; its end is recorded, not its beginning
_SPELLED: Final = (int, float, str)  # results that can be shown as they are


def flat(text: str) -> str:
    """On one line: a call may stand on several."""
    return " ".join(text.split()) if "\n" in text else text


def told(event: Event) -> str:
    """What happened, as a sentence without a full stop."""
    match event:
        case Enter() if not event.at.text:
            return f"SCM calls the handler ({event.control})"
        case Leave(control=control, result=result) if control == RUN:
            return f"an exception leaves {RUN}" if result is RAISED else f"{RUN} returns"
        case Leave(result=result) if not (result is None or result is RAISED or isinstance(result, _SPELLED)):
            return f"the handler of {event.control} returns an object that is no number"
        case Wait():
            how = "waited" if ended(event) else "still waits, after"
            return f"'{event.at.text}' {how} {duration(lasted(event))}{_limit(event.asked)}"
        case Spawn():
            return f"starts the thread {event.thread}"
        case Join():
            over = "over" if event.complete else "not over"
            return f"'{event.at.text}' returns, and the thread {event.thread} is {over}"
        case Known() if not event.at.text:
            return f"the thread {event.thread} is {'alive' if event.alive else 'over'}"
        case Quit():
            return f"'{event.at.text}' ends the process ({event.how})"
    return _of_the_scm(event) or _of_threads(event) or explain(event)


def _of_the_scm(event: Event) -> str | None:
    """What is seen from outside the process."""
    match event:
        case Asked():
            return f"the request {event.control} is answered with {_error(event.error)}"
        case Connected():
            return f"the process calls the dispatcher, which answers {_error(event.error)}"
        case Ended():
            cut = f", and with it {', '.join(event.alive)}" if event.alive else ""
            return f"the process ends with code {event.code}{cut}"
        case GaveUp():
            return f"nobody waits for {event.awaited.name} any longer"
        case Late():
            return f"the SCM no longer waits for the handler of {event.control}"
        case OutOfTime():
            return f"the shutdown no longer waits for the service, which got {event.control}"
        case Refused():
            return f"the SCM refuses the report of {_state(event.state)} with {_error(event.error)}"
    return None


def _of_threads(event: Event) -> str | None:
    """What only runs know of threads and of the code they run."""
    match event:
        case AtWork():
            return f"the thread {event.thread} is still at work"
        case Beat():
            return f"'{event.at.text}' tells progress while the work is held up"
        case Held():
            return "the service's work is held up" if event.held else "the service's work goes on"
        case Crashed():
            return f"{event.error} ends the thread {event.thread}"
        case Elapsed():
            return f"{_seconds(event.seconds)} pass"
        case Escaped():
            return f"{event.error} leaves the handler of {event.control}"
        case Registered():
            return "the control handler is registered"
        case Reporting():
            return f"'{event.at.text}' begins to report"
        case Requested():
            return f"'{event.at.text}' asks the SCM"
        case Stands():
            return f"a thread still waits at '{event.at.text}'"
        case Turn():
            return f"the thread with the number {event.thread} goes on"
    return None


def _limit(asked: float | None) -> str:
    """The limit that a wait asked for."""
    if asked == math.inf:
        return " without a limit"
    limit = None if asked is None else nanoseconds(asked)
    return "" if limit is None else f" of at most {duration(limit)}"


def _seconds(seconds: float) -> str:
    length = nanoseconds(seconds)
    return "it is not known how many seconds" if length is None else duration(length)


def _state(number: int) -> str:
    return State(number).name if number in frozenset(State) else f"state {number}"


def _error(number: int) -> str:
    """A Win32 error by its name and number."""
    return f"{Win32Error(number).name} ({int(number)})" if number in frozenset(Win32Error) else f"error {number}"
