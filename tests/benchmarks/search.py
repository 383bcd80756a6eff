"""What the search finds, how soon, what it wrongly says, and what it costs.

    python tests/benchmarks/search.py [silence [SCHEDULES] | detection | chance | speed]...

silence: the services that are right (fixes of the corpus, good fixtures that run here), each in so many schedules of
all fitting scenarios together (1,000); none may be convicted. detection: three planted races from 20 master seeds, the
seconds to the finding; 19 of 20 must be below 10 s. chance: the same by plain chance alone, which must miss two of
them. speed: schedules per second on one CPU, threads and memory after 5,000 of them, and a stop of 125 s.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from svclint.simulation.jobs import Job

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "simulation" / "corpus"
RACES = {"lost_stop": ("SVC904", "start-stop"), "abba": ("SVC902", "user-code"), "deep": ("SVC505", "start-stop")}
SEEDS, LIMIT = 20, 10.0
USUAL = CORPUS / "queue_consumer_fix.py"
LONG = '''"""A stop of 125 seconds, with progress told all the while."""
import time, win32event, win32service, win32serviceutil

class Slow(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Slow"
    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, 0, 0, None)
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)
    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        for _ in range(50):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            time.sleep(2.5)
'''


def silence(schedules: int = 1000) -> None:
    """Nothing is found in what is right; services that this machine cannot run are named."""
    from tests.simulation import running
    from tests.simulation.searches import Wanted, searched
    from tests.simulation.test_corpus import FIXES, asked

    jobs = [asked(path, 0).job for path in FIXES]
    jobs += [running.asked(path) for path in sorted((ROOT / "fixtures").glob("*/good_*.py"))]
    results = searched(Wanted(_shared(job, schedules)) for job in jobs)
    for target, result in sorted(results.items()):
        if result.found or result.unclear:
            codes = {code: one["scenario"] for code, one in result.found.items()}
            print(f"  {Path(target).name}: {codes or ''} {sorted(set(result.unclear))[:1] or ''}")
    silent = sum(not result.found and not result.unclear for result in results.values())
    print(f"silence: {silent} of {len(results)} services silent and seen to the end, in {schedules} schedules each")


def _shared(job: Job, schedules: int) -> Job:
    """A search of so many schedules in all scenarios that fit a service by its words."""
    from tests.simulation.running import SLOW, asked

    names = (*asked(Path(job.target)).scenarios, SLOW)
    return replace(job, scenarios=names, count=math.ceil(schedules / len(names)))


def detection() -> None:
    """Seconds to the finding, by master seed, with the strategies in their shares."""
    from svclint.simulation.jobs import Job
    from tests.simulation.searches import Wanted, searched

    for race, (code, scenario) in RACES.items():
        path, seconds = CORPUS / f"{race}_bug.py", []
        for seed in range(SEEDS):
            job = Job(str(path), str(CORPUS), seed=seed, count=5000, scenarios=(scenario,))
            (result,) = searched([Wanted(job, (code,))], 1).values()
            seconds.append(result.seconds if code in result.found else float("inf"))
        print(_row("detection", race, seconds))


def chance() -> None:
    """The same with plain chance alone, for the limit each."""
    for race in RACES:
        print(_row("by chance alone", race, _child("by_chance", race)))


def _row(what: str, race: str, seconds: Iterable[float]) -> str:
    times = sorted(seconds)
    within = sum(one <= LIMIT for one in times)
    return f"{what}: {race} within {LIMIT:g} s from {within} of {len(times)} seeds, 95 % by {times[18]:.1f} s"


def speed() -> None:
    """What one CPU does."""
    print("speed:", json.dumps(_child("measured")))


def _child(body: str, *arguments: str) -> Any:
    from svclint.simulation.kernel.launch import command, environment

    line = command("tests.benchmarks.search", body, *arguments)
    done = subprocess.run(line, env=environment(), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main(body: str, *arguments: str) -> None:
    """The child."""
    from svclint.simulation import standins

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    standins.install()
    print(json.dumps({"by_chance": by_chance, "measured": measured}[body](*arguments)))
    sys.stdout.flush()
    os._exit(0)


def _runner(path: Path, scenario: str) -> Callable[[Any], Any]:
    """What runs a service by a strategy."""
    import gc

    from svclint.simulation.exploration.tape import Strategy
    from svclint.simulation.jobs import Job
    from svclint.simulation.kernel import Limits
    from svclint.simulation.loading import Loading
    from svclint.simulation.preparing import prepared
    from svclint.simulation.runs import run
    from svclint.simulation.scenarios import listed
    from svclint.simulation.targets import parsed

    target = parsed(str(path))
    subject = prepared(Job(str(path), str(path.parent)), target, Loading(target))
    once = partial(run, subject, listed(scenario), limits=Limits(slack=2.0))
    once(Strategy())
    gc.freeze()
    return once


def by_chance(race: str) -> list[float]:
    """Real seconds to the finding from every master seed, the limit and more when there is none."""
    from svclint.simulation.exploration.strategies import RandomWalk
    from svclint.simulation.kernel import real

    code, scenario = RACES[race]
    once, seconds = _runner(CORPUS / f"{race}_bug.py", scenario), []
    for seed in range(SEEDS):
        begin, number, found = real.perf_counter(), 0, False
        while not found and real.perf_counter() - begin <= LIMIT:
            found = any(one.code == code for one in once(RandomWalk(seed * 1_000_000 + number)).violations)
            number += 1
        seconds.append(real.perf_counter() - begin if found else 2 * LIMIT)
    return seconds


def measured() -> dict[str, float]:
    """Schedules per second, what 5,000 of them leave behind, and milliseconds for a stop of 125 s."""
    from svclint.simulation.exploration.portfolio import plan
    from svclint.simulation.exploration.tape import Strategy
    from svclint.simulation.kernel import real
    from tests.benchmarks.kernel import resident

    once = _runner(USUAL, "start-stop")
    for number in range(500):
        once(plan(number, 0, 100).strategy)
    memory, begin, before = resident(), real.perf_counter(), sum(os.times()[:2])
    for number in range(5000):
        once(plan(number, 0, 100).strategy)
    seconds, worked = real.perf_counter() - begin, sum(os.times()[:2]) - before
    grown, threads = resident() - memory, len(real.current_frames())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "slow_stop.py")
        path.write_text(LONG)
        slow = _runner(path, "start-stop")
        begin = real.perf_counter()
        slow(Strategy())
        stop = (real.perf_counter() - begin) * 1000
    rates = {"schedules/s": 5000 / seconds, "schedules/CPU s": 5000 / worked}
    return {**rates, "threads": threads, "KiB more": grown, "stop of 125 s, ms": stop}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    words = sys.argv[1:] or ["silence", "detection", "chance", "speed"]
    if words[0] == "silence" and len(words) > 1 and words[1].isdecimal():
        silence(int(words[1]))
    else:
        for word in words:
            {"silence": silence, "detection": detection, "chance": chance, "speed": speed}[word]()
