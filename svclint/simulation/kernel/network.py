"""Real descriptors in virtual time: asked without waiting, again and again, until they are ready.

The outside world is silent: only what the tasks of the run send to each other ever arrives.
"""

from __future__ import annotations

import os
import select
from typing import Any

from svclint.simulation.kernel import running
from svclint.simulation.kernel.durations import optional

_select = select.select
_poll = getattr(select, "poll", None)
# The objects of `select` that wait: their method, the place of its timeout, and its unit in seconds.
WAITERS = {"poll": ("poll", 0, 1e-3), "devpoll": ("poll", 0, 1e-3), "epoll": ("poll", 0, 1.0)}
WAITERS |= {"kqueue": ("control", 2, 1.0)}


def ready(fd: int, write: bool = False) -> bool:
    """Whether an operation on ``fd`` would not wait now. One that fails does not wait."""
    try:
        if _poll is None:
            return any(_select([] if write else [fd], [fd] if write else [], [], 0))
        asked = _poll()
        asked.register(fd, select.POLLOUT if write else select.POLLIN)
        return bool(asked.poll(0))
    except (OSError, ValueError):
        return True


def wait(fd: int, timeout: float | None, op: str, write: bool = False) -> bool:
    """Wait in virtual time until ``fd`` is ready, at most ``timeout`` seconds; whether it is."""
    run = running.active()
    if run is None:
        return True
    run.point(op)
    return ready(fd, write) or run.poll(None, optional(timeout), op, lambda: ready(fd, write))


def repeated(op: str, look: Any, timeout: float | None) -> Any:
    """What ``look()`` finds; while it finds nothing, wait in virtual time, at most ``timeout`` seconds."""
    run = running.active()
    assert run is not None
    run.point(op)
    found: list[Any] = [look()]

    def over() -> bool:
        found[0] = look()
        return bool(found[0])

    if not found[0] and timeout != 0:
        run.poll(None, optional(timeout), op, over)
    return found[0]


class Select:
    """`select.select`."""

    __name__ = "select"

    def __call__(self, r: Any, w: Any, x: Any, timeout: float | None = None) -> Any:
        """The descriptors that are ready."""
        if running.active() is None:
            return _select(r, w, x, timeout)

        def look() -> Any:
            found = _select(r, w, x, 0)
            return found if any(found) else ()

        return repeated("select", look, timeout) or ([], [], [])


class Waiter:
    """An object of `select`, such as an epoll; all but its waiting method is the real one's."""

    def __init__(self, name: str, inner: Any) -> None:
        """Around ``inner``, which ``select.name`` made."""
        self._inner = inner
        self._method, self._place, self._unit = WAITERS[name]

    def __getattr__(self, name: str) -> Any:
        return self._wait if name == self._method else getattr(self._inner, name)

    def _wait(self, *args: Any, **named: Any) -> Any:
        method, place = getattr(self._inner, self._method), self._place
        timeout = named.pop("timeout", args[place] if len(args) > place else None)
        before, after = (*args, None)[:place], args[place + 1 :]
        if running.active() is None:
            return method(*before, timeout, *after, **named)
        seconds = None if timeout is None or timeout < 0 else timeout * self._unit
        return repeated(self._method, lambda: method(*before, 0, *after, **named), seconds)

    def __enter__(self) -> Waiter:
        return self

    def __exit__(self, *raised: object) -> None:
        self._inner.close()


class Maker:
    """`select.epoll` and its like: makes a `Waiter`."""

    def __init__(self, name: str) -> None:
        """In the place of ``select.name``."""
        self.__name__ = name
        self._real = getattr(select, name)

    def __call__(self, *args: Any, **named: Any) -> Waiter:
        """A new one."""
        return Waiter(self.__name__, self._real(*args, **named))

    def fromfd(self, fd: int) -> Waiter:
        """Of a descriptor that is open already."""
        return Waiter(self.__name__, self._real.fromfd(fd))


class Read:
    """`os.read`, which waits when a pipe is empty."""

    __name__ = "read"

    def __init__(self) -> None:
        """In the place of the real one."""
        self._real = os.read

    def __call__(self, fd: int, size: int, /) -> bytes:
        """As the real one."""
        if running.active() is not None and _may_wait(fd):
            wait(fd, None, "read")
        return self._real(fd, size)


def _may_wait(fd: int) -> bool:
    try:
        return os.get_blocking(fd) and not os.path.isfile(fd)
    except (OSError, AttributeError):
        return False


def install() -> None:
    """Replace what waits in `select`, `_socket` and `os`; before `selectors` and `socket` are imported."""
    from svclint.simulation.kernel import sockets

    module: Any = select
    for name in WAITERS:
        if hasattr(module, name):
            setattr(module, name, Maker(name))
    module.select = Select()
    vars(os)["read"] = Read()
    sockets.install()
