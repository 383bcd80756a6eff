"""Scenarios as lists of steps, each a word: written down by hand, or made up by Hypothesis.

=========================== ==========================================================================
``pause`` ``interrogate`` … a control by its name, sent as the one who may send it would
``200``                     a user-defined control (128 to 255)
``start`` ``shutdown``      the service is started again, Windows is shut down, the process is killed
``kill``
``running`` ``paused`` …    wait until the service has come to that state
``wait 2.5``                let so many virtual seconds pass
=========================== ==========================================================================

Before the first step the service is started; after the last one it is stopped, if that has not been done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from svclint.contract.controls import USER_CONTROLS, Accept, Control
from svclint.contract.states import State
from svclint.simulation.scenarios import USER_CODE, Manager, Scenario, accepted_controls
from svclint.simulation.targets import BadTarget

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PREFIX: Final = "controls: "
LONGEST: Final = 6
_WAIT: Final = re.compile(r"wait (\d+(?:\.\d+)?)")
_EVENTS: Final = {name: methodcaller(name) for name in ("start", "shutdown", "kill")}
_STATES: Final = {one.name.removeprefix("SERVICE_").lower().replace("_", "-"): one for one in State}
_CONTROLS: Final = {one.name.lower(): one for one in Control}


class Controls(NamedTuple):
    """Sequences to be made up: at most ``max_size`` of ``steps``; of none: of those that fit the service."""

    steps: tuple[str, ...] = ()
    max_size: int = LONGEST


def spelled(steps: Sequence[str]) -> str:
    """The name of the scenario that takes these steps. Raises BadTarget for what is no step."""
    for one in steps:
        _step(one)
    return PREFIX + ", ".join(steps)


def sequence(name: str) -> Scenario:
    """The scenario of such a name. Raises BadTarget."""
    steps = [_step(word.strip()) for word in name.removeprefix(PREFIX).split(",") if word.strip()]

    def scenario(scm: Manager) -> None:
        scm.start()
        for step in steps:
            step(scm)
        scm.stop()
        scm.stopped()

    return scenario


def _step(word: str) -> Callable[[Manager], object]:
    if found := _WAIT.fullmatch(word):
        return partial(_wait, float(found[1]))
    if word in _EVENTS:
        return _EVENTS[word]
    if word in _STATES:
        return partial(_until, _STATES[word])
    if word in _CONTROLS or (word.isdecimal() and int(word) in USER_CONTROLS):
        return partial(_send, _CONTROLS[word] if word in _CONTROLS else int(word))
    known = ", ".join(("wait SECONDS", "128 to 255", *_EVENTS, *_STATES, *_CONTROLS))
    raise BadTarget(f"{word!r} is no step; there are {known}")


def _wait(seconds: float, scm: Manager) -> None:
    scm.wait(seconds)


def _until(state: State, scm: Manager) -> None:
    scm.until(state)


def _send(code: int, scm: Manager) -> None:
    if isinstance(code, Control) and not code.sendable:
        scm.system(code)
    else:
        scm.control(code)


def usual(accepted: Accept) -> Iterator[str]:
    """The steps that make sense for a service with this accept mask, the plainest first."""
    yield from ("interrogate", str(USER_CODE), "wait 1", "wait 10")
    yield from (one.name.lower() for one in accepted_controls(accepted))
    if accepted & Accept.PAUSE_CONTINUE:
        yield from ("paused", "running")
    yield "stop"


def sequences(*steps: str, max_size: int = LONGEST) -> SearchStrategy[list[str]]:
    """A Hypothesis strategy for lists of these steps. It shrinks to fewer steps, and to those named first.

    Raises ImportError without Hypothesis, BadTarget for what is no step.
    """
    from hypothesis import strategies

    spelled(steps)
    chosen: SearchStrategy[Any] = strategies.sampled_from(steps)
    return strategies.lists(chosen, max_size=max_size)
