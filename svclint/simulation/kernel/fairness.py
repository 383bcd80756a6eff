"""How long one task may go on alone, and what waiting in a circle costs.

A loop that only looks (`while not event.is_set()`) would run for ever: nobody else comes, and no time passes.
It is made to stand aside while others can run. When nobody can, and it comes back to the same state again and
again, it *is* waiting: its rounds cost more and more virtual time, until the next timer fires. Honest work,
however long, is never in the same state twice and costs no more than it does.
"""

from __future__ import annotations

# Operations without waiting, and reads without any change, before anybody asks.
PATIENCE = 2_000
GLANCES = 64
# What sleep(0) counts for: who yields on purpose need not be asked two thousand times.
YIELD = 100

TICK = 1_000  # ns: one visible operation
DEAREST = 50_000_000  # ns: the most that one round costs


def price(rounds: int) -> int:
    """Nanoseconds for coming back to the same state for the ``rounds``-th time: doubles each time."""
    return min(DEAREST, TICK << min(rounds, 16))
