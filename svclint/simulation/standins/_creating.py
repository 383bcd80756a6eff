"""The part of win32event that makes and opens objects (the pages of CreateEvent, OpenEvent and their like)."""

from __future__ import annotations

from svclint.contract.errors import Win32Error
from svclint.simulation.standins._arguments import dword, flag, name
from svclint.simulation.standins._errors import failed
from svclint.simulation.standins._handles import objects, scheduler
from svclint.simulation.standins._objects import Event, Mutex, Semaphore, Timer
from svclint.simulation.standins._pyhandle import PyHANDLE

_MANUAL = 1  # CREATE_WAITABLE_TIMER_MANUAL_RESET


def CreateEvent(attributes: object, manual: object, signaled: object, called: object, /) -> PyHANDLE:
    """A handle to a new event, or to the one of that name."""
    event = Event(flag(manual), flag(signaled))
    return objects().create(name(called), Event, lambda: event, "CreateEvent")


def CreateMutex(attributes: object, owned: object, called: object, /) -> PyHANDLE:
    """A handle to a new mutex, or to the one of that name; only a new one can belong to the caller at once."""
    mutex = Mutex(scheduler().current if flag(owned) else None)
    return objects().create(name(called), Mutex, lambda: mutex, "CreateMutex")


def CreateSemaphore(attributes: object, count: int, limit: int, called: object, /) -> PyHANDLE:
    """A handle to a new semaphore, or to the one of that name. Raises error 87 for a count outside its limits."""
    if not 0 <= count <= limit or limit < 1:
        raise failed(Win32Error.ERROR_INVALID_PARAMETER, "CreateSemaphore")
    return objects().create(name(called), Semaphore, lambda: Semaphore(count, limit), "CreateSemaphore")


def CreateWaitableTimer(attributes: object, manual: object, called: object, /) -> PyHANDLE:
    """A handle to a new timer, or to the one of that name; it is not running yet."""
    timer = Timer(flag(manual))
    return objects().create(name(called), Timer, lambda: timer, "CreateWaitableTimer")


def CreateWaitableTimerEx(attributes: object, called: object, flags: object, access: object, /) -> PyHANDLE:
    """The same; bit 0 of the flags is manual reset."""
    timer = Timer(bool(dword(flags) & _MANUAL))
    return objects().create(name(called), Timer, lambda: timer, "CreateWaitableTimerEx")


def OpenEvent(access: object, inherit: object, called: object, /) -> PyHANDLE:
    """A handle to the event of that name. Raises error 2 when there is none."""
    return objects().opened(name(called), Event, "OpenEvent")


def OpenMutex(access: object, inherit: object, called: object, /) -> PyHANDLE:
    """A handle to the mutex of that name. Raises error 2 when there is none."""
    return objects().opened(name(called), Mutex, "OpenMutex")


def OpenSemaphore(access: object, inherit: object, called: object, /) -> PyHANDLE:
    """A handle to the semaphore of that name. Raises error 2 when there is none."""
    return objects().opened(name(called), Semaphore, "OpenSemaphore")


def OpenWaitableTimer(access: object, inherit: object, called: object, /) -> PyHANDLE:
    """A handle to the timer of that name. Raises error 2 when there is none."""
    return objects().opened(name(called), Timer, "OpenWaitableTimer")
