"""Access rights of handles, and which one a control needs (contract table 1.2 and 1.4, CPG-02)."""

from __future__ import annotations

from enum import IntFlag

from svclint.contract.controls import Control


class Access(IntFlag):
    """A right on a service handle, by the name of the Windows headers without ``SERVICE_``."""

    QUERY_CONFIG = 0x1
    CHANGE_CONFIG = 0x2
    QUERY_STATUS = 0x4
    ENUMERATE_DEPENDENTS = 0x8
    START = 0x10
    STOP = 0x20
    PAUSE_CONTINUE = 0x40
    INTERROGATE = 0x80
    USER_DEFINED_CONTROL = 0x100
    SET_STATUS = 0x8000  # of the protocol: the handle a service reports through
    DELETE = 0x10000
    ALL_ACCESS = 0xF01FF


class ManagerAccess(IntFlag):
    """A right on a handle of the manager, by the name of the Windows headers without ``SC_MANAGER_``."""

    CONNECT = 0x1
    CREATE_SERVICE = 0x2
    ENUMERATE_SERVICE = 0x4
    LOCK = 0x8
    QUERY_LOCK_STATUS = 0x10
    MODIFY_BOOT_CONFIG = 0x20
    ALL_ACCESS = 0xF003F


def needed(control: int) -> Access:
    """The right ControlService asks for; ``control`` is a code that clients may send (MS-SCMR 3.1.4.2)."""
    match control:
        case Control.STOP:
            return Access.STOP
        case Control.INTERROGATE:
            return Access.INTERROGATE
        case code if code <= Control.NETBINDDISABLE:
            return Access.PAUSE_CONTINUE
    return Access.USER_DEFINED_CONTROL
