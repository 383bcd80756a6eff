"""What ControlService answers: the checks of part E, in their order (MS-SCMR 3.1.4.2, API/nf-winsvc-controlservice)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svclint.contract.controls import USER_CONTROLS, Control
from svclint.contract.errors import Win32Error
from svclint.contract.states import START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.scm.profile import WINDOWS, Profile, Refusing
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.rights import Access, needed
from svclint.simulation.scm.status import Status

# With these answers the caller's status structure is filled (STS-10).
FILLED = frozenset(
    {
        Win32Error.NO_ERROR,
        Win32Error.ERROR_DEPENDENT_SERVICES_RUNNING,
        Win32Error.ERROR_INVALID_SERVICE_CONTROL,
        Win32Error.ERROR_SERVICE_CANNOT_ACCEPT_CTRL,
        Win32Error.ERROR_SERVICE_NOT_ACTIVE,
    }
)


class Answer(NamedTuple):
    """``delivered``: the control goes to the handler. ``status``: what the caller may read, None when not filled."""

    error: int
    delivered: bool = False
    status: Status | None = None


def sendable(code: int) -> bool:
    """Whether a client may send the code at all (ACC-07, ACC-09)."""
    return code in USER_CONTROLS or (code in Control.__members__.values() and Control(code).sendable)


def answer(
    record: ServiceRecord,
    code: int,
    access: Access = Access.ALL_ACCESS,
    dependents: Iterable[ServiceRecord] = (),
    profile: Profile = WINDOWS,
) -> Answer:
    """What a client gets that sends ``code`` through a valid handle with these rights.

    Delivered controls may still fail later, when the handler takes too long. Nothing is changed by asking.
    """
    error = _request(code, access) or _service(record, code, dependents, profile)
    stored = _answered_from_record(record, code, profile)
    if not error and not stored:
        error = _run(record, code, profile)
    delivered = not error and not stored
    return Answer(error, delivered, record.status if error in FILLED else None)


def _request(code: int, access: Access) -> Win32Error:
    if not sendable(code):
        return Win32Error.ERROR_INVALID_PARAMETER
    return Win32Error.NO_ERROR if needed(code) in access else Win32Error.ERROR_ACCESS_DENIED


def _service(record: ServiceRecord, code: int, dependents: Iterable[ServiceRecord], profile: Profile) -> Win32Error:
    """Dependents, then the state."""
    asked = code == Control.STOP and (record.active or profile.dependents_before_state)
    if asked and any(dependent.active for dependent in dependents):
        return Win32Error.ERROR_DEPENDENT_SERVICES_RUNNING
    return _state(record, code, profile)


def _state(record: ServiceRecord, code: int, profile: Profile) -> Win32Error:
    if profile.refusing is Refusing.PROSE:
        refused = record.status.state in (STOPPED, START_PENDING)
    elif record.status.state == STOPPED:
        return Win32Error.ERROR_SERVICE_NOT_ACTIVE
    else:
        refused = record.status.state == STOP_PENDING or (record.status.state == START_PENDING and code != Control.STOP)
    if refused and not _answered_from_record(record, code, profile):
        return Win32Error.ERROR_SERVICE_CANNOT_ACCEPT_CTRL
    return Win32Error.NO_ERROR


def _answered_from_record(record: ServiceRecord, code: int, profile: Profile) -> bool:
    """An INTERROGATE while starting reaches nobody (conflict 2)."""
    starting = record.status.state == START_PENDING
    return starting and code == Control.INTERROGATE and profile.interrogate_while_starting


def _run(record: ServiceRecord, code: int, profile: Profile) -> Win32Error:
    """The stop latch, a run without a process (a report came after STOPPED), the accept mask."""
    if (record.latched and profile.stop_latch) or not record.process:
        return Win32Error.ERROR_SERVICE_CANNOT_ACCEPT_CTRL
    return Win32Error.NO_ERROR if accepts(record, code) else Win32Error.ERROR_INVALID_SERVICE_CONTROL


def accepts(record: ServiceRecord, code: int) -> bool:
    """Whether the last mask lets the control through; user controls and INTERROGATE need no bit (ACC-01, ACC-07)."""
    needs = None if code in USER_CONTROLS else Control(code).accept
    return needs is None or bool(record.status.accepted & needs)


def hears(record: ServiceRecord, control: Control, profile: Profile = WINDOWS) -> bool:
    """Whether the system sends the service a control of its own: it can hear it, and its mask says so (ACC-03).

    DEVICEEVENT has no bit; whoever sends it knows of the registration (ACC-06).
    """
    stopping = record.status.state in (STOPPED, STOP_PENDING) or (record.latched and profile.stop_latch)
    return bool(record.process) and not stopping and accepts(record, control)
