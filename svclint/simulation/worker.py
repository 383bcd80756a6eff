"""The child process: it runs the user's code, in virtual time, and tells the parent what came of it.

It ends when its input does: a parent that dies takes it along.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

from svclint.simulation import standins
from svclint.simulation.failures import described
from svclint.simulation.jobs import Job, job
from svclint.simulation.kernel import Limits, guard, real
from svclint.simulation.scratch import own
from svclint.simulation.seats import take

_GONE = 3
_HEARTBEAT = 0.2  # real seconds


def main() -> None:
    """Do the job of the first line of the input; everything the user's code prints goes nowhere."""
    wanted = job(sys.stdin.readline())
    ear, voice = _aside()
    take()
    real.start_new_thread(_end_with_parent, (ear,))
    tell = partial(_write, voice)
    try:
        standins.install(Path(wanted.framework) if wanted.framework else None)
    except FileNotFoundError as error:  # of the wheel
        tell({"kind": "bad target", "text": str(error)})
        os._exit(0)
    own(os.getcwd(), *wanted.allow)
    for message in _seldom_ran(_done(wanted)):
        tell(message)
    os._exit(0)  # threads that were given up must not be waited for


def _end_with_parent(ear: int) -> None:
    while os.read(ear, 4096):
        pass
    os._exit(_GONE)


def _aside() -> tuple[int, int]:
    """What hears the parent, and what it hears; the usual streams lead nowhere, as those of services do."""
    ear, voice = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for usual in range(3):
        os.dup2(nowhere, usual)
    return ear, voice


def _write(descriptor: int, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(descriptor, data) :]


def _seldom_ran(messages: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Runs without news are told together, a few times a second, and before all that is news."""
    due, runs, scenario = 0.0, Counter[str](), ""
    for message in messages:
        if message["kind"] == "ran":
            runs.update(message["runs"])
            scenario = message["scenario"]
        if runs and (message["kind"] != "ran" or real.monotonic() >= due):
            yield {"kind": "ran", "scenario": scenario, "runs": dict(runs)}
            due = real.monotonic() + _HEARTBEAT
            runs.clear()
        if message["kind"] != "ran":
            yield message


def _done(wanted: Job) -> Iterator[dict[str, Any]]:
    limits = Limits(steps=wanted.steps, slack=wanted.slack, watchdog=wanted.watchdog)
    try:
        from svclint.simulation.working import messages

        yield from messages(wanted, limits)
    except Exception as error:
        where = extract_tb(error.__traceback__)[-1]
        yield {
            "kind": "lost",
            "why": f"svclint failed: {described(error)} at {Path(where.filename).name}:{where.lineno}",
        }
    for denial in guard.rules.denials:
        yield {"kind": "denied", "effect": denial.effect.name, "what": denial.what}
