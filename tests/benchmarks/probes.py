"""Ways to put a number on a command or a call, and the duel that sets two side by side."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

Command = Sequence[str]
Probe = Callable[[], float]

# Python ends with 1 for these too, as linters do for findings.
BROKEN = b"Traceback (most recent call last)", b": No module named "
# Darwin counts the peak in bytes, everyone else in KiB.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Usage(NamedTuple):
    """What one run of a command took."""

    wall: float
    cpu: float
    peak: float


def spent(command: Command) -> Usage:
    """Run a command to its end: wall and CPU seconds, MiB of the largest process.

    Wall is `time.perf_counter` around it; the rest is the kernel's account of that child
    and of the children it has waited for (`os.wait4`). Findings (exit 1) are no failure.
    """
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        complaint = child.stderr.read() if child.stderr else b""
        _, status, used = os.wait4(child.pid, 0)
        wall = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    refuse_failure(command, child.returncode, complaint)
    return Usage(wall, cpu_seconds(used), used.ru_maxrss * PEAK_UNIT / 2**20)


def cpu_seconds(used: resource.struct_rusage) -> float:
    """User plus system time."""
    return used.ru_utime + used.ru_stime


def refuse_failure(command: Command, code: int, complaint: bytes) -> None:
    """A program that broke down early would look fast."""
    if code not in (0, 1) or any(sign in complaint for sign in BROKEN):
        shown = " ".join(command[:8])
        raise SystemExit(f"exit {code} from: {shown}\n{complaint[-2000:].decode(errors='replace')}")


def answer(command: Command) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"cannot run {' '.join(command)}\n{done.stderr}")
    return done.stdout.strip()


def wall(command: Command) -> Probe:
    """Seconds on the clock."""
    return lambda: spent(command).wall


def cpu(command: Command) -> Probe:
    """Seconds of processor time, user and system, over all its processes."""
    return lambda: spent(command).cpu


def peak(command: Command) -> Probe:
    """MiB resident at most, of the largest single process (a pool's workers do not add up)."""
    return lambda: spent(command).peak


def call(function: Callable[[], object]) -> Probe:
    """Seconds on the clock of one call in this process, garbage collection included."""

    def timed() -> float:
        start = perf_counter()
        function()
        return perf_counter() - start

    return timed


def imports(python: str, before: str, module: str) -> Probe:
    """Seconds that importing `module` adds once `before` is imported (`-X importtime`)."""
    command = [python, "-I", "-X", "importtime", "-c", f"import {before}\nimport {module}"]

    def added() -> float:
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        return own_times(run.stderr, before) / 1e6

    return added


def own_times(report: str, before: str) -> int:
    """Microseconds of the modules listed after `before`, each counted by itself."""
    rows = [line.split(":", 1)[1].split("|") for line in report.splitlines() if "|" in line]
    names = [row[2].strip() for row in rows]
    return sum(int(row[0]) for row in rows[names.index(before) + 1 :])


def duel(ours: Probe, other: Probe, rounds: int) -> tuple[float, float]:
    """The best of each; turns alternate so that a slow spell of the machine hits both."""
    turns = [(ours(), other()) for _ in range(rounds)]
    return min(turn[0] for turn in turns), min(turn[1] for turn in turns)
