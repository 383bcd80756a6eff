"""The part of win32serviceutil that controls services as a client (win32serviceutil.py of pywin32; CPG clauses)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svclint.contract.controls import Control
from svclint.contract.errors import Win32Error
from svclint.simulation.scm.rights import Access, ManagerAccess
from svclint.simulation.standins import win32api, win32service
from svclint.simulation.standins._errors import failed


def SmartOpenService(manager: Any, name: str, access: int) -> Any:
    """A handle to the service of that name, or display name."""
    try:
        return win32service.OpenService(manager, name, access)
    except win32api.error as failure:
        if failure.winerror not in (Win32Error.ERROR_SERVICE_DOES_NOT_EXIST, Win32Error.ERROR_INVALID_NAME):
            raise
    return win32service.OpenService(manager, win32service.GetServiceKeyName(manager, name), access)


def _opened(name: str, machine: str | None, access: int) -> Any:
    manager = win32service.OpenSCManager(machine, None, ManagerAccess.CONNECT)
    return SmartOpenService(manager, name, access)


def ControlService(serviceName: str, code: int, machine: str | None = None) -> tuple[int, ...]:
    """Send a control; the status tuple the SCM answers. Raises pywintypes.error."""
    return win32service.ControlService(_opened(serviceName, machine, Access.ALL_ACCESS), code)


def StopService(serviceName: str, machine: str | None = None) -> tuple[int, ...]:
    """Send STOP, and do not wait for what comes of it. Raises pywintypes.error."""
    return ControlService(serviceName, Control.STOP, machine)


def StartService(serviceName: str, args: Sequence[str] | None = None, machine: str | None = None) -> None:
    """Start a service, and do not wait until it runs. Raises pywintypes.error."""
    win32service.StartService(_opened(serviceName, machine, Access.ALL_ACCESS), args)


def QueryServiceStatus(serviceName: str, machine: str | None = None) -> tuple[int, ...]:
    """The status tuple of a service. Raises pywintypes.error."""
    return win32service.QueryServiceStatus(_opened(serviceName, machine, Access.QUERY_STATUS))


def WaitForServiceStatus(serviceName: str, status: int, waitSecs: int, machine: str | None = None) -> None:
    """Look four times a second whether the service reached a state. Raises error 1053 after ``waitSecs``."""
    for _ in range(waitSecs * 4):
        if QueryServiceStatus(serviceName, machine)[1] == status:
            return
        win32api.Sleep(250)
    raise failed(Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT, "QueryServiceStatus")


def RestartService(
    serviceName: str, args: Sequence[str] | None = None, waitSeconds: int = 30, machine: str | None = None
) -> None:
    """Stop a service, then try once a second to start it again. Raises pywintypes.error."""
    try:
        StopService(serviceName, machine)
    except win32api.error as failure:
        if failure.winerror != Win32Error.ERROR_SERVICE_NOT_ACTIVE:
            raise
    for _ in range(waitSeconds):
        try:
            return StartService(serviceName, args, machine)
        except win32api.error as failure:
            if failure.winerror != Win32Error.ERROR_SERVICE_ALREADY_RUNNING:
                raise
        win32api.Sleep(1000)
    print("Gave up waiting for the old service to stop!")
    return None
