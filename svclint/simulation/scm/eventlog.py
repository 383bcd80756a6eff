"""What the SCM writes to the event log (contract part 1.6)."""

from __future__ import annotations

from enum import IntEnum

SOURCE = "Service Control Manager"


class LogEvent(IntEnum):
    """An event of the SCM, by its number."""

    CONNECT_TIMEOUT = 7009
    CONTROL_TIMEOUT = 7011
    START_HANG = 7022
    STOPPED_WITH_ERROR = 7023
    STOPPED_WITH_OWN_ERROR = 7024
    CRASHED_WITH_ACTION = 7031
    CRASHED = 7034
    PRESHUTDOWN_TIMEOUT = 7043
