"""How the cost of judging a behaviour grows with it: near to linear, whatever grows.

    python tests/benchmarks/driver_growth.py

Each row doubles one thing. Read the last column: the time per node against the row before. About 1 is
linear, 2 would be quadratic. (Counts cost nothing at all, so their nodes stay the same.)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from svclint.checking.behaviour import SKIP, Behaviour, Call, Emit, Jump, Leaves, Loop, Try, choice, nodes, seq
from svclint.checking.census import Census
from svclint.checking.driver import examine
from svclint.checking.world import ALONE, Phase, Setting
from svclint.contract.events import Enter, Join, Spawn
from svclint.contract.states import RUNNING, STOPPED
from tests.checking.monitors import MONITORS
from tests.checking.random_behaviours import Source
from tests.checking.words import at, do, handler, holds, point, report, running, signal, when, while_

STOP = running(
    handler(
        "STOP",
        Leaves(seq(Emit(Enter(at("SvcStop"), "STOP")), do("stop"), signal("stop", True)), "STOP", at("SvcStop")),
        {Phase.RUNNING},
        Phase.STOPPING,
    )
)
ROUNDS = 3


def step(number: int, *more: Behaviour) -> Behaviour:
    """A method like many: a thread, a branch, a try in a loop, an early return, calls."""
    key = f"k{number}"
    thread = seq(Emit(Spawn(at("t.start()"), key)), report(RUNNING), Emit(Join(at("t.join()"), key, complete=True)))
    loop = Loop(point(), SKIP, Try(seq(do("work"), choice(SKIP, Jump("break"))), (do("log"),), SKIP, SKIP))
    return Call(
        seq(thread, signal(key, True), when(key, do("a"), Jump("return")), loop, *more), f"f{number}", at("f()")
    )


def methods(size: int) -> Behaviour:
    """So many methods, each of which calls two others."""
    made: dict[int, Behaviour] = {}
    for number in reversed(range(size)):
        made[number] = step(number, *(made[child] for child in (2 * number + 1, 2 * number + 2) if child in made))
    return seq(while_("go on", made[0]), holds("stop", True))


def chain(size: int) -> Behaviour:
    """Methods that call each other in a row, twice each: unrolled this would be exponential.

    Every method leaves with the states of all below it, so this grows faster; the reader follows calls 8 deep.
    """
    node = step(0)
    for number in range(1, size):
        node = step(number, node, node)
    return node


def statements(size: int) -> Behaviour:
    """One long method, where controls can come anywhere."""
    thread = Emit(Spawn(at("t.start()"), "t"))
    parts = (seq(point(rest=False), do("a"), signal("k", None), report(RUNNING)) for _ in range(size))
    return seq(thread, *parts, report(STOPPED))


def loops(size: int) -> Behaviour:
    """Loops in loops: each is run anew in every turn of the one around it, so a level costs a factor.

    About 1.5 each; people nest three or four, and a budget ends the search at about a dozen.
    """
    node = do("a")
    for _ in range(size):
        node = Loop(point(), SKIP, seq(do("b"), report(RUNNING), node, choice(SKIP, Jump("continue"))))
    return seq(Emit(Spawn(at("t.start()"), "t")), node, report(STOPPED))


def count(size: int) -> Behaviour:
    """One loop of known count."""
    source = Source(Random(1))
    return Loop(SKIP, SKIP, seq(*(source.event() for _ in range(20))), 0, size)


def measure(behaviour: Behaviour, setting: Setting) -> float:
    """Milliseconds for all sample monitors, the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        census = Census(behaviour, setting)
        bursts = sum(examine(monitor(), census).bursts for monitor in MONITORS)
        times.append(time.perf_counter() - start)
    return (min(times) if not bursts else -min(times)) * 1000


def table(title: str, make: Callable[[int], Behaviour], sizes: list[int], setting: Setting) -> None:
    """One row per size. A star: a budget ended a search."""
    print(f"\n{title}\n{'size':>9} {'nodes':>8} {'ms':>9} {'per node':>9}")
    before = None
    for size in sizes:
        behaviour = make(size)
        amount, cost = sum(1 for _ in nodes(behaviour)), measure(behaviour, setting)
        each = abs(cost) / amount
        ratio = f"{each / before:>9.2f}" if before else f"{'':>9}"
        print(f"{size:>9} {amount:>8} {abs(cost):>9.2f} {ratio}{' *' if cost < 0 else ''}")
        before = each


if __name__ == "__main__":
    table("methods", methods, [50, 100, 200, 400, 800, 1600], STOP)
    table("methods in a row", chain, [2, 4, 8, 16], ALONE)
    table("statements", statements, [250, 500, 1000, 2000, 4000], STOP)
    table("loops in loops", loops, [2, 4, 6, 8], STOP)
    table("turns of one loop", count, [10, 100, 1000, 10_000, 1_000_000], ALONE)
