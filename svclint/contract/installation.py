"""How a service is installed: its type, when it starts, what a failed start means (contract table 1.4).

Source: the page of CreateService and the Windows SDK headers.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag


class ServiceType(IntFlag):
    """dwServiceType, by the name of the Windows headers without ``SERVICE_``."""

    KERNEL_DRIVER = 0x1
    FILE_SYSTEM_DRIVER = 0x2
    WIN32_OWN_PROCESS = 0x10
    WIN32_SHARE_PROCESS = 0x20
    WIN32 = WIN32_OWN_PROCESS | WIN32_SHARE_PROCESS
    INTERACTIVE_PROCESS = 0x100


_USER = 0x40  # with OWN or SHARE: a service of a user's session
_OWN, _SHARE = ServiceType.WIN32_OWN_PROCESS, ServiceType.WIN32_SHARE_PROCESS
_INTERACTIVE = ServiceType.INTERACTIVE_PROCESS

# What a service may report as its type (P61; STS-03).
REPORTABLE_TYPES: frozenset[int] = frozenset(
    {_OWN, _SHARE, ServiceType.WIN32, _OWN | _USER, _SHARE | _USER, _OWN | _INTERACTIVE, _SHARE | _INTERACTIVE}
)


class StartType(IntEnum):
    """dwStartType, by the name of the Windows headers without ``SERVICE_``."""

    BOOT_START = 0
    SYSTEM_START = 1
    AUTO_START = 2
    DEMAND_START = 3
    DISABLED = 4


class ErrorControl(IntEnum):
    """dwErrorControl, by the name of the Windows headers without ``SERVICE_``."""

    ERROR_IGNORE = 0
    ERROR_NORMAL = 1
    ERROR_SEVERE = 2
    ERROR_CRITICAL = 3
