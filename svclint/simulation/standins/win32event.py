"""win32event: events, mutexes, semaphores, waitable timers and the functions that wait for them.

Facts: pywin32's documentation of win32event and the pages of the functions of the same names. Time-outs are
milliseconds of virtual time; -1 is INFINITE. No message and no asynchronous call ever arrives, so the Msg and Ex forms
wait as the plain ones do.
"""

from __future__ import annotations

from collections.abc import Sequence

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Unmodelled
from svclint.simulation.standins import _creating, _errors, _facts
from svclint.simulation.standins._arguments import dword, flag
from svclint.simulation.standins._clock import FILETIME_UNIT, file_time
from svclint.simulation.standins._errors import failed
from svclint.simulation.standins._handles import objects, scheduler
from svclint.simulation.standins._hooks import signal
from svclint.simulation.standins._objects import Event, Mutex, Semaphore, Timer, Waitable
from svclint.simulation.standins._pyhandle import number
from svclint.simulation.standins._waits import MILLISECOND, wait

error = _errors.error

globals().update(_facts.constants("win32event"))
UNICODE = 1
_MOST = 64  # MAXIMUM_WAIT_OBJECTS


CreateEvent = _creating.CreateEvent
CreateMutex = _creating.CreateMutex
CreateSemaphore = _creating.CreateSemaphore
CreateWaitableTimer = _creating.CreateWaitableTimer
CreateWaitableTimerEx = _creating.CreateWaitableTimerEx
OpenEvent = _creating.OpenEvent
OpenMutex = _creating.OpenMutex
OpenSemaphore = _creating.OpenSemaphore
OpenWaitableTimer = _creating.OpenWaitableTimer


def SetEvent(handle: object, /) -> None:
    """Signal the event; who waits for it goes on: everybody, or one thread when it resets itself."""
    event = objects().of(Event, handle, "SetEvent")
    scheduler().point("SetEvent", event)
    event.signaled = True
    signal(number(handle), True)
    event.admit(scheduler())


def ResetEvent(handle: object, /) -> None:
    """Take the signal back."""
    event = objects().of(Event, handle, "ResetEvent")
    scheduler().point("ResetEvent", event)
    event.signaled = False
    signal(number(handle), False)


def PulseEvent(handle: object, /) -> None:
    """Let through who waits just now, everybody or one, and leave the event reset."""
    event = objects().of(Event, handle, "PulseEvent")
    scheduler().point("PulseEvent", event)
    event.signaled = True
    signal(number(handle), True)
    event.admit(scheduler())
    event.signaled = False
    signal(number(handle), False)


def ReleaseMutex(handle: object, /) -> None:
    """Give one claim back. Raises error 288 when the caller does not own the mutex."""
    mutex = objects().of(Mutex, handle, "ReleaseMutex")
    scheduler().point("ReleaseMutex", mutex)
    mutex.release(scheduler().current)
    mutex.admit(scheduler())


def ReleaseSemaphore(handle: object, count: int, /) -> int:
    """Raise the count and return the previous one. Raises error 298 when that passes the limit."""
    semaphore = objects().of(Semaphore, handle, "ReleaseSemaphore")
    scheduler().point("ReleaseSemaphore", semaphore)
    previous = semaphore.release(count)
    semaphore.admit(scheduler())
    return previous


def SetWaitableTimer(
    handle: object, due: int, period: int, function: object, parameter: object, resume: object, /
) -> None:
    """Start the timer: ``due`` counts 100 ns, from now when negative; ``period`` is milliseconds, 0 for once."""
    if function is not None:
        raise Unmodelled("win32event.SetWaitableTimer with a completion routine")
    timer = objects().of(Timer, handle, "SetWaitableTimer")
    scheduler().point("SetWaitableTimer", timer)
    ahead = -due if due <= 0 else max(due - file_time(), 0)
    timer.set(scheduler().now + ahead * FILETIME_UNIT, period * MILLISECOND)
    for entry in timer.waits:
        scheduler().wake(entry.task)  # they were not waiting for this due time


def CancelWaitableTimer(handle: object, /) -> None:
    """Stop the timer."""
    timer = objects().of(Timer, handle, "CancelWaitableTimer")
    scheduler().point("CancelWaitableTimer", timer)
    timer.cancel()


def WaitForSingleObject(handle: object, milliseconds: object, /) -> int:
    """0 when the object is signaled, 0x80 for an abandoned mutex, 258 after the time-out."""
    return _wait([handle], False, milliseconds, "WaitForSingleObject")


def WaitForSingleObjectEx(handle: object, milliseconds: object, alertable: object, /) -> int:
    """As WaitForSingleObject."""
    flag(alertable)
    return _wait([handle], False, milliseconds, "WaitForSingleObjectEx")


def WaitForMultipleObjects(handles: Sequence[object], every: object, milliseconds: object, /) -> int:
    """0 plus the index of the first signaled object, 0x80 more for an abandoned mutex, 258 after the time-out.

    When all have to be signaled, none is touched before they are together. Raises error 87 for no handle and for more
    than 64.
    """
    return _wait(_several(handles, 1), flag(every), milliseconds, "WaitForMultipleObjects")


def WaitForMultipleObjectsEx(
    handles: Sequence[object], every: object, milliseconds: object, alertable: object, /
) -> int:
    """As WaitForMultipleObjects."""
    flag(alertable)
    return _wait(_several(handles, 1), flag(every), milliseconds, "WaitForMultipleObjectsEx")


def MsgWaitForMultipleObjects(handles: Sequence[object], every: object, milliseconds: object, mask: object, /) -> int:
    """As WaitForMultipleObjects; without handles it waits for messages alone, and none come."""
    dword(mask)
    return _wait(_several(handles, 0), flag(every), milliseconds, "MsgWaitForMultipleObjects")


def MsgWaitForMultipleObjectsEx(handles: Sequence[object], milliseconds: object, mask: object, flags: object, /) -> int:
    """The same; bit 0 of the flags waits for all."""
    dword(mask)
    return _wait(_several(handles, 0), bool(dword(flags) & 1), milliseconds, "MsgWaitForMultipleObjectsEx")


def SignalObjectAndWait(signaled: object, awaited: object, milliseconds: object, alertable: object, /) -> int:
    """Signal an event, mutex or semaphore, then wait for the other object."""
    flag(alertable)
    function = "SignalObjectAndWait"
    match objects().thing(signaled, function):
        case Event():
            SetEvent(signaled)
        case Mutex():
            ReleaseMutex(signaled)
        case Semaphore():
            ReleaseSemaphore(signaled, 1)
        case _:
            raise failed(Win32Error.ERROR_INVALID_HANDLE, function)
    return _wait([awaited], False, milliseconds, function)


def _several(handles: object, least: int) -> Sequence[object]:
    if not isinstance(handles, Sequence) or isinstance(handles, (str, bytes)):
        raise TypeError("Handles must be a list of integers")
    if not least <= len(handles) <= _MOST:
        raise failed(Win32Error.ERROR_INVALID_PARAMETER, "WaitForMultipleObjects")
    return handles


def _wait(handles: Sequence[object], every: bool, milliseconds: object, function: str) -> int:
    limit = dword(milliseconds)
    things: list[Waitable] = [objects().thing(handle, function) for handle in handles]
    return wait(scheduler(), things, every and len(things) > 0, limit, function)
