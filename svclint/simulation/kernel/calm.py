"""What one run leaves behind must not reach the next: the standard library as it was before the first."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import warnings
from typing import Any

from svclint.simulation.kernel import chance, exits, locks, order, running
from svclint.simulation.kernel.idents import MAIN
from svclint.simulation.kernel.interpreters import Interpreters, forget_threads
from svclint.simulation.kernel.kept import Kept
from svclint.simulation.kernel.task import Task

# A full collection costs as much as some runs; what survives the small ones waits for it.
RUNS_PER_COLLECTION = 64


def _library() -> list[Any]:
    """The state of the standard library that runs change."""
    threads: Any = threading
    manager: Any = logging.Logger.manager
    loggers = [each for each in manager.loggerDict.values() if isinstance(each, logging.Logger)]
    spaces = [vars(each) for each in (threads, logging, logging.root, manager, *loggers)]
    lists = [each.handlers for each in (logging.root, *loggers)] + [vars(logging)["_handlerList"]]
    return [*spaces, *lists, manager.loggerDict, threads._active, warnings.filters, sys.path, os.environ]


class Calm:
    """The state before the first run, and how it comes back."""

    def __init__(self) -> None:
        """Remember."""
        self._kept = [Kept(container) for container in _library()]
        self._main = dict(vars(threading.main_thread()))
        self._hooks = sys.excepthook, sys.unraisablehook
        self._folder = os.getcwd()
        self._runs = 0

    def begin(self) -> None:
        """Before each run."""
        self._collect()
        for kept in self._kept:
            kept.restore()
        sys.excepthook, sys.unraisablehook = self._hooks
        os.chdir(self._folder)
        exits.registered.clear()
        order.begin()
        chance.begin()
        forget_threads()

    def end(self) -> None:
        """After each run: the main thread is the real one again."""
        main = vars(threading.main_thread())
        main.clear()
        main.update(self._main)
        self._kept[0].restore()

    def _collect(self) -> None:
        """Finalizers of the last run are called now, not in the next."""
        self._runs += 1
        gc.collect(2 if self._runs % RUNS_PER_COLLECTION == 0 else 1)


def begin_main(task: Task) -> None:
    """A task is the main thread of its process: who joins that waits for this task."""
    main: Any = threading.main_thread()
    active: Any = vars(threading)["_active"]
    active.pop(main.ident, None)
    main._ident = MAIN + task.number
    active[main.ident] = main
    if hasattr(main, "_handle"):
        from svclint.simulation.kernel.handles import ThreadHandle

        main._handle = ThreadHandle()
        main._handle.begin(task)
    else:
        main._tstate_lock = locks.Lock()
        main._tstate_lock.close()
        task.farewells.append(main._tstate_lock.open)
        vars(threading)["_shutdown_locks"] = {main._tstate_lock}


def hear_crashes() -> None:
    """Threads tell their task what ended them; an unwound thread prints nothing."""
    module: Any = threading
    make = module._make_invoke_excepthook

    def make_invoke_excepthook() -> Any:
        invoke = make()

        def invoke_excepthook(thread: threading.Thread) -> None:
            error, run = sys.exc_info()[1], running.active()
            if isinstance(error, running.Abort):
                return
            if run is not None and not isinstance(error, SystemExit):
                run.current.error = error
            if not isinstance(error, running.Unmodelled):
                invoke(thread)

        return invoke_excepthook

    module._make_invoke_excepthook = make_invoke_excepthook


def install() -> None:
    """Remember the state of now; from here on every run begins with it."""
    exits.install()
    hear_crashes()
    order.begin()
    calm, interpreters = Calm(), Interpreters(_library)
    running.preparations += [calm.begin, interpreters.begin]
    running.arrivals.append(begin_main)
    running.crossings.append(interpreters.enter)
    running.conclusions += [calm.end, interpreters.end]
