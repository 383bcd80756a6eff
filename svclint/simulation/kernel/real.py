"""What the interpreter really does, kept before anything is replaced.

The first import of this module must come before `boot.install()`; it imports nothing but built-in modules.
"""

from __future__ import annotations

import _thread
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

allocate_lock = _thread.allocate_lock
start_new_thread = _thread.start_new_thread
get_ident = _thread.get_ident
count = _thread._count
interrupt_main: Any = _thread.interrupt_main
set_sentinel: Any = getattr(_thread, "_set_sentinel", None)  # up to Python 3.12
start_joinable_thread: Any = getattr(_thread, "start_joinable_thread", None)  # from Python 3.13 on
sleep = time.sleep
monotonic = time.monotonic
perf_counter = time.perf_counter
current_frames = sys._current_frames

# The thread that imports this is the one that will call `Scheduler.run`.
harness = _thread.get_ident()


def park() -> None:
    """Stop the calling thread for ever."""
    gate = allocate_lock()
    gate.acquire()
    gate.acquire()
