"""Each simulated process is an interpreter of its own: what it has of the standard library to itself.

There is one library for all tasks of a run. What differs between processes is exchanged when the turn goes from one
to the other; tasks of no process, the SCM's say, find what was there last.
"""

from __future__ import annotations

import concurrent.futures.thread
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from types import ModuleType
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from svclint.simulation.kernel import exits, running
from svclint.simulation.kernel.kept import Kept


class State(NamedTuple):
    """What the library holds for one process: contents, what ``sys`` names, the working folder, and its own modules."""

    contents: list[Kept]
    named: dict[str, Any]
    folder: str
    modules: dict[str, ModuleType]


_NAMED = ("excepthook", "stdin", "stdout", "stderr", "argv")


class Interpreters:
    """The processes of a run, by group of tasks. ``containers``: where the library keeps what is a process's own."""

    def __init__(self, containers: Callable[[], list[Any]]) -> None:
        self._containers = containers
        self.begin()

    def begin(self) -> None:
        """A run begins: there is no process."""
        self._first: State | None = None
        self._modules = dict(sys.modules)
        self._inside: object = None
        self._left: dict[object, State] = {}

    def enter(self, group: object) -> None:
        """The turn goes to a process: it finds what it left, a new one what the first one of the run found."""
        if self._first is None:
            self._first = self._taken({})
        else:
            self._left[self._inside] = self._taken(_private())
            self._put(self._left.get(group, self._first))
        if group not in self._left:
            forget_threads()
        self._inside = group

    def end(self) -> None:
        """A run is over: the streams are the harness's again."""
        if self._first is not None:
            vars(sys).update(self._first.named)

    def _taken(self, modules: dict[str, ModuleType]) -> State:
        threads = vars(threading)
        own = [vars(threading.main_thread()), threads["_limbo"], vars(concurrent.futures.thread), exits.registered]
        contents = [Kept(container) for container in (*self._containers(), *own)]
        named = {name: getattr(sys, name, None) for name in _NAMED}
        return State(contents, named, _folder(), modules)

    def _put(self, state: State) -> None:
        for kept in state.contents:
            kept.restore()
        vars(sys).update(state.named)
        with suppress(OSError):  # somebody has removed it
            os.chdir(state.folder)
        for name in _private():
            del sys.modules[name]
            sys.modules.update({name: self._modules[name]} if name in self._modules else {})
        sys.modules.update(state.modules)


def _folder() -> str:
    """The working folder; "" when it is no more."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def _private() -> dict[str, ModuleType]:
    """The modules that each process imports for itself."""
    return {name: module for name, module in tuple(sys.modules.items()) if running.private(module)}


def forget_threads() -> None:
    """No thread but the main one; names count from 1."""
    module: Any = threading
    module._counter = count(1).__next__
    module._limbo.clear()
    module._dangling.clear()
    module._dangling.add(threading.main_thread())
    pool: Any = concurrent.futures.thread
    pool._shutdown = False
    pool._threads_queues = WeakKeyDictionary()
    pool.ThreadPoolExecutor._counter = count().__next__
