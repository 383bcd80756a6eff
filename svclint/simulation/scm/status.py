"""A status report and what the SCM makes of it (MS-SCMR 3.1.4.8 and 2.2.47; STS-01 to STS-03, STS-09, STS-11)."""

from __future__ import annotations

from typing import NamedTuple

from svclint.contract.budgets import BUDGETS
from svclint.contract.errors import Win32Error
from svclint.contract.installation import REPORTABLE_TYPES, ServiceType
from svclint.contract.states import START_PENDING, STOPPED, State
from svclint.simulation.scm.profile import Profile

_STATES: frozenset[int] = frozenset(State)

DRIVERS = frozenset({ServiceType.KERNEL_DRIVER, ServiceType.FILE_SYSTEM_DRIVER})
TYPES: frozenset[int] = REPORTABLE_TYPES | DRIVERS


class Status(NamedTuple):
    """The seven fields of SERVICE_STATUS, in the order of the structure. The wait hint is in milliseconds."""

    type: int
    state: int
    accepted: int = 0
    win32_exit: int = 0
    specific_exit: int = 0
    check_point: int = 0
    wait_hint: int = 0

    @property
    def completed(self) -> bool:
        """Whether no operation is under way: STOPPED, RUNNING or PAUSED."""
        return not State(self.state).pending


def never_started(type: int) -> Status:
    """The status before the first start since boot (STS-09)."""
    return Status(type, STOPPED, win32_exit=Win32Error.ERROR_SERVICE_NEVER_STARTED)


def starting(type: int) -> Status:
    """The status the SCM writes when it starts a service (STS-11)."""
    return Status(type, START_PENDING, wait_hint=BUDGETS["StartRecordHint"].milliseconds)


def aborted(type: int) -> Status:
    """The status of a service whose process died without STOPPED (STS-08)."""
    return Status(type, STOPPED, win32_exit=Win32Error.ERROR_PROCESS_ABORTED)


def accept_status(report: Status, profile: Profile) -> Win32Error:
    """What SetServiceStatus answers to the fields alone: 0, or 13 for an unknown state, type or accept bit.

    No transition is refused (STP-10), and neither check point, hint nor exit codes are looked at.
    """
    known = report.state in _STATES and report.type in TYPES and not report.accepted & ~profile.accept_mask
    return Win32Error.NO_ERROR if known else Win32Error.ERROR_INVALID_DATA


def stored(report: Status, installed: int, profile: Profile) -> Status:
    """The record after an accepted report: the installed type stays, and a completed state has nothing to wait for."""
    kept = report._replace(type=installed)
    if not profile.clears_at_rest or not report.completed:
        return kept
    mask = 0 if report.state == STOPPED else report.accepted
    return kept._replace(accepted=mask, check_point=0, wait_hint=0)
