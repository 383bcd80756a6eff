"""Records without a machine: what is stored, what counts as a failure, what may be installed."""

from __future__ import annotations

import pytest

from svclint.contract.controls import KNOWN_MASK, Accept
from svclint.contract.states import PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.simulation.scm.database import Database
from svclint.simulation.scm.notifying import Notify
from svclint.simulation.scm.patience import gives_up_at
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.scm.records import Configuration, ServiceRecord
from svclint.simulation.scm.recovery import Action, ActionType, FailureActions, recover
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.scm.requests import Requests
from svclint.simulation.scm.status import Status, accept_status, stored

FIELDS = [
    (Status(0x10, RUNNING), 0, "an ordinary report"),
    (Status(0x110, RUNNING), 0, "an interactive service"),
    (Status(0x120, RUNNING), 0, "an interactive service in a shared process"),
    (Status(0x50, RUNNING), 0, "a user's service"),
    (Status(0x150, RUNNING), 13, "which cannot be interactive"),
    (Status(0x30, RUNNING), 0, "SERVICE_WIN32"),
    (Status(0x130, RUNNING), 13, "which cannot either"),
    (Status(0x10, RUNNING, KNOWN_MASK), 0, "every bit there is"),
    (Status(0x10, RUNNING, 0x1000), 13, "the bit that is missing among them"),
    (Status(0x10, START_PENDING, Accept.STOP), 0, "a mask while starting, though nobody should"),
    (Status(0x10, RUNNING, 0, 5, 7, 9, 11), 0, "exit codes, check point and hint are not looked at"),
]


@pytest.mark.parametrize(("report", "error"), [row[:2] for row in FIELDS], ids=[row[2] for row in FIELDS])
def test_which_fields_are_accepted(report: Status, error: int) -> None:
    assert accept_status(report, WINDOWS) == error


def test_the_bits_of_the_protocol_s_own_list() -> None:
    """Conflict 4: the list of MS-SCMR ends at PRESHUTDOWN."""
    old = Profile(accept_mask=0x1FF)
    assert accept_status(Status(0x10, RUNNING, Accept.PRESHUTDOWN), old) == 0
    assert accept_status(Status(0x10, RUNNING, Accept.TIMECHANGE), old) == 13


RESTS = [
    (RUNNING, (3, 0, 0, 0, 0), "a completed state has nothing to wait for"),
    (PAUSED, (3, 0, 0, 0, 0), "PAUSED is one"),
    (STOPPED, (0, 0, 0, 0, 0), "what has stopped accepts nothing"),
    (STOP_PENDING, (3, 0, 0, 7, 900), "a pending state keeps what was sent"),
]


@pytest.mark.parametrize(("state", "kept"), [row[:2] for row in RESTS], ids=[row[2] for row in RESTS])
def test_what_is_stored(state: State, kept: tuple[int, ...]) -> None:
    assert stored(Status(0x10, state, 3, 0, 0, 7, 900), 0x20, WINDOWS) == (0x20, state, *kept)


RESTART, COMMAND = Action(ActionType.RESTART, 1), Action(ActionType.RUN_COMMAND)
FAILURES: list[tuple[FailureActions, list[tuple[bool, int, float]], list[Action | None], str]] = [
    (FailureActions(), [(True, 1067, 0)], [None], "nothing is installed for it"),
    (FailureActions((RESTART, COMMAND)), [(True, 1067, t) for t in (0, 1, 2)], [RESTART, COMMAND, COMMAND], "in turn"),
    (FailureActions((RESTART, COMMAND), 60), [(True, 1067, t) for t in (0, 90, 100)], [RESTART, RESTART, COMMAND],
     "a quiet minute clears the count"),
    (FailureActions((RESTART,)), [(False, 5, 0)], [None], "STOPPED with an error is none"),
    (FailureActions((RESTART,), None, True), [(False, 5, 0)], [RESTART], "unless the flag says so"),
    (FailureActions((RESTART,), None, True), [(False, 0, 0)], [None], "STOPPED without an error is none in any case"),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "ends", "actions"), [row[:3] for row in FAILURES], ids=[row[3] for row in FAILURES])
