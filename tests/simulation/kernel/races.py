"""A child of `test_lines`: code that shares a number without a lock, and code that asks for it in a loop."""

from __future__ import annotations

import json
import sys
import threading
import time

from svclint.simulation.kernel import Limits, Scheduler

from .choosers import chooser

RUNS = 60
TIMES = 20


class Counter:
    number = 0
    stop = False


def add(counter: Counter) -> None:
    for _ in range(TIMES):
        number = counter.number
        number = number + 1
        counter.number = number


def lost(seed: int, lines: tuple[str, ...]) -> int:
    """How many additions of two threads are lost."""
    counter = Counter()

    def body() -> None:
        threads = [threading.Thread(target=add, args=(counter,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert not Scheduler(chooser(seed), Limits(), lines=lines).run(body).dirty
    return 2 * TIMES - counter.number


def asking(lines: tuple[str, ...]) -> list[object]:
    """The end of a loop that only asks for a flag, and whether the time it took is that of the timer."""
    counter, taken = Counter(), [0.0]

    def body() -> None:
        threading.Timer(10, setattr, [counter, "stop", True]).start()
        begin = time.monotonic()
        while not counter.stop:
            taken[0] += 0
        taken[0] = time.monotonic() - begin

    outcome = Scheduler(chooser(0), Limits(steps=60_000), lines=lines).run(body)
    return [outcome.ending.name, 9 < taken[0] < 11]


def main() -> None:
    """Print what was lost without and with points between lines, the latter twice; and the end of the loop."""
    here = (__file__,)
    result = {
        "sync": [lost(seed, ()) for seed in range(RUNS)],
        "lines": [lost(seed, here) for seed in range(RUNS)],
        "again": [lost(seed, here) for seed in range(RUNS)],
        "elsewhere": [lost(seed, ("/nowhere",)) for seed in range(RUNS)],
        "asking": asking(here),
    }
    sys.stdout.write("\n" + json.dumps(result))
    sys.stdout.flush()
