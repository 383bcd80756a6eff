"""The strategies together find the planted races that plain chance misses; counted in runs, so nothing depends on time.

tests/benchmarks/search.py asks the same of twenty seeds, in seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.simulation.kernel.launch import command, environment

ROOT = Path(__file__).parents[2]
RUNS = 250
# The race, the rule that tells, and the scenario that has room for it.
RACES = [("abba", "SVC902", "user-code"), ("deep", "SVC505", "start-stop")]


@pytest.mark.parametrize(("race", "code", "scenario"), RACES)
def test_the_portfolio_finds_what_chance_does_not(race: str, code: str, scenario: str) -> None:
    """In as many runs each."""
    line = command(__name__, race, code, scenario)
    done = subprocess.run(line, env=environment(), cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    by_portfolio, by_chance = json.loads(done.stdout.splitlines()[-1])
    assert (by_portfolio > 0, by_chance) == (True, 0)


def main(race: str, code: str, scenario: str) -> None:
    """The child: how many of so many runs find the race, by the portfolio and by chance."""
    from svclint.simulation import standins

    standins.install()
    from svclint.simulation.exploration.portfolio import plan
    from svclint.simulation.exploration.strategies import RandomWalk
    from svclint.simulation.exploration.tape import Strategy
    from svclint.simulation.jobs import Job
    from svclint.simulation.kernel import Limits
    from svclint.simulation.loading import Loading
    from svclint.simulation.preparing import prepared
    from svclint.simulation.runs import run
    from svclint.simulation.scenarios import listed
    from svclint.simulation.targets import parsed

    path = ROOT / "tests" / "simulation" / "corpus" / f"{race}_bug.py"
    target = parsed(str(path))
    subject = prepared(Job(str(path), str(path.parent)), target, Loading(target))

    def found(strategy: Strategy) -> bool:
        made = run(subject, listed(scenario), strategy, Limits(slack=2.0))
        return any(one.code == code for one in made.violations)

    usual = Strategy()
    found(usual)
    by_portfolio = sum(found(plan(number, 0, len(usual.tape)).strategy) for number in range(RUNS))
    print(json.dumps([by_portfolio, sum(found(RandomWalk(number)) for number in range(RUNS))]))
    sys.stdout.flush()
    os._exit(0)
