"""What the SCM does after a failure (STS-07; API/ns-winsvc-service_failure_actionsa, ..._actions_flag)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from svclint.simulation.scm.records import ServiceRecord


class ActionType(IntEnum):
    """SC_ACTION_TYPE, by the name of the Windows headers without ``SC_ACTION_``."""

    NONE = 0
    RESTART = 1
    REBOOT = 2
    RUN_COMMAND = 3


class Action(NamedTuple):
    """What to do, after a delay in seconds."""

    type: ActionType
    delay: float = 0.0


class FailureActions(NamedTuple):
    """The n-th failure takes the n-th action, later ones the last. ``reset``: quiet seconds that clear the count.

    ``on_errors`` is the failure-actions flag: STOPPED with an error is a failure as well.
    """

    actions: tuple[Action, ...] = ()
    reset: float | None = None
    on_errors: bool = False


def recover(record: ServiceRecord, crashed: bool, now: float) -> Action | None:
    """What to do now that a run is over; None: nothing. Counts the failure. ``now`` is in seconds."""
    plan = record.configuration.failure
    if not crashed and not (plan.on_errors and record.status.win32_exit):
        return None
    if plan.reset is not None and now - record.failed_at >= plan.reset:
        record.failures = 0
    record.failures, record.failed_at = record.failures + 1, now
    return plan.actions[min(record.failures, len(plan.actions)) - 1] if plan.actions else None
