"""The two locks of `_thread`; all of `threading`, `queue` and `logging` is built on them."""

from __future__ import annotations

from svclint.simulation.kernel import real, running
from svclint.simulation.kernel.durations import patience
from svclint.simulation.kernel.idents import get_ident
from svclint.simulation.kernel.mutex import Mutex


class Lock(Mutex):
    """`_thread.lock`."""

    __slots__ = ()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock; see `threading.Lock.acquire`."""
        limit = None if blocking is True and timeout == -1 else patience(blocking, timeout)
        run = running.scheduler
        if run is None or run.holder != real.get_ident():
            return self._take_outside(limit)
        return self._take(run, limit)

    __enter__ = acquire_lock = acquire

    def release(self) -> None:
        """Let the lock go, whoever holds it."""
        run = running.scheduler
        if run is not None and run.aborting and not self._is_mine(run):
            return  # who is being unwound never got it
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._drop()
        if run is not None and run.holder == real.get_ident() and not run.aborting:
            run.point("release", self)

    release_lock = release

    def __exit__(self, *raised: object) -> None:
        self.release()

    def locked(self) -> bool:
        """Whether somebody holds it."""
        run = running.active()
        if run is not None:
            run.glance("locked", self)
        return self._held and not self._left_over()

    locked_lock = locked

    def close(self) -> None:
        """Be held, by a thread that runs."""
        self._held = True

    def open(self) -> None:
        """Be free, for that thread ended."""
        self._drop()

    def _at_fork_reinit(self) -> None:
        self.__init__()  # type: ignore[misc]

    def __repr__(self) -> str:
        return f"<{'locked' if self._held else 'unlocked'} _thread.lock object at {id(self):#x}>"


Lock.__name__ = Lock.__qualname__ = "lock"
Lock.__module__ = "_thread"


class RLock(Mutex):
    """`_thread.RLock`."""

    __slots__ = ("_count", "_ident")

    def __init__(self, *ignored: object, **too: object) -> None:
        """Free."""
        super().__init__()
        self._count = self._ident = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock once more, or for the first time; see `threading.RLock`."""
        limit = patience(blocking, timeout)
        me = get_ident()
        if self._count and self._ident == me and not self._left_over():
            self._count += 1
            return True
        run = running.scheduler
        outside = run is None or run.holder != real.get_ident()
        if not (self._take_outside(limit) if outside or run is None else self._take(run, limit)):
            return False
        self._ident, self._count = me, 1
        return True

    __enter__ = acquire

    def release(self) -> None:
        """Let the lock go once."""
        run = running.scheduler
        if not self._is_owned():
            if run is not None and run.aborting:
                return
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._free()

    def _free(self) -> None:
        """Nobody holds it any more."""
        self._ident = 0
        self._drop()
        run = running.scheduler
        if run is not None and run.holder == real.get_ident() and not run.aborting:
            run.point("release", self)

    def __exit__(self, *raised: object) -> None:
        self.release()

    def locked(self) -> bool:
        """Whether somebody holds it (Python 3.14)."""
        run = running.active()
        if run is not None:
            run.glance("locked", self)
        return self._held and not self._left_over()

    def _is_owned(self) -> bool:
        return bool(self._count) and self._ident == get_ident()

    def _recursion_count(self) -> int:
        return self._count if self._is_owned() else 0

    def _release_save(self) -> tuple[int, int]:
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        saved = self._count, self._ident
        self._count = 0
        self._free()
        return saved

    def _acquire_restore(self, saved: tuple[int, int]) -> None:
        self.acquire()
        self._count, self._ident = saved

    def _at_fork_reinit(self) -> None:
        self.__init__()  # type: ignore[misc]

    def __repr__(self) -> str:
        held = "locked" if self._count else "unlocked"
        return f"<{held} _thread.RLock object owner={self._ident} count={self._count} at {id(self):#x}>"


RLock.__module__ = "_thread"
