"""Puts virtual time under the standard library: to be done before anything of it is imported.

`threading`, `queue`, `logging`, `concurrent.futures` and `asyncio` are not changed. They are built on a few
things of `_thread`, `time`, `select` and `os`, which they bind when they are imported; these are replaced.
"""

from __future__ import annotations

import _thread
import sys
import time

from svclint.simulation.kernel import clock, handles, idents, locks, threads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# C modules that wait or order by themselves; without them the standard library uses its own Python code.
DISPLACED = ("_queue", "_asyncio", "_uuid")
# Whoever has imported these has bound the real locks for good.
TOO_LATE = ("threading", "functools", "queue", "logging", "select", "random")


def _of_thread() -> dict[str, Any]:
    """What takes the place of the names of `_thread`."""
    return {
        "allocate_lock": locks.Lock,
        "allocate": locks.Lock,
        "lock": locks.Lock,
        "LockType": locks.Lock,
        "RLock": locks.RLock,
        "start_new_thread": threads.start_new_thread,
        "start_new": threads.start_new_thread,
        "start_joinable_thread": handles.start_joinable_thread,
        "interrupt_main": threads.interrupt_main,
        "get_ident": idents.get_ident,
        "get_native_id": idents.get_ident,
        "_get_main_thread_ident": idents.main_ident,
        "_count": idents.count,
        "_set_sentinel": threads.set_sentinel,
        "_ThreadHandle": handles.ThreadHandle,
        "_make_thread_handle": handles.make_thread_handle,
        "_shutdown": handles.shutdown,
    }


def _replace(module: Any, names: dict[str, Any]) -> None:
    """Replace what this version of Python has of ``names``."""
    for name, value in names.items():
        if hasattr(module, name):
            setattr(module, name, value)


def install() -> None:
    """Replace the primitives of this process, once and for good. RuntimeError when it is too late for that."""
    late = [name for name in TOO_LATE if name in sys.modules]
    if late:
        raise RuntimeError(f"imported before the simulation: {', '.join(late)}")
    sys.dont_write_bytecode = True  # compiled files would be writes of the run
    _replace(_thread, _of_thread())
    _replace(time, clock.functions())
    _replace(sys, {"_current_frames": idents.frames})
    for name in DISPLACED:
        sys.modules[name] = None  # type: ignore[assignment]
    # These import the standard library, which finds the replacements in place from here on: first what others
    # are built on.
    from svclint.simulation.kernel import chance, files, network

    chance.install()
    files.install()
    network.install()
    from svclint.simulation.kernel import calm, glances, guard

    glances.install()
    calm.install()
    guard.install()
