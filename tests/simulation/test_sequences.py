"""Scenarios as lists of steps: which words there are, what they do, and how sequences are made up."""

from __future__ import annotations

import pytest
from hypothesis import find, given

from svclint.contract.controls import Accept, Control
from svclint.contract.states import PAUSED, RUNNING, STOPPED, State
from svclint.simulation.scenarios import Manager
from svclint.simulation.sequences import PREFIX, sequence, sequences, spelled, usual
from svclint.simulation.targets import BadTarget


class Noted(Manager):
    """A manager that notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def start(self, *arguments: str) -> bool:
        """Note it."""
        self.asked.append("start")
        return True

    def control(self, code: int) -> int:
        """Note it."""
        self.asked.append(code)
        return 0

    def system(self, control: Control) -> int | None:
        """Note it."""
        self.asked.append(("system", control))
        return None

    def shutdown(self) -> None:
        """Note it."""
        self.asked.append("shutdown")

    def kill(self) -> bool:
        """Note it."""
        self.asked.append("kill")
        return True

    def until(self, state: State, limit: float | None = None) -> bool:
        """Note it."""
        self.asked.append(state)
        return True

    def wait(self, seconds: float) -> None:
        """Note it."""
        self.asked.append(seconds)

    def stopped(self) -> bool:
        """Note it."""
        self.asked.append("stopped")
        return True


STEPS = {
    "stop": Control.STOP,
    "pause": Control.PAUSE,
    "continue": Control.CONTINUE,
    "interrogate": Control.INTERROGATE,
    "paramchange": Control.PARAMCHANGE,
    "sessionchange": ("system", Control.SESSIONCHANGE),
    "preshutdown": ("system", Control.PRESHUTDOWN),
    "200": 200,
    "128": 128,
    "255": 255,
    "start": "start",
    "shutdown": "shutdown",
    "kill": "kill",
    "paused": PAUSED,
    "running": RUNNING,
    "stopped": STOPPED,
    "wait 3": 3.0,
    "wait 0.5": 0.5,
}


@pytest.mark.parametrize("word", STEPS)
def test_what_a_step_does(word):
    """Each between the start and the stop that every sequence has."""
    noted = Noted()
    sequence(PREFIX + word)(noted)
    assert noted.asked == ["start", STEPS[word], Control.STOP, "stopped"]


@pytest.mark.parametrize("word", ["puse", "STOP", "127", "256", "wait", "wait long", "wait -1", "²", ""])
def test_what_is_no_step(word):
    """The message names those there are."""
    with pytest.raises(BadTarget, match="is no step; there are wait SECONDS, 128 to 255, start, "):
        spelled(["pause", word])


def test_no_step_at_all():
    """The shortest sequence: the service is started and stopped."""
    noted = Noted()
    sequence(spelled([]))(noted)
    assert noted.asked == ["start", Control.STOP, "stopped"]


@given(sequences("pause", "wait 1", "200", max_size=4))
def test_the_name_of_a_sequence_is_the_sequence(steps):
    """So a replay token needs no more than the name."""
    noted = Noted()
    sequence(spelled(steps))(noted)
    assert noted.asked[1:-2] == [STEPS.get(one, 1.0) for one in steps]


def test_made_up_ones_shrink_to_what_is_needed():
    """Fewer steps, and those named first."""
    shortest = find(sequences("interrogate", "pause", "stop"), lambda steps: "pause" in steps and len(steps) > 1)
    assert sorted(shortest) == ["interrogate", "pause"]


USUAL = {
    Accept(0): {"interrogate", "200", "wait 1", "wait 10", "stop"},
    Accept.STOP: {"interrogate", "200", "wait 1", "wait 10", "stop"},
    Accept.STOP | Accept.PAUSE_CONTINUE: {
        *("interrogate", "200", "wait 1", "wait 10", "stop"),
        *("pause", "continue", "paused", "running"),
    },
    Accept.STOP | Accept.PARAMCHANGE: {"interrogate", "200", "wait 1", "wait 10", "stop", "paramchange"},
}


@pytest.mark.parametrize("accepted", USUAL)
def test_the_steps_that_fit_a_service(accepted):
    """What it accepts, what needs no accepting, and time."""
    assert set(usual(accepted)) == USUAL[accepted]
