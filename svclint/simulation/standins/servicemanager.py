"""servicemanager: what a hosted service asks of its host process, and the event log.

Facts: contract part D.1, D.6 and pywin32's documentation of servicemanager.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from svclint.simulation.standins import _facts
from svclint.simulation.standins._arguments import dword, flag, name, text
from svclint.simulation.standins._handles import objects
from svclint.simulation.standins._machine import log, machine
from svclint.simulation.standins._refusing import told

_CONSTANTS = _facts.constants("servicemanager")
globals().update(_CONSTANTS)
_SINGLE_TEXT = 0x40001001  # the message of pywin32's own message table that is nothing but its text


class startup_error(Exception):
    """servicemanager.startup_error."""


def RegisterServiceCtrlHandler(service: object, callback: Callable[..., Any], extra: object = False, /) -> int | None:
    """Make ``callback`` the control handler of the service; the status handle, or None while debugging.

    It gets the control alone, or with ``extra`` also the type and the data of an event. Raises TypeError for what
    cannot be called, and ValueError for a service this process does not host.
    """
    text(service)
    if not callable(callback):
        raise TypeError("Second argument must be a callable object")
    if objects().debugging:
        return None
    with told("RegisterServiceCtrlHandlerEx"):
        return machine().register(str(service), callback, bool(extra))


def StartServiceCtrlDispatcher() -> None:
    """Become the control dispatcher until every service of the process has stopped (ENT-01, ENT-06)."""
    with told("StartServiceCtrlDispatcher"):
        machine().dispatch()


def PrepareToHostSingle(klass: Any = None, /) -> None:
    """Host one service, of this class, or of the one the registry names."""
    machine().prepare(klass)


def PrepareToHostMultiple(service: object, klass: Any, /) -> None:
    """Host one more service of a shared process."""
    machine().prepare(klass, text(service))


def Initialize(source: object = None, file: object = None, /) -> None:
    """Name the source of event-log entries and its message file."""
    name(file)
    if source is not None:
        objects().event_source = text(source)


def Finalize() -> None:
    """The counterpart of Initialize."""


def SetEventSourceName(source: object, register: object = False, /) -> None:
    """Name the source of event-log entries."""
    flag(register)
    objects().event_source = text(source)


def LogMsg(kind: object, event: object, inserts: Sequence[object] | None = None, /) -> None:
    """Write an entry to the event log. Raises TypeError for inserts that are no strings."""
    texts = () if inserts is None else tuple(text(insert) for insert in inserts)
    dword(kind)
    log(dword(event), texts)


def LogInfoMsg(message: object, /) -> None:
    """Write a line to the event log as information. Raises TypeError for what is no string."""
    LogMsg(_CONSTANTS["EVENTLOG_INFORMATION_TYPE"], _SINGLE_TEXT, (message,))


def LogWarningMsg(message: object, /) -> None:
    """The same as a warning."""
    LogMsg(_CONSTANTS["EVENTLOG_WARNING_TYPE"], _SINGLE_TEXT, (message,))


def LogErrorMsg(message: object, /) -> None:
    """The same as an error."""
    LogMsg(_CONSTANTS["EVENTLOG_ERROR_TYPE"], _SINGLE_TEXT, (message,))


def RunningAsService() -> bool:
    """Whether the SCM started the process: here always, unless it is being debugged."""
    return not objects().debugging


def Debugging(new: object = -1, /) -> bool:
    """Whether the service is being debugged; a value other than -1 changes that, and the old one is returned."""
    before = objects().debugging
    if dword(new) != dword(-1):
        objects().debugging = flag(new)
    return before


def PumpWaitingMessages(first: object = 0, last: object = 0, /) -> int:
    """Handle window messages; there are none. 0: no quit message was among them."""
    dword(first)
    dword(last)
    return 0


def CoInitializeEx(flags: object, /) -> int:
    """Prepare the thread for COM. 0 is S_OK."""
    dword(flags)
    return 0


def CoUninitialize() -> None:
    """The counterpart of CoInitializeEx."""
