"""The child process: it runs the user's code, in virtual time, and tells the parent what came of it.

It ends when its input does: a parent that dies takes it along.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

from svclint.simulation import standins
from svclint.simulation.jobs import Job, job
from svclint.simulation.kernel import Limits, guard, real

_GONE = 3
_HEARTBEAT = 0.2  # real seconds


def main() -> None:
    """Do the job of the first line of the input; everything the user's code prints goes nowhere."""
    wanted = job(sys.stdin.readline())
    _stay(wanted.first)
    real.start_new_thread(_end_with_parent, ())
    tell = _voice()
    standins.install(Path(wanted.framework) if wanted.framework else None)
    guard.rules.allow(*(guard.Effect[name] for name in wanted.allow), folders=(os.getcwd(),))
    for message in _seldom_ran(_done(wanted)):
        tell(message)
    os._exit(0)  # threads that were given up must not be waited for


def _stay(number: int) -> None:
    """Keep to one CPU, each worker to its own: threads that take turns hand over several times as fast on one."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(_GONE)


def _voice() -> Callable[[dict[str, Any]], None]:
    """What writes to the parent; from now on the usual output is closed to everybody else."""
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return partial(_write, kept)


def _write(descriptor: int, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(descriptor, data) :]


def _seldom_ran(messages: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of runs without news only some are told: the parent has to know no more than that there is life."""
    due = 0.0
    for message in messages:
        if message["kind"] != "ran":
            yield message
        elif real.monotonic() >= due:
            yield message
            due = real.monotonic() + _HEARTBEAT


def _done(wanted: Job) -> Iterator[dict[str, Any]]:
    limits = Limits(steps=wanted.steps, slack=wanted.slack, watchdog=wanted.watchdog)
    try:
        from svclint.simulation.working import messages

        yield from messages(wanted, limits)
    except Exception as error:
        where = extract_tb(error.__traceback__)[-1]
        yield {"kind": "lost", "why": f"svclint failed: {error!r} at {Path(where.filename).name}:{where.lineno}"}
    for denial in guard.rules.denials:
        yield {"kind": "denied", "effect": denial.effect.name, "what": denial.what}
