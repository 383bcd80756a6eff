"""The functions of kernel32 that ctypes services use, by way of the stand-ins for win32event and win32api.

A function that fails raises pywintypes.error; _libraries.py makes a last error and a result of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svclint.simulation.standins import win32api, win32event
from svclint.simulation.standins._clock import ticks
from svclint.simulation.standins._foreign import integer, string, target, word
from svclint.simulation.standins._process import exit_process


def _done(function: Callable[..., object]) -> Callable[..., int]:
    """A function that takes one handle and answers whether it worked."""

    def called(handle: Any) -> int:
        function(integer(handle))
        return 1

    return called


def _create_event(attributes: Any, manual: Any, signaled: Any, name: Any) -> int:
    return win32event.CreateEvent(None, integer(manual), integer(signaled), string(name)).Detach()


def _open_event(access: Any, inherit: Any, name: Any) -> int:
    return win32event.OpenEvent(0, 0, string(name)).Detach()


def _create_mutex(attributes: Any, owned: Any, name: Any) -> int:
    return win32event.CreateMutex(None, integer(owned), string(name)).Detach()


def _wait_one(handle: Any, milliseconds: Any, alertable: Any = 0) -> int:
    return win32event.WaitForSingleObject(integer(handle), word(milliseconds))


def _wait_several(count: Any, handles: Any, every: Any, milliseconds: Any, alertable: Any = 0) -> int:
    found = target(handles) if hasattr(handles, "_obj") else handles
    several = [integer(found[index]) for index in range(word(count))]
    return win32event.WaitForMultipleObjects(several, integer(every), word(milliseconds))


def _sleep(milliseconds: Any, alertable: Any = 0) -> int:
    return win32api.Sleep(word(milliseconds))


def _set_last_error(code: Any) -> int:
    win32api.SetLastError(word(code))
    return 0


def _exit(code: Any) -> int:
    exit_process(word(code))


def _terminate(process: Any, code: Any) -> int:
    win32api.TerminateProcess(integer(process), word(code))
    return 1


def _nothing(text: Any) -> int:
    return 0


FUNCTIONS: dict[str, Callable[..., int]] = {
    "CreateEventW": _create_event,
    "CreateEventA": _create_event,
    "OpenEventW": _open_event,
    "OpenEventA": _open_event,
    "SetEvent": _done(win32event.SetEvent),
    "ResetEvent": _done(win32event.ResetEvent),
    "PulseEvent": _done(win32event.PulseEvent),
    "CreateMutexW": _create_mutex,
    "CreateMutexA": _create_mutex,
    "ReleaseMutex": _done(win32event.ReleaseMutex),
    "WaitForSingleObject": _wait_one,
    "WaitForSingleObjectEx": _wait_one,
    "WaitForMultipleObjects": _wait_several,
    "WaitForMultipleObjectsEx": _wait_several,
    "Sleep": _sleep,
    "SleepEx": _sleep,
    "GetLastError": win32api.GetLastError,
    "SetLastError": _set_last_error,
    "CloseHandle": _done(win32api.CloseHandle),
    "OutputDebugStringW": _nothing,
    "OutputDebugStringA": _nothing,
    "GetTickCount": win32api.GetTickCount,
    "GetTickCount64": ticks,
    "GetCurrentProcess": win32api.GetCurrentProcess,
    "GetCurrentProcessId": win32api.GetCurrentProcessId,
    "GetCurrentThread": win32api.GetCurrentThread,
    "GetCurrentThreadId": win32api.GetCurrentThreadId,
    "ExitProcess": _exit,
    "TerminateProcess": _terminate,
}
