"""The run that is on in this process, and what may be raised into the code that runs in it."""

from __future__ import annotations

from svclint.simulation.kernel import real

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from svclint.simulation.kernel.scheduler import Scheduler
    from svclint.simulation.kernel.task import Task

scheduler: Scheduler | None = None

# Called on the harness thread before each run; filled by `boot.install()`.
preparations: list[Callable[[], None]] = []

# Called in a main thread before its body, and on the harness thread after each run; filled likewise.
arrivals: list[Callable[[Task], None]] = []
conclusions: list[Callable[[], None]] = []

# Called when the turn goes to another group of tasks than had it before, and when the tasks of a group end.
crossings: list[Callable[[object], None]] = []
departures: list[Callable[[object], None]] = []


def nothing(module: Any) -> bool:
    """No module is private."""
    return False


# Whether each group of tasks imports a module for itself; set by whoever starts runs.
private: Callable[[Any], bool] = nothing

# Real idents of threads that outlived their run: they may never do anything again.
abandoned: set[int] = set()


class Abort(BaseException):
    """Unwinds a task when it, or the run, is ended; no Exception, so that `except Exception` does not keep it."""


class Unmodelled(BaseException):
    """The code did something the simulation has no model of: the run proves nothing, for or against.

    The message names what was done. A run notes it even when the code swallows the exception.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        if (run := active()) is not None and not run.aborting:
            run.unmodelled.append(what)


def active() -> Scheduler | None:
    """The scheduler of the run that is on, if the calling thread is the task that runs; else None.

    None too while a chooser or an observer works on the task's thread: their own locks and clocks are real.
    """
    run = scheduler
    if run is None or run.holder != real.get_ident():
        return None
    return run


def bar() -> None:
    """Stop the calling thread for ever if its run was given up: what it would still do is nobody's run."""
    if abandoned and real.get_ident() in abandoned:
        real.park()
