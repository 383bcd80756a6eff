"""What the SCM keeps about one service: how it is installed, and its present run (MS-SCMR 3.1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from svclint.contract.controls import Control
from svclint.contract.errors import Win32Error
from svclint.contract.installation import ErrorControl, ServiceType, StartType
from svclint.contract.states import STOPPED
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.recovery import FailureActions
from svclint.simulation.scm.status import Status, aborted, accept_status, never_started, starting, stored


class Configuration(NamedTuple):
    """How a service is installed. ``preshutdown`` is its own limit in seconds; None: the system's."""

    name: str
    display_name: str = ""
    type: int = ServiceType.WIN32_OWN_PROCESS
    start_type: int = StartType.DEMAND_START
    error_control: int = ErrorControl.ERROR_NORMAL
    path: str = "service.exe"
    account: str | None = None
    dependencies: tuple[str, ...] = ()
    failure: FailureActions = FailureActions()
    preshutdown: float | None = None

    @property
    def shown(self) -> str:
        """The display name, which is the name when none was given."""
        return self.display_name or self.name

    @property
    def shared(self) -> bool:
        """Whether other services may live in the same process."""
        return bool(self.type & ServiceType.WIN32_SHARE_PROCESS)


# The controls after which a service only stops (STP-02, SHD-04; the latch of part B.4).
LAST_CONTROLS = frozenset({Control.STOP, Control.SHUTDOWN, Control.PRESHUTDOWN})


@dataclass(eq=False, repr=False)
class ServiceRecord:
    """One service. ``process`` is 0 when none runs it; ``marked``: it is to be deleted, once no ``handles`` are open.

    ``order`` is that of its last start, ``reports`` how many came since. ``failures`` and ``failed_at`` (seconds) are
    what recovery goes by.
    """

    configuration: Configuration
    status: Status = field(init=False)
    process: int = 0
    handles: int = 0
    marked: bool = False
    latched: bool = False
    took_preshutdown: bool = False
    order: int = 0
    reports: int = 0
    failures: int = 0
    failed_at: float = 0.0

    def __post_init__(self) -> None:
        self.status = never_started(self.configuration.type)

    def __repr__(self) -> str:
        return f"service {self.name!r}"

    @property
    def name(self) -> str:
        """The key name."""
        return self.configuration.name

    @property
    def active(self) -> bool:
        """Whether it counts as running for its dependencies: any state but STOPPED (MS-SCMR 3.1.4.2)."""
        return self.status.state != STOPPED

    def begin(self, process: int) -> None:
        """A run begins: the start record, and nothing left of the run before."""
        self.status = starting(self.configuration.type)
        self.process = process
        self.latched = self.took_preshutdown = False
        self.reports = 0

    def report(self, report: Status, profile: Profile) -> Win32Error:
        """SetServiceStatus: what the caller gets. An accepted report replaces the status, whatever it was (STS-12)."""
        error = accept_status(report, profile)
        if not error:
            self.status = stored(report, self.configuration.type, profile)
            self.reports += 1
            self.process = self.process if self.active else 0
        return error

    def deliver(self, control: int) -> None:
        """The control is on its way to the handler."""
        self.latched |= control in LAST_CONTROLS
        self.took_preshutdown |= control == Control.PRESHUTDOWN

    def die(self) -> bool:
        """The process is gone; whether that was a crash: it had not reported STOPPED (STS-08)."""
        crashed = self.active
        if crashed:
            self.status = aborted(self.configuration.type)
        self.process = 0
        return crashed
