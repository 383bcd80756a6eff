"""How long whoever watches a service waits before giving it up (MAI-11, SHD-08)."""

from __future__ import annotations

from svclint.contract.states import START_PENDING
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.status import Status


def gives_up_at(status: Status, reported: float, asked: float, profile: Profile) -> float:
    """The moment the SCM (a start) or the Services console (anything else) gives up; all times in seconds.

    ``reported`` is when the status came, ``asked`` when the operation was asked for. A start may take for ever, as
    long as reports keep coming; the console's limit is one for the whole operation.
    """
    if status.state == START_PENDING:
        return reported + profile.start_hang + status.wait_hint / 1000
    return asked + profile.console