def test_recovery(plan: FailureActions, ends: list[tuple[bool, int, float]], actions: list[Action | None]) -> None:
    record = ServiceRecord(Configuration("a", failure=plan))
    taken = []
    for crashed, exit, now in ends:
        record.status = Status(0x10, STOPPED, win32_exit=exit)
        taken.append(recover(record, crashed, now))
    assert taken == actions


PATIENCE = [
    (Status(0x10, START_PENDING, wait_hint=2000), 10, 0, 92, "a start: eighty seconds and the hint from the report"),
    (Status(0x10, STOP_PENDING, wait_hint=2000), 10, 0, 125, "a stop: 125 seconds from the request"),
    (Status(0x10, RUNNING), 10, 5, 130, "anything else as well"),
]


@pytest.mark.parametrize(
    ("status", "reported", "asked", "until"), [row[:4] for row in PATIENCE], ids=[row[4] for row in PATIENCE]
)
def test_patience(status: Status, reported: float, asked: float, until: float) -> None:
    assert gives_up_at(status, reported, asked, WINDOWS) == until


NAMES = [
    ("a b", True, True, "a blank, where the profile allows it"),
    ("a,b", True, True, "a comma as well"),
    ("a b", False, False, "not by the letter of the protocol"),
    ("a/b", True, False, "a slash never"),
    ("x" * 256, True, True, "256 characters"),
    ("x" * 257, True, False, "one too many"),
]


@pytest.mark.parametrize(("name", "blanks", "allowed"), [row[:3] for row in NAMES], ids=[row[3] for row in NAMES])
def test_names(name: str, blanks: bool, allowed: bool) -> None:
    """Conflict 14."""
    database = Database(profile=Profile(blanks_in_names=blanks))
    try:
        database.create(Configuration(name))
    except Refused as refused:
        assert (refused.error, allowed) == (123, False)
    else:
        assert allowed


def test_names_are_found_whatever_their_case() -> None:
    assert Database([Configuration("Subject")]).find("sUBJECT").name == "Subject"


def test_a_circle_is_refused_when_it_is_made() -> None:
    database = Database([Configuration("a", dependencies=("b",)), Configuration("b", dependencies=("c",))])
    with pytest.raises(Refused) as refused:
        database.create(Configuration("c", dependencies=("A",)))
    assert refused.value.error == 1059


def test_dependents_of_dependents_count() -> None:
    chain = [Configuration("a"), Configuration("b", dependencies=("a",)), Configuration("c", dependencies=("b",))]
    database = Database(chain)
    assert {each.name for each in database.dependents(database.find("a"))} == {"b", "c"}


def test_a_subscription_calls_back_once_for_what_was_asked() -> None:
    database = Database([Configuration("a"), Configuration("b")])
    requests = Requests(database)
    manager = requests.open_manager()
    subscription = requests.subscribe(requests.open(manager, "a"), Notify.RUNNING | Notify.PAUSED)
    heard = []
    for name, bit in (("a", Notify.START_PENDING), ("b", Notify.RUNNING), ("a", Notify.PAUSED), ("a", Notify.RUNNING)):
        database.tell(database.find(name), bit)
        heard.append(subscription.heard)
    assert heard == [None, None, Notify.PAUSED, Notify.PAUSED]


def test_the_manager_s_subscription_hears_of_services_that_come_and_go() -> None:
    database = Database()
    requests = Requests(database)
    manager = requests.open_manager()
    came, went = requests.subscribe(manager, Notify.CREATED), requests.subscribe(manager, Notify.DELETED)
    handle = requests.create(manager, Configuration("a"))
    assert (came.heard, went.heard) == (Notify.CREATED, None)
    requests.delete(handle)
    assert went.heard is None
    requests.close(handle)
    assert went.heard == Notify.DELETED


def test_a_service_that_runs_is_deleted_when_it_has_stopped() -> None:
    """CFG-05."""
    database = Database([Configuration("a")])
    record = database.find("a")
    record.begin(4)
    database.mark(record)
    assert "a" in database.records
    record.report(Status(0x10, STOPPED), WINDOWS)
    database.settle(record)
    assert "a" not in database.records
