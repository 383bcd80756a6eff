"""The same services over pywin32's own win32serviceutil.py and over ours: in every schedule the same is recorded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.simulation.kernel.launch import command, environment
from tests.simulation.standins.wheel import unpacked

ROOT = Path(__file__).parents[2]
SEEDS = 20
SCENARIOS = ("start-stop", "pause-continue", "interrogate-storm", "restart")
# One of each kind of service: what they report, who waits for what, and how they end.
SERVICES = (
    *(f"tests/simulation/corpus/{name}.py" for name in ("abba_bug", "blog_bug", "exit_in_handler_bug", "timer_bug")),
    *(f"tests/simulation/corpus/{name}.py" for name in ("interrogate_bug", "double_start_bug", "start_pending_fix")),
    *(f"tests/simulation/corpus/{name}.py" for name in ("executor_fix", "pause_during_stop_fix", "late_failure_fix")),
    "fixtures/SVC301/bad_counter_taken_back.py",
    "fixtures/SVC301/good_override_copies_the_base.py",
    "fixtures/SVC402/good_own_dispatcher_answers_first.py",
    "fixtures/SVC504/bad_svcrun_after_super.py",
)


def digests(framework: Path | None) -> dict[str, list[str]]:
    """What stands for the runs of every service, in a child of its own."""
    line = command(__name__, str(framework or ""))
    done = subprocess.run(line, env=environment(), cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Ours, and pywin32's own."""
    theirs = unpacked()
    return digests(None), digests(theirs)


@pytest.mark.parametrize("service", SERVICES)
def test_same_runs(service: str, both: tuple[dict[str, list[str]], dict[str, list[str]]]) -> None:
    """Every event at the same time, on the same thread and at the same place, in all schedules."""
    ours, theirs = both
    assert ours[service] == theirs[service]
    assert len(set(ours[service])) > len(SCENARIOS)  # the schedules did differ among themselves


def main(framework: str) -> None:
    """The child: the digests of all runs, by service."""
    from svclint.simulation import standins

    standins.install(Path(framework) if framework else None)
    print(json.dumps({service: list(_runs(service, framework)) for service in SERVICES}))
    sys.stdout.flush()
    os._exit(0)


def _runs(service: str, framework: str) -> list[str]:
    from svclint.simulation.exploration.strategies import PriorityChanges
    from svclint.simulation.jobs import Job
    from svclint.simulation.kernel import Limits
    from svclint.simulation.runs import run
    from svclint.simulation.scenarios import listed
    from svclint.simulation.targets import parsed
    from svclint.simulation.working import Loading, prepared

    path = ROOT / service
    job = Job(str(path), str(path.parent), framework=framework or None)
    target = parsed(job.target)
    made = prepared(job, target, Loading(target))
    limits = Limits(slack=2.0)
    run(made, listed(SCENARIOS[0]), PriorityChanges(0, 60, 3), limits)  # the first run imports what later ones find
    plans = [(name, seed) for name in SCENARIOS for seed in range(SEEDS)]
    return [run(made, listed(name), PriorityChanges(seed, 60, 3), limits).digest for name, seed in plans]
