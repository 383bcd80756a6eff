"""What handles stand for during one run.

Nothing here outlives a run: the table hangs on the run's scheduler and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Scheduler, Task, Unmodelled, active, running
from svclint.simulation.scm.handles import Numbers
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.standins._errors import ERROR_ALREADY_EXISTS, error, failed
from svclint.simulation.standins._objects import Process, Thread, Waitable
from svclint.simulation.standins._pyhandle import PyHANDLE, number

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
        self._opened: dict[object, list[int]] = {}

    def add(self, thing: Waitable) -> PyHANDLE:
        """A new handle for the object."""
        thing.open += 1
        value = self._handles.add(thing)
        self._opened.setdefault(scheduler().current.group, []).append(value)
        return PyHANDLE(value, self)

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

    def departed(self, group: object) -> None:
        """A process has ended: what it has open is closed."""
        for value in self._opened.pop(group, ()):
            with suppress(error):  # it was closed before
                self.close(value, "CloseHandle")


def _of(thing: Waitable, kind: type[T], function: str) -> T:
    if not isinstance(thing, kind):
        raise failed(Win32Error.ERROR_INVALID_HANDLE, function)
    return thing


def _plain(name: str) -> str:
    # Services live in session 0, where Local\ and no prefix mean the global namespace.
    return name.removeprefix("Global\\").removeprefix("Local\\")


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


def _departed(group: object) -> None:
    run = running.scheduler
    if run is not None and run in _RUNS:
        _RUNS[run].departed(group)


running.departures.append(_departed)
