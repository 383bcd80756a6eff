"""ControlService over all states, masks and codes, against an oracle; and the switches of part F that it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svclint.contract.controls import Accept, Control
from svclint.contract.installation import ServiceType
from svclint.contract.states import State
from svclint.simulation.scm.answers import FILLED, answer, hears
from svclint.simulation.scm.profile import Profile, Refusing
from svclint.simulation.scm.records import Configuration, ServiceRecord
from svclint.simulation.scm.rights import Access
from svclint.simulation.scm.status import Status
from tests.simulation.scm.oracle import expected

CODES = range(300)
OWN = ServiceType.WIN32_OWN_PROCESS


def record(state: int, mask: int = 0, latched: bool = False) -> ServiceRecord:
    """A record of a running process, in that state."""
    made = ServiceRecord(Configuration("subject"))
    made.process, made.latched = 4, latched
    made.status = Status(OWN, state, mask)
    return made


@pytest.mark.parametrize("latched", [False, True], ids=["no latch", "latched"])
@pytest.mark.parametrize("interrogate", [True, False], ids=["answered while starting", "refused while starting"])
@pytest.mark.parametrize("state", State, ids=lambda state: state.name)
def test_every_mask_of_one_bit_and_every_code(state: State, latched: bool, interrogate: bool) -> None:
    profile = Profile(interrogate_while_starting=interrogate)
    for mask in (0, *Accept, 0x6FFF):
        subject = record(state, mask, latched)
        for code in CODES:
            found = answer(subject, code, profile=profile)
            assert (found.error, found.delivered) == expected(state, mask, code, latched, interrogate), (mask, code)


@given(st.sampled_from(State), st.integers(0, 0x7FFF), st.integers(-5, 400), st.booleans(), st.booleans())
def test_any_mask_and_code(state: State, mask: int, code: int, latched: bool, interrogate: bool) -> None:
    found = answer(record(state, mask, latched), code, profile=Profile(interrogate_while_starting=interrogate))
    assert (found.error, found.delivered) == expected(state, mask, code, latched, interrogate)


@given(st.sampled_from(State), st.integers(0, 0x7FFF), st.integers(0, 300), st.sampled_from(Access))
def test_asking_changes_nothing_and_fills_what_the_answer_fills(
    state: State, mask: int, code: int, access: Access
) -> None:
    subject = record(state, mask)
    before = subject.status, subject.latched, subject.process
    found = answer(subject, code, access)
    assert (subject.status, subject.latched, subject.process) == before
    assert (found.status is not None) == (found.error in FILLED)


PROSE = [
    (State.SERVICE_STOPPED, Control.STOP, 1061, "a stopped service cannot accept it"),
    (State.SERVICE_START_PENDING, Control.STOP, 1061, "neither can one that starts, STOP or not"),
    (State.SERVICE_STOP_PENDING, Control.STOP, 0, "the prose does not name STOP_PENDING"),
    (State.SERVICE_RUNNING, Control.STOP, 0, "nor RUNNING"),
]


@pytest.mark.parametrize(("state", "code", "error"), [row[:3] for row in PROSE], ids=[row[3] for row in PROSE])
def test_the_prose_of_the_page(state: State, code: int, error: int) -> None:
    assert answer(record(state, Accept.STOP), code, profile=Profile(refusing=Refusing.PROSE)).error == error


SYSTEM = [
    (State.SERVICE_RUNNING, Accept.SHUTDOWN, Control.SHUTDOWN, True, "accepted"),
    (State.SERVICE_RUNNING, Accept.STOP, Control.SHUTDOWN, False, "not accepted"),
    (State.SERVICE_START_PENDING, Accept.SHUTDOWN, Control.SHUTDOWN, True, "accepted while starting"),
    (State.SERVICE_PAUSED, Accept.SESSIONCHANGE, Control.SESSIONCHANGE, True, "accepted while paused"),
    (State.SERVICE_STOP_PENDING, Accept.SHUTDOWN, Control.SHUTDOWN, False, "it stops already"),
    (State.SERVICE_STOPPED, Accept.SHUTDOWN, Control.SHUTDOWN, False, "it has stopped"),
    (State.SERVICE_RUNNING, 0, Control.DEVICEEVENT, True, "device events have no bit"),
]


@pytest.mark.parametrize(
    ("state", "mask", "control", "heard"), [row[:4] for row in SYSTEM], ids=[row[4] for row in SYSTEM]
)
def test_controls_of_the_system(state: State, mask: int, control: Control, heard: bool) -> None:
    assert hears(record(state, mask), control) is heard


def test_a_stop_under_way_is_followed_by_no_control_of_the_system() -> None:
    assert not hears(record(State.SERVICE_RUNNING, Accept.SHUTDOWN, latched=True), Control.SHUTDOWN)
