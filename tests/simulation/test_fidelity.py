"""The same services over pywin32's own win32serviceutil.py and over ours: in every schedule the same is recorded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from svclint.simulation.kernel.launch import command, environment
from svclint.simulation.scratch import variables
from tests.expectations import fixtures
from tests.simulation.standins.wheel import unpacked

if TYPE_CHECKING:
    from svclint.simulation.runs import Run

ROOT = Path(__file__).parents[2]
SEEDS = 20
LIMIT = 600.0  # real seconds of a child


def services() -> list[str]:
    """Every fixture."""
    return [str(path.relative_to(ROOT)) for path in fixtures()]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Ours, and pywin32's own: what stands for the runs of every service."""
    frameworks = ("", str(unpacked()))
    folders = [str(tmp_path_factory.mktemp("runs")) for _ in frameworks]
    with ThreadPoolExecutor(2) as pool:
        ours, theirs = pool.map(digests, frameworks, folders)
    return ours, theirs


def digests(framework: str, folder: str) -> dict[str, list[str]]:
    """In children, many services each: one that an abandoned thread lives in does no more."""
    found: dict[str, list[str]] = {}
    while left := [name for name in services() if name not in found]:
        found |= _answered([framework, folder], left, {**environment(), **variables(folder)})
    return found


def _answered(words: list[str], left: list[str], around: dict[str, str]) -> dict[str, list[str]]:
    line = command(__name__, *words)
    done = subprocess.run(
        line, env=around, cwd=ROOT, input="\n".join(left), capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.returncode == 0, done.stderr
    answers = dict(json.loads(one) for one in done.stdout.splitlines())
    assert answers, done.stderr
    return answers


@pytest.mark.parametrize("service", services())
def test_same_runs(service: str, both: tuple[dict[str, list[str]], dict[str, list[str]]]) -> None:
    """Every event at the same time, on the same thread and at the same place, in all schedules."""
    ours, theirs = both
    assert len(ours[service]) == SEEDS
    assert ours[service] == theirs[service]


def test_most_schedules_differ(both: tuple[dict[str, list[str]], dict[str, list[str]]]) -> None:
    """Or nothing would have been compared: most services show more than one scenario's worth of runs."""
    ours, _ = both
    assert sum(len(set(runs)) > SEEDS // 2 for runs in ours.values()) > len(ours) / 2


def main(framework: str, folder: str) -> None:
    """The child: the digests of all runs of one service after another, a line for each."""
    from svclint.simulation import standins
    from svclint.simulation.scratch import own

    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[bool(framework) % len(cores)]})
    standins.install(Path(framework) if framework else None)
    os.chdir(folder)
    own(folder)
    for service in sys.stdin.read().split("\n"):
        runs = list(_runs(ROOT / service, framework))
        print(json.dumps([service, [one.digest for one in runs]]))
        if any(one.outcome.dirty for one in runs):
            break
    sys.stdout.flush()
    os._exit(0)


def _runs(path: Path, framework: str) -> Iterator[Run]:
    """The scenarios that fit the service, one after another, each from another seed."""
    import gc

    from svclint.simulation.exploration.strategies import PriorityChanges
    from svclint.simulation.kernel import Limits
    from svclint.simulation.loading import Loading
    from svclint.simulation.preparing import prepared
    from svclint.simulation.runs import run
    from svclint.simulation.scenarios import listed
    from svclint.simulation.targets import parsed
    from tests.simulation.running import asked

    job = replace(asked(path), framework=framework or None)
    target = parsed(job.target)
    subject = prepared(job, target, Loading(target))
    scenarios = [listed(name) for name in job.scenarios]
    run(subject, scenarios[0], PriorityChanges(0, 60, 3), Limits(slack=2.0))  # it imports what later ones find
    gc.freeze()  # else the collections between runs look at it again and again
    for seed in range(SEEDS):
        yield run(subject, scenarios[seed % len(scenarios)], PriorityChanges(seed, 60, 3), Limits(slack=2.0))
