"""win32api: the calls services make. Facts: pywin32's documentation of win32api and the pages of the functions."""

from __future__ import annotations

import os
import sys
import time
from operator import index

from svclint.contract.constants import INFINITE
from svclint.simulation.kernel import Unmodelled, idents, names
from svclint.simulation.standins import _errors
from svclint.simulation.standins._arguments import DWORD, dword, text
from svclint.simulation.standins._clock import parts, ticks
from svclint.simulation.standins._errors import message
from svclint.simulation.standins._handles import CURRENT_PROCESS, CURRENT_THREAD, objects, scheduler
from svclint.simulation.standins._process import exit_process
from svclint.simulation.standins._pyhandle import PyHANDLE, number
from svclint.simulation.standins._registry_calls import (  # noqa: F401 -- these are win32api's too
    RegCloseKey,
    RegCreateKey,
    RegCreateKeyEx,
    RegDeleteKey,
    RegDeleteValue,
    RegEnumKey,
    RegEnumKeyEx,
    RegEnumValue,
    RegFlushKey,
    RegOpenKey,
    RegOpenKeyEx,
    RegQueryInfoKey,
    RegQueryValue,
    RegQueryValueEx,
    RegSetValue,
    RegSetValueEx,
)
from svclint.simulation.standins._waits import MILLISECOND

error = _errors.error

_USER = "SYSTEM"  # the account services run under
_VERSION = (10, 0, 19045, 2, "")


def Sleep(milliseconds: object, alertable: object = 0, /) -> int:
    """Sleep for virtual milliseconds, -1 for ever; a float is a TypeError. Returns 0."""
    span = dword(milliseconds)
    if span == INFINITE:
        scheduler().block("Sleep", None, "Sleep")
    scheduler().sleep(span * MILLISECOND)
    return 0


def SleepEx(milliseconds: object, alertable: object = 0, /) -> int:
    """As Sleep: no asynchronous call ever comes."""
    return Sleep(milliseconds)


def GetTickCount() -> int:
    """Milliseconds since the machine started, in 32 bits."""
    return ticks() & DWORD


def CloseHandle(handle: object, /) -> None:
    """Close a handle. Raises error 6 for a number that is not open; a handle object may be closed twice."""
    if isinstance(handle, PyHANDLE):
        handle.Close()
    elif (value := number(handle)) not in (CURRENT_PROCESS, CURRENT_THREAD):
        objects().close(value, "CloseHandle")


def DuplicateHandle(
    source: object, handle: object, target: object, access: object, inherit: object, options: object, /
) -> PyHANDLE:
    """A second handle to the same object, in the service's own process."""
    if (number(source), number(target)) != (CURRENT_PROCESS, CURRENT_PROCESS):
        raise Unmodelled("win32api.DuplicateHandle with another process")
    return objects().add(objects().thing(handle, "DuplicateHandle"))


def GetCurrentProcess() -> int:
    """The number that stands for the caller's process."""
    return CURRENT_PROCESS


def GetCurrentThread() -> int:
    """The number that stands for the calling thread."""
    return CURRENT_THREAD


def GetCurrentProcessId() -> int:
    """The process id Python tells as well."""
    return os.getpid()


def GetCurrentThreadId() -> int:
    """The thread id Python tells as well."""
    return idents.get_ident()


def OpenProcess(access: object, inherit: object, process: object, /) -> PyHANDLE:
    """A handle to the service's own process. Raises Unmodelled for another one."""
    if index(process) != os.getpid():  # type: ignore[arg-type]
        raise Unmodelled("win32api.OpenProcess of another process")
    return objects().add(objects().thing(CURRENT_PROCESS, "OpenProcess"))


def OpenThread(access: object, inherit: object, thread: object, /) -> PyHANDLE:
    """A handle to a thread of the service by its id. Raises Unmodelled for an id nobody has."""
    found = index(thread) - idents.MAIN  # type: ignore[arg-type]
    if not 0 <= found < len(scheduler().tasks):
        raise Unmodelled("win32api.OpenThread of a thread of another process")
    return objects().add(objects().thread(scheduler().tasks[found]))


def TerminateProcess(handle: object, code: object, /) -> None:
    """End the service's process at once."""
    if objects().thing(handle, "TerminateProcess") is not objects().thing(CURRENT_PROCESS, "TerminateProcess"):
        raise Unmodelled("win32api.TerminateProcess of another process")
    exit_process(dword(code))


def GetLastError() -> int:
    """The calling thread's last error, 183 after opening what existed already."""
    return objects().last_error.get(scheduler().current, 0)


def SetLastError(code: object, /) -> None:
    """Set the calling thread's last error."""
    objects().last_error[scheduler().current] = dword(code)


def FormatMessage(code: object = 0, /, *others: object) -> str:
    """The system's message for a code, 0 for the last error. Raises Unmodelled for the forms with more arguments."""
    if others:
        raise Unmodelled("win32api.FormatMessage with more than a code")
    return message(dword(code) or GetLastError()) + "\r\n"


def OutputDebugString(shown: object, /) -> None:
    """Tell a debugger; there is none."""
    text(shown)


def SetConsoleCtrlHandler(handler: object, add: object = True, /) -> None:
    """A handler for console events; a service has no console, and the simulated machine sends none."""


def SetErrorMode(mode: object, /) -> int:
    """Which failures show a message box; 0 was the mode before."""
    dword(mode)
    return 0


def GetModuleFileName(module: object, /) -> str:
    """The program that runs. Raises Unmodelled for a library."""
    if number(module):
        raise Unmodelled("win32api.GetModuleFileName of a library")
    return sys.executable


def GetComputerName() -> str:
    """The name of the simulated machine."""
    return names.NAME


def GetUserName() -> str:
    """The account services run under when nothing else was said."""
    return _USER


def GetVersionEx(form: object = 0, /) -> tuple[int, int, int, int, str]:
    """A Windows 10: major, minor, build, platform, service pack. Raises Unmodelled for the longer form."""
    if dword(form):
        raise Unmodelled("win32api.GetVersionEx in the longer form")
    return _VERSION


def GetSystemTime() -> tuple[int, ...]:
    """The virtual time, UTC, as SYSTEMTIME orders it."""
    now = time.time_ns()
    return parts(time.gmtime(now // 1_000_000_000), now // 1_000_000 % 1000)


def GetLocalTime() -> tuple[int, ...]:
    """The same in local time."""
    now = time.time_ns()
    return parts(time.localtime(now // 1_000_000_000), now // 1_000_000 % 1000)


def GetEnvironmentVariable(variable: object, /) -> str | None:
    """A variable of the environment, None when it is not set."""
    return os.environ.get(text(variable))


def HIWORD(value: int, /) -> int:
    """Bits 16 to 31."""
    return value >> 16 & 0xFFFF


def LOWORD(value: int, /) -> int:
    """Bits 0 to 15."""
    return value & 0xFFFF


def MAKELANGID(primary: int, sub: int, /) -> int:
    """A language identifier."""
    return sub << 10 | primary


GetModuleFileNameW, GetEnvironmentVariableW = GetModuleFileName, GetEnvironmentVariable
