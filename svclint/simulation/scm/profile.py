"""What differs between Windows versions and between the sources (contract part F), as named switches.

Three conflicts of part F have no switch, since no behaviour of the SCM hangs on them: STOP goes to the handler (5),
Microsoft's sample is no oracle (6), and whether a rolled back pause is illegal is for a monitor to say (15).
"""

from __future__ import annotations

from enum import Enum

from svclint.contract.budgets import BUDGETS
from svclint.contract.controls import KNOWN_MASK
from svclint.contract.errors import Win32Error
from svclint.contract.records import value


class Refusing(Enum):
    """Which text decides when a state refuses a control with 1061 (conflict 1)."""

    TABLE = "the table of the ControlService page: STOP_PENDING, and START_PENDING for all but STOP"
    PROSE = "its prose: STOPPED and START_PENDING, for every control"


class Serial(Enum):
    """Among whom controls are delivered one after another (conflict 10)."""

    PROCESS = "the services of one process"
    MACHINE = "all services"


class Returns(Enum):
    """When StartService returns (conflict 11)."""

    THREAD = "when the service's thread exists"
    REPORT = "at the service's first report"


def _seconds(name: str) -> float:
    return BUDGETS[name].seconds


@value
class Profile:
    """The SCM that is simulated. Limits are in seconds; the numbers of conflicts are those of part F."""

    refusing: Refusing = Refusing.TABLE  # 1
    interrogate_while_starting: bool = True  # 2: answered from the record; else 1061
    preshutdown: float = _seconds("PreshutdownNew")  # 3, unless the service's configuration says otherwise
    accept_mask: int = KNOWN_MASK  # 4
    shutdown: float = _seconds("ShutdownDocumented")  # 7
    handler_result_to_client: bool = False  # 8
    stop_latch: bool = True  # 9: no control follows a delivered STOP; Windows XP before SP2 knew no latch
    serial: Serial = Serial.PROCESS  # 10
    start_returns: Returns = Returns.THREAD  # 11
    clears_at_rest: bool = True  # 12: a completed state keeps neither wait hint nor check point
    equal_display_names: bool = True  # 13
    blanks_in_names: bool = True  # 14
    dependents_before_state: bool = False  # 16: a stopped service with an active dependent: 1051 instead of 1062
    unknown_name: Win32Error = Win32Error.ERROR_SERVICE_NOT_IN_EXE  # 17
    empty_table: Win32Error = Win32Error.ERROR_INVALID_DATA  # E137
    several_subscriptions: bool = True  # E196: one handle may subscribe twice since Windows 8
    connect: float = _seconds("ConnectTimeout")
    handler: float = _seconds("HandlerTimeout")
    start_hang: float = _seconds("StartHang")
    console: float = _seconds("ConsoleLimit")


WINDOWS = Profile()
