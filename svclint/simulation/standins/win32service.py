"""win32service: the SCM as services and control programs call it.

Facts: pywin32's documentation of win32service; what the SCM answers is the machine's matter. Window stations and
changes of the service database are not modelled.
"""

from __future__ import annotations

from collections.abc import Sequence

from svclint.simulation.standins import _errors, _facts
from svclint.simulation.standins._arguments import dword, name, text
from svclint.simulation.standins._hooks import asking
from svclint.simulation.standins._machine import machine
from svclint.simulation.standins._pyhandle import number
from svclint.simulation.standins._refusing import told
from svclint.simulation.standins._service_handles import PySC_HANDLE, service_number

error = _errors.error

globals().update(_facts.constants("win32service"))
UNICODE = 1
_FIELDS = (
    *("ServiceType", "CurrentState", "ControlsAccepted", "Win32ExitCode", "ServiceSpecificExitCode"),
    *("CheckPoint", "WaitHint"),
)


def SetServiceStatus(handle: object, status: tuple[int, ...], /) -> None:
    """Report a status: type, state, accepted controls, exit code, specific code, check point, wait hint.

    Raises TypeError for anything but a tuple of seven numbers, and pywintypes.error with what the SCM refuses.
    """
    if not isinstance(status, tuple) or len(status) != len(_FIELDS):
        raise TypeError("SERVICE_STATUS must be a tuple of 7 ints")
    with told("SetServiceStatus"):
        machine().set_status(number(handle), tuple(dword(field) for field in status))


def OpenSCManager(computer: object, database: object, access: object, /) -> PySC_HANDLE:
    """A handle to the SCM of the simulated machine, whichever computer is named."""
    name(computer)
    with told("OpenSCManager"):
        return _handle(machine().requests.open_manager(dword(access), name(database)))


def OpenService(manager: object, service: object, access: object, /) -> PySC_HANDLE:
    """A handle to a service. Raises error 1060 when there is none of that name."""
    asking()
    with told("OpenService"):
        return _handle(machine().requests.open(service_number(manager), text(service), dword(access)))


def GetServiceKeyName(manager: object, shown: object, /) -> str:
    """The name of the service with a display name. Raises error 1060 when there is none."""
    with told("GetServiceKeyName"):
        return machine().requests.key_name(service_number(manager), text(shown))


def _handle(value: int) -> PySC_HANDLE:
    return PySC_HANDLE(value, machine().requests)


def CloseServiceHandle(handle: object, /) -> None:
    """Close a handle. Raises error 6 for one that is not open."""
    value = handle.Detach() if isinstance(handle, PySC_HANDLE) else service_number(handle)
    with told("CloseServiceHandle"):
        machine().requests.close(value)


def ControlService(handle: object, control: object, /) -> tuple[int, ...]:
    """Send a control: the status tuple afterwards. Raises pywintypes.error with what the SCM answers."""
    asking()
    with told("ControlService"):
        return tuple(int(field) for field in machine().control_service(service_number(handle), dword(control)))


def StartService(handle: object, arguments: Sequence[object] | None, /) -> None:
    """Start a service. Raises pywintypes.error with what the SCM answers."""
    asking()
    words = [] if arguments is None else [text(each) for each in arguments]
    with told("StartService"):
        machine().start_service(service_number(handle), words)


def QueryServiceStatus(handle: object, /) -> tuple[int, ...]:
    """The status tuple the SCM has stored."""
    with told("QueryServiceStatus"):
        return tuple(int(field) for field in machine().requests.query(service_number(handle)).status)


def QueryServiceStatusEx(handle: object, /) -> dict[str, int]:
    """The same by name, with the process id, 0 for none."""
    with told("QueryServiceStatusEx"):
        status, process = machine().requests.query(service_number(handle))
    return {**dict(zip(_FIELDS, map(int, status), strict=True)), "ProcessId": process, "ServiceFlags": 0}


def EnumDependentServices(handle: object, state: object = 3, /) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """The active services that depend on this one, the last started first: name, display name, status.

    ``state`` is a mask of SERVICE_ACTIVE and SERVICE_INACTIVE; inactive dependents are left out.
    """
    dword(state)
    with told("EnumDependentServices"):
        found = machine().requests.dependents(service_number(handle))
    return tuple((each.name, each.configuration.shown, tuple(map(int, each.status))) for each in found)
