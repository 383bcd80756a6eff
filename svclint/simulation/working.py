"""A job in terms of the simulation: which class in which host, which scenarios, and the answers as plain data."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from svclint.contract.budgets import BUDGETS
from svclint.simulation.choices import HOSTS, PROFILES
from svclint.simulation.jobs import Job
from svclint.simulation.kernel import Limits
from svclint.simulation.plain import plain
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.journal import SECOND
from svclint.simulation.recording.places import Places
from svclint.simulation.runs import Run, Subject
from svclint.simulation.scenarios import fitting, named
from svclint.simulation.scm.hosts import Load, Program, cx_freeze, python_service, script
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.searching import (
    NEVER_RUNNING,
    SEEN_TO_THE_END,
    Counted,
    Found,
    Ran,
    Search,
    Told,
    Unclear,
    broken,
)
from svclint.simulation.targets import BadTarget, CodeKeeper, Target, keep_code, load, parsed, run_script

STRICT_SHUTDOWN: Final = 5.0  # seconds: what current Windows installs (contract part F, 7)
_PROFILES: Final = (
    WINDOWS,
    Profile(preshutdown=BUDGETS["PreshutdownOld"].seconds),
    Profile(shutdown=STRICT_SHUTDOWN),
)
PROFILE_OF: Final = dict(zip(PROFILES, _PROFILES, strict=True))
FIRST: Final = "start-stop"


_OURS: Final = str(Path(__file__).parents[1])


class Loading:
    """Loads the class within the run, as the host does, and remembers what came of it."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.name = "Service"
        self.error: str | None = None

    def __call__(self) -> type[Any]:
        """The class, freshly imported. Raises what the import raises."""
        try:
            cls = load(self._target)
        except BadTarget as error:
            self.error = str(error)
            raise
        except Exception as error:
            self.error = f"{self._target} cannot be imported: {type(error).__name__}: {error}"
            raise
        self.name = str(getattr(cls, "_svc_name_", self.name))
        return cls


def messages(job: Job, limits: Limits) -> Iterator[dict[str, Any]]:
    """What the parent is told, one message after another."""
    try:
        yield from _messages(job, limits)
    except BadTarget as error:
        yield {"kind": "bad target", "text": str(error)}


def _messages(job: Job, limits: Limits) -> Iterator[dict[str, Any]]:
    target = parsed(job.target)
    loading = Loading(target)
    subject = _subject(job, target, loading)
    accepted = Search(subject, job.seed, limits).probe(FIRST, named(FIRST))
    if loading.error:
        raise BadTarget(loading.error)
    search = Search(subject._replace(name=loading.name), job.seed, limits)
    if isinstance(accepted, Unclear):
        yield _message(accepted)
    if job.deviations is not None:
        yield _replayed(search, subject, job)
    elif not isinstance(accepted, Unclear):
        yield from _searched(search, job, job.scenarios or tuple(fitting(accepted)))
    elif accepted.ending == NEVER_RUNNING:  # the start itself may be at fault
        yield from _searched(search, job, (FIRST,))


def _searched(search: Search, job: Job, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    yield {"kind": "scenarios", "names": names}
    for name in names:
        numbers = range(job.first, job.count, job.stride)
        for told in search.search(name, named(name), numbers):
            yield _message(told)
            if isinstance(told, Unclear) and told.dirty:
                return


def _replayed(search: Search, subject: Subject, job: Job) -> dict[str, Any]:
    made = search.replay(named(job.scenarios[0]), job.deviations or {})
    findings = [plain(one) for one in broken(made, subject)]
    return {"kind": "replayed", "digest": made.digest, "findings": findings, "run": _shown(made)}


def _subject(job: Job, target: Target, loading: Loading) -> Subject:
    folder = str(target.path.parent if target.path else Path(job.base))
    sys.path.insert(0, folder)
    keep_code(folder)
    if job.instead and target.path:
        CodeKeeper.instead[str(target.path)] = job.instead
    foreign = (os.path.join(sysconfig.get_path("stdlib"), ""), sysconfig.get_path("purelib"), _OURS)
    author = Author((os.path.join(folder, ""),), foreign)
    places = Places(job.base, CodeKeeper.instead)
    return Subject(loading.name, _program(job.host, target, loading), author, places, PROFILE_OF[job.profile])


def _program(host: str, target: Target, loading: Load) -> Program:
    if host == HOSTS[3]:
        return cx_freeze(loading)
    if host == HOSTS[0] or target.path is None:
        return python_service(loading)
    return script(partial(run_script, target.path))


def _message(told: Told) -> dict[str, Any]:
    match told:
        case Found():
            return {
                "kind": "found",
                "finding": plain(told.finding),
                "scenario": told.scenario,
                "strategy": told.strategy,
                "number": told.number,
                "deviations": sorted(told.deviations.items()),
                "run": _shown(told.run),
            }
        case Unclear():
            return {"kind": "unclear", **told._asdict()}
        case Ran():
            return {"kind": "ran", "scenario": told.scenario}
        case Counted():
            return {"kind": "counted", "scenario": told.scenario, "runs": told.runs, "lines": sorted(told.lines)}


def _shown(made: Run) -> dict[str, Any]:
    """What the parent keeps of a run."""
    ending = made.outcome.ending
    whole = ending in SEEN_TO_THE_END
    return {"digest": made.digest, "ending": ending.name, "whole": whole, "seconds": made.outcome.now / SECOND}
