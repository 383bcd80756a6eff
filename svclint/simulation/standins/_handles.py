"""PyHANDLE, and what handles stand for during one run.

Nothing here outlives a run: the table hangs on the run's scheduler and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from operator import index
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Scheduler, Task, Unmodelled, active
from svclint.simulation.scm.handles import Numbers
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.standins._errors import ERROR_ALREADY_EXISTS, error, failed
from svclint.simulation.standins._objects import Process, Thread, Waitable

T = TypeVar("T", bound=Waitable)

# Handles that stand for the caller itself (the pages of GetCurrentProcess and GetCurrentThread).
CURRENT_PROCESS, CURRENT_THREAD = -1, -2


class Objects:
    """The kernel objects of one run: their handles, their names, and each thread's last error.

    ``libraries`` are those ctypes has loaded; ``debugging`` and ``event_source`` are servicemanager's settings.
    """

    def __init__(self) -> None:
        self.last_error: dict[Task, int] = {}
        self.libraries: dict[str, Any] = {}
        self.debugging = False
        self.event_source = "Python Service"
        self.threads: dict[Task, Thread] = {}
        self._process = Process()
        self._handles: Numbers[Waitable] = Numbers(0x100)
        self._names: dict[str, Waitable] = {}

    def add(self, thing: Waitable) -> PyHANDLE:
        """A new handle for the object."""
        thing.open += 1
        return PyHANDLE(self._handles.add(thing), self)

    def create(self, name: str | None, kind: type[T], make: Callable[[], T], function: str) -> PyHANDLE:
        """A handle to a new object, or to the one of that name; the last error tells which (183: it existed).

        Raises error 6 when the name belongs to an object of another kind.
        """
        found = self._names.get(_plain(name)) if name else None
        self.last_error[scheduler().current] = ERROR_ALREADY_EXISTS if found else 0
        if found is None:
            found = make()
            if name:
                self._names[_plain(name)] = found
        return self.add(_of(found, kind, function))

    def opened(self, name: str | None, kind: type[Waitable], function: str) -> PyHANDLE:
        """A handle to the object of that name. Raises error 2 when there is none, error 6 when it is another kind."""
        found = self._names.get(_plain(name)) if name else None
        if found is None:
            raise failed(Win32Error.ERROR_FILE_NOT_FOUND, function)
        return self.add(_of(found, kind, function))

    def thing(self, handle: object, function: str) -> Waitable:
        """What a handle stands for. Raises TypeError for what is no handle, error 6 for one that is not open."""
        value = number(handle)
        if value == CURRENT_PROCESS:
            return self._process
        if value == CURRENT_THREAD:
            return self.thread(scheduler().current)
        try:
            return self._handles[value]
        except Refused as refused:
            raise failed(refused.error, function) from None

    def of(self, kind: type[T], handle: object, function: str) -> T:
        """The same for one kind of objects; error 6 for another."""
        return _of(self.thing(handle, function), kind, function)

    def thread(self, task: Task) -> Thread:
        """The object of a thread; one for each."""
        return self.threads.setdefault(task, Thread(task))

    def close(self, value: int, function: str) -> None:
        """Close a handle; a name is forgotten with the last handle. Raises error 6 for one that is not open."""
        try:
            thing = self._handles.close(value)
        except Refused as refused:
            raise failed(refused.error, function) from None
        thing.open -= 1
        if not thing.open:
            self._names = {name: other for name, other in self._names.items() if other is not thing}


def _of(thing: Waitable, kind: type[T], function: str) -> T:
    if not isinstance(thing, kind):
        raise failed(Win32Error.ERROR_INVALID_HANDLE, function)
    return thing


def _plain(name: str) -> str:
    # Services live in session 0, where Local\ and no prefix mean the global namespace.
    return name.removeprefix("Global\\").removeprefix("Local\\")


class PyHANDLE:
    """pywin32's handle object: closed by Close() or when nobody refers to it any more; then it reads 0."""

    def __init__(self, handle: int = 0, objects: Objects | None = None) -> None:
        self._objects, self.handle = objects, handle

    def Close(self) -> None:
        """Close the handle; nothing happens when it is closed already."""
        value, objects = self.Detach(), self._objects
        if value and objects:
            objects.close(value, "CloseHandle")

    close = Close

    def Detach(self) -> int:
        """Give the number away: nobody closes it now."""
        value, self.handle = self.handle, 0
        return value

    def __del__(self) -> None:
        with suppress(error):  # somebody closed the number
            self.Close()

    def __int__(self) -> int:
        return self.handle

    def __bool__(self) -> bool:
        return self.handle != 0

    def __eq__(self, other: object) -> bool:
        return self.handle == other.handle if isinstance(other, PyHANDLE) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.handle)

    def __repr__(self) -> str:
        return f"<PyHANDLE:{self.handle}>"


def number(handle: object) -> int:
    """The number of a handle: None counts as 0. Raises TypeError as pywin32 does."""
    if isinstance(handle, PyHANDLE):
        return handle.handle
    try:
        return 0 if handle is None else index(handle)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError("The object is not a PyHANDLE object") from None


_RUNS: WeakKeyDictionary[Scheduler, Objects] = WeakKeyDictionary()


def scheduler() -> Scheduler:
    """The scheduler of the run. Raises Unmodelled where no run is on."""
    found = active()
    if found is None:
        raise Unmodelled("a Windows call outside a run")
    return found


def objects() -> Objects:
    """The kernel objects of the run. Raises Unmodelled where no run is on."""
    return _RUNS.setdefault(scheduler(), Objects())
