"""Controls and what has to be accepted before they come (contract tables 1.2 and 1.3).

Source: MS-SCMR 3.1.4.2, the pages of ControlService, LPHANDLER_FUNCTION_EX and SERVICE_STATUS, Windows SDK headers.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import NamedTuple


class Control(IntEnum):
    """A control, by the name of the Windows headers without ``SERVICE_CONTROL_``."""

    STOP = 1
    PAUSE = 2
    CONTINUE = 3
    INTERROGATE = 4
    SHUTDOWN = 5
    PARAMCHANGE = 6
    NETBINDADD = 7
    NETBINDREMOVE = 8
    NETBINDENABLE = 9
    NETBINDDISABLE = 10
    DEVICEEVENT = 11
    HARDWAREPROFILECHANGE = 12
    POWEREVENT = 13
    SESSIONCHANGE = 14
    PRESHUTDOWN = 15
    TIMECHANGE = 16
    USER_LOGOFF = 17  # not documented
    TRIGGEREVENT = 32
    USERMODEREBOOT = 64
    LOWRESOURCES = 96
    SYSTEMLOWRESOURCES = 97

    @property
    def accept(self) -> Accept | None:
        """The bit without which the SCM does not deliver it; None: it needs none (or none is documented)."""
        return _NEEDS.get(self)

    @property
    def sendable(self) -> bool:
        """Whether a client may send it with ControlService; the others come from the system only (ACC-09)."""
        return self <= Control.NETBINDDISABLE and self is not Control.SHUTDOWN

    @property
    def extended(self) -> bool:
        """Whether only a handler registered through the Ex form gets it (HND-18)."""
        return self > Control.NETBINDDISABLE

    @property
    def votes(self) -> bool:
        """Whether an error answered denies what was asked (HND-14)."""
        return Control.DEVICEEVENT <= self <= Control.POWEREVENT

    @property
    def notice(self) -> Notice:
        """What an extended handler is told with it, on an ordinary day."""
        return _NOTICES.get(self, Notice())


class Notice(NamedTuple):
    """The type of an event, and its data as pywin32 gives them to a handler."""

    event: int = 0
    data: tuple[int, ...] | None = None


class Accept(IntFlag):
    """A bit of dwControlsAccepted, by the name of the Windows headers without ``SERVICE_ACCEPT_``."""

    STOP = 0x1
    PAUSE_CONTINUE = 0x2
    SHUTDOWN = 0x4
    PARAMCHANGE = 0x8
    NETBINDCHANGE = 0x10
    HARDWAREPROFILECHANGE = 0x20
    POWEREVENT = 0x40
    SESSIONCHANGE = 0x80
    PRESHUTDOWN = 0x100
    TIMECHANGE = 0x200
    TRIGGEREVENT = 0x400
    USERMODEREBOOT = 0x800
    LOWRESOURCES = 0x2000
    SYSTEMLOWRESOURCES = 0x4000


# Other bits make the report fail with ERROR_INVALID_DATA (ACC-08).
KNOWN_MASK = sum(Accept)

# No bit exists for these, any service gets them (ACC-07).
USER_CONTROLS = range(128, 256)

# From the page of LPHANDLER_FUNCTION_EX; the tuple with the session's number is PythonService.cpp's.
_NOTICES: dict[Control, Notice] = {
    Control.HARDWAREPROFILECHANGE: Notice(0x18),  # DBT_CONFIGCHANGED
    Control.POWEREVENT: Notice(0x4),  # PBT_APMSUSPEND
    Control.SESSIONCHANGE: Notice(0x5, (1,)),  # WTS_SESSION_LOGON
}

_NEEDS: dict[Control, Accept] = {
    **{control: Accept[control.name] for control in Control if control.name in Accept.__members__},
    Control.PAUSE: Accept.PAUSE_CONTINUE,
    Control.CONTINUE: Accept.PAUSE_CONTINUE,
    Control.NETBINDADD: Accept.NETBINDCHANGE,
    Control.NETBINDREMOVE: Accept.NETBINDCHANGE,
    Control.NETBINDENABLE: Accept.NETBINDCHANGE,
    Control.NETBINDDISABLE: Accept.NETBINDCHANGE,
}
