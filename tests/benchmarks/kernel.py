"""What virtual time costs, on one CPU.

    python tests/benchmarks/kernel.py [PYTHON...]

Each PYTHON (default: this one) is started as a child, as a worker would be. Read: microseconds per step and per
switch (the price of everything else), schedules per second, the real time of a stop that takes 125 s, and what
5,000 schedules that leave threads behind leave of themselves: threads, and resident memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCHEDULES = 5_000
FOLDER = "tests.benchmarks"


def ping() -> None:
    """Two threads that wake each other ten times."""
    mine, yours = threading.Event(), threading.Event()

    def answer() -> None:
        for _ in range(10):
            mine.wait()
            mine.clear()
            yours.set()

    thread = threading.Thread(target=answer)
    thread.start()
    for _ in range(10):
        mine.set()
        yours.wait()
        yours.clear()
    thread.join()


def long_stop() -> None:
    """A worker that takes 125 s to stop, waited for in steps of one second."""
    thread = threading.Thread(target=time.sleep, args=(125,))
    thread.start()
    while thread.is_alive():
        thread.join(1)


def leave() -> None:
    """Ends with two threads that wait for ever."""
    for _ in range(2):
        threading.Thread(target=threading.Event().wait).start()


def resident() -> int:
    """KiB of memory in use (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def timed(body: Callable[[], None], count: int) -> tuple[float, int, int]:
    """Real seconds, steps and switches of ``count`` runs of ``body``."""
    from svclint.simulation.kernel import Scheduler
    from tests.simulation.kernel.choosers import First

    steps = switches = 0
    begin = time.perf_counter()
    for _ in range(count):
        outcome = Scheduler(First()).run(body)
        steps, switches = steps + outcome.steps, switches + outcome.switches
    return time.perf_counter() - begin, steps, switches


def hand_over() -> None:
    """Two tasks that do nothing but give each other the turn, a thousand times."""
    from svclint.simulation.kernel import WaitList, active

    run, turns = active(), (WaitList(), WaitList())
    assert run is not None

    def play(me: int) -> None:
        for _ in range(1000):
            turns[1 - me].wake()
            turns[me].wait(None, 1, "turn")

    run.spawn(lambda: play(1), name="other", role="worker")
    play(0)


def main() -> None:
    """The child: measure and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for body in (ping, long_stop, leave, hand_over):
        timed(body, 5)
    print(f"Python {sys.version.split()[0]}")
    seconds, steps, switches = timed(ping, 1000)
    row = f"{1000 / seconds:.0f} schedules/s, {steps / 1000:.0f} steps, {switches / 1000:.0f} switches"
    print(f"  ping of two threads: {row}, {seconds / steps * 1e6:.1f} us/step")
    seconds, _, switches = timed(hand_over, 10)
    print(f"  handing over: {seconds / switches * 1e6:.1f} us/switch")
    print(f"  a stop of 125 virtual s: {timed(long_stop, 20)[0] / 20 * 1e3:.1f} ms")
    timed(leave, 500)
    before = resident()
    seconds, _, _ = timed(leave, SCHEDULES)
    time.sleep(0.1)
    threads, grown = len(sys._current_frames()), resident() - before
    print(f"  {SCHEDULES} schedules that leave threads: {SCHEDULES / seconds:.0f}/s, {threads} thread, {grown:+d} KiB")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from svclint.simulation.kernel.launch import command, environment

    for python in sys.argv[1:] or [sys.executable]:
        subprocess.run(command(f"{FOLDER}.kernel", python=python), env=environment(), cwd=ROOT, check=True)
