"""Threads of `_thread`: how they start, and how their end is awaited up to Python 3.12."""

from __future__ import annotations

from svclint.simulation.kernel import real, running
from svclint.simulation.kernel.idents import MAIN
from svclint.simulation.kernel.locks import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from svclint.simulation.kernel.scheduler import Scheduler
    from svclint.simulation.kernel.task import Task


def spawn(run: Scheduler, function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Task:
    """The task of a thread that calls ``function``, under the name of its Thread if it has one."""
    thread = getattr(function, "__self__", None)
    name = getattr(thread, "_name", None) or getattr(function, "__name__", "thread")
    daemon = bool(getattr(thread, "_daemonic", True))  # nobody joins a thread that has no Thread

    def body() -> None:
        try:
            function(*args, **kwargs)
        except SystemExit:
            return  # ends a thread, and only that

    return run.spawn(body, name=str(name), role="worker", daemon=daemon)


def start_new_thread(
    function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any] | None = None
) -> int:
    """`_thread.start_new_thread`: the ident of the new thread."""
    run = running.active()
    if run is None:
        running.bar()
        return real.start_new_thread(function, args, {} if kwargs is None else kwargs)
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    task = spawn(run, function, args, kwargs or {})
    run.point("start", task)
    return MAIN + task.number


def set_sentinel() -> object:
    """`_thread._set_sentinel`: a lock that the end of the calling thread releases."""
    run = running.active()
    if run is None:
        return real.set_sentinel()
    lock = Lock()
    run.current.farewells.append(lock.open)
    return lock


def interrupt_main(*signal: int) -> None:
    """`_thread.interrupt_main`, which raises in the main thread: not modelled within a run."""
    if running.active() is not None:
        raise running.Unmodelled("_thread.interrupt_main")
    real.interrupt_main(*signal)
