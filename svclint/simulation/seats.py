"""A CPU for each worker process: threads that take turns hand over several times as fast on one.

Whoever is there first has it, of whichever command, test run or cluster: a name that only one process of a machine can
hold says that a CPU is taken, and the system takes it back from who dies.
"""

from __future__ import annotations

import _socket
import os

from svclint.simulation.kernel.sockets import RealSocket


def take() -> None:
    """Keep to one CPU from now on: one that no other worker keeps to, if there is any.

    Linux alone knows such names; elsewhere nothing keeps a process to a CPU either.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        free = (core for core in cores if _held(f"\0svclint-cpu-{core}"))
        os.sched_setaffinity(0, {next(free, cores[os.getpid() % len(cores)])})


def _held(name: str) -> bool:
    """Whether this process holds a name from now on, because no other did."""
    holder = RealSocket(_socket.AF_UNIX, _socket.SOCK_DGRAM)
    try:
        holder.bind(name)
    except OSError:
        holder.close()
        return False
    holder.detach()  # it stays open as long as the process lives
    return True
