"""A job in terms of the simulation: which class in which host, which scenarios, and the answers as plain data."""

from __future__ import annotations

import gc
import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from svclint.contract.budgets import BUDGETS
from svclint.contract.controls import Accept
from svclint.simulation.choices import FIRST, HOSTS, PROFILES
from svclint.simulation.generating import made_up
from svclint.simulation.importing import CodeKeeper, keep_code
from svclint.simulation.jobs import Job
from svclint.simulation.kernel import Limits, running
from svclint.simulation.loading import CX_FREEZE, PYWIN32, Loading
from svclint.simulation.plain import plain
from svclint.simulation.plays import scenario
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.journal import SECOND
from svclint.simulation.recording.places import Places
from svclint.simulation.runs import Run, Subject, Unusable, fresh_modules
from svclint.simulation.scenarios import Scenario, fitting, listed
from svclint.simulation.scm.hosts import Program, cx_freeze, python_service, script
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
from svclint.simulation.sequences import Controls, usual
from svclint.simulation.targets import BadTarget, Target, importable, parsed, roots
from svclint.simulation.tracing.jsonl import dumped
from svclint.simulation.tracing.trace import Trace

STRICT_SHUTDOWN: Final = 5.0  # seconds: what current Windows installs (contract part F, 7)
_PROFILES: Final = (
    WINDOWS,
    Profile(preshutdown=BUDGETS["PreshutdownOld"].seconds),
    Profile(shutdown=STRICT_SHUTDOWN),
)
PROFILE_OF: Final = dict(zip(PROFILES, _PROFILES, strict=True))


_OURS: Final = str(Path(__file__).parents[1])


def messages(job: Job, limits: Limits) -> Iterator[dict[str, Any]]:
    """What the parent is told, one message after another."""
    try:
        yield from _messages(job, limits)
    except BadTarget as error:
        yield {"kind": "bad target", "text": str(error)}
    except Unusable as error:
        yield {"kind": "lost", "why": str(error)}


def _messages(job: Job, limits: Limits) -> Iterator[dict[str, Any]]:
    target = parsed(job.target)
    loading = Loading(target, CX_FREEZE if job.host == HOSTS[3] else PYWIN32)
    subject = prepared(job, target, loading)
    accepted = Search(subject, job.seed, limits).probe(FIRST, listed(FIRST))
    gc.freeze()  # what has been imported stays: the collections between runs need not look at it
    if loading.error:
        raise BadTarget(loading.error)
    search = Search(subject._replace(name=loading.name), job.seed, limits)
    if isinstance(accepted, Unclear):
        yield _message(accepted)
    if job.deviations is not None:
        yield _replayed(search, subject, job)
    elif not isinstance(accepted, Unclear):
        yield from map(_message, _searched(search, subject, job, accepted))
    elif accepted.ending == NEVER_RUNNING:  # the start itself may be at fault
        yield from map(_message, _through(search, subject, job, (FIRST,)))


def _searched(search: Search, subject: Subject, job: Job, accepted: Accept) -> Iterator[Told]:
    if job.longest is None:
        return _through(search, subject, job, job.scenarios or tuple(fitting(accepted)))
    controls = Controls(job.words or tuple(usual(accepted)), job.longest)
    return made_up(search, controls, job.seed, job.count)


def _through(search: Search, subject: Subject, job: Job, names: Sequence[str]) -> Iterator[Told]:
    """One scenario after another."""
    for name, played in [(name, _scenario(name, subject, job)) for name in names]:
        dirty = False
        for told in search.search(name, played, range(job.first, job.count, job.stride)):
            yield told
            dirty |= isinstance(told, Unclear) and told.dirty
        if dirty:
            return


def _scenario(name: str, subject: Subject, job: Job) -> Scenario:
    """The scenario of a name. What its file imports of the author's is imported anew in every run all the same."""
    with fresh_modules(subject.author):
        return scenario(name, job.base)


def _replayed(search: Search, subject: Subject, job: Job) -> dict[str, Any]:
    made = search.replay(_scenario(job.scenarios[0], subject, job), job.deviations or {})
    findings = [plain(one) for one in broken(made, subject)]
    facts = {"target": str(job.target), "scenario": job.scenarios[0], "host": job.host, "profile": job.profile}
    trace = list(dumped(Trace(facts, made.tracks, made.events, made.violations)))
    return {"kind": "replayed", "digest": made.digest, "findings": findings, "run": _shown(made), "trace": trace}


def prepared(job: Job, target: Target, loading: Loading) -> Subject:
    """What is run; from now on the author's modules can be imported in this process. pywin32's files are not theirs."""
    folders = _folders(target, job.base)
    sys.path[:0] = folders
    running.preparations.append(partial(sys.path.__setitem__, slice(None), list(sys.path)))
    for folder in folders:
        keep_code(folder)
    if job.instead and target.path:
        CodeKeeper.instead[str(target.path)] = job.instead
    installed = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    framework = (os.path.join(job.framework, ""),) if job.framework else ()
    foreign = (os.path.join(sysconfig.get_path("stdlib"), ""), *installed, _OURS, *framework)
    author = Author(tuple(os.path.join(folder, "") for folder in folders), foreign)
    places = Places(job.base, CodeKeeper.instead)
    return Subject(loading.name, _program(job.host, target, loading), author, places, PROFILE_OF[job.profile])


def _folders(target: Target, base: str) -> list[str]:
    """Where the author's modules are: those of the target's package, those beside it, and those of the project."""
    own = [importable(target.path)[0], str(target.path.parent)] if target.path else []
    return list(dict.fromkeys([*own, *roots(base)]))


def _program(host: str, target: Target, loading: Loading) -> Program:
    if host == HOSTS[3]:
        return cx_freeze(loading)
    if host == HOSTS[0]:
        return python_service(loading)
    if host == HOSTS[2]:
        vars(sys)["frozen"] = True
    return script(loading.host if target.cls else loading.run)


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
