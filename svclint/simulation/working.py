"""A job in terms of the simulation: which scenarios, how long, and the answers as plain data."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import Any, Final

from svclint.contract.controls import Accept
from svclint.simulation.choices import FIRST, HOSTS
from svclint.simulation.generating import made_up
from svclint.simulation.jobs import Job
from svclint.simulation.kernel import Limits
from svclint.simulation.loading import CX_FREEZE, PYWIN32, Loading
from svclint.simulation.news import (
    FAILED,
    NEVER_RUNNING,
    SEEN_TO_THE_END,
    Counted,
    Found,
    Left,
    Ran,
    Told,
    Unclear,
)
from svclint.simulation.pins import pinned, read_files
from svclint.simulation.plain import plain
from svclint.simulation.plays import scenario
from svclint.simulation.preparing import prepared
from svclint.simulation.recording.journal import SECOND
from svclint.simulation.runs import Run, Subject, Unusable, fresh_modules
from svclint.simulation.scenarios import Scenario, fitting, listed
from svclint.simulation.searching import Search, broken
from svclint.simulation.sequences import Controls, usual
from svclint.simulation.targets import BadTarget, parsed
from svclint.simulation.tracing.jsonl import dumped
from svclint.simulation.tracing.trace import Trace

_AT_START: Final = (NEVER_RUNNING, FAILED)


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
    accepted = _accepted(Search(subject, job.seed, limits), subject, job)
    gc.freeze()  # what has been imported stays: the collections between runs need not look at it
    if loading.error:
        raise BadTarget(loading.error)
    search = Search(subject._replace(name=loading.name), job.seed, limits)
    if isinstance(accepted, Unclear) and not job.first:  # once, however many processes share the numbers
        yield _message(accepted, subject, job)
    if job.deviations is not None:
        yield _replayed(search, subject, job)
    elif not isinstance(accepted, Unclear):
        yield from (_message(told, subject, job) for told in _searched(search, subject, job, accepted))
    elif accepted.ending in _AT_START:  # the start itself may be at fault
        names = job.scenarios or (FIRST,)
        yield from (_message(told, subject, job) for told in _through(search, subject, job, names))


def _accepted(search: Search, subject: Subject, job: Job) -> Accept | Unclear:
    """The accept mask of the service; one that comes to nothing may need what only the author's scenario gives it."""
    accepted = search.probe(FIRST, listed(FIRST))
    if isinstance(accepted, Unclear) and accepted.ending in _AT_START and job.scenarios:
        return search.probe(job.scenarios[0], _scenario(job.scenarios[0], subject, job))
    return accepted


def _searched(search: Search, subject: Subject, job: Job, accepted: Accept) -> Iterator[Told]:
    if job.longest is None:
        return _through(search, subject, job, job.scenarios or tuple(fitting(accepted)))
    controls = Controls(job.words or tuple(usual(accepted)), job.longest)
    return made_up(search, controls, job.seed, job.count)


def _through(search: Search, subject: Subject, job: Job, names: Sequence[str]) -> Iterator[Told]:
    """One scenario after another, until the process must be given up."""
    begin = job.first if job.begin is None else job.begin
    for index, (name, played) in enumerate([(name, _scenario(name, subject, job)) for name in names]):
        given_up: Unclear | None = None
        for told in search.search(name, played, range(begin, job.count, job.stride)):
            yield told
            given_up = told if isinstance(told, Unclear) and told.dirty else given_up
        if given_up:
            yield _left(names[index:], given_up.number + job.stride, job)
            return
        begin = job.first


def _left(names: Sequence[str], begin: int, job: Job) -> Left:
    """What is to be done after a run of the first of these scenarios."""
    return Left(tuple(names), begin) if begin < job.count else Left(tuple(names[1:]), None)


def _scenario(name: str, subject: Subject, job: Job) -> Scenario:
    """The scenario of a name. What its file imports of the author's is imported anew in every run all the same."""
    with fresh_modules(subject.author):
        return scenario(name, job.base)


def _replayed(search: Search, subject: Subject, job: Job) -> dict[str, Any]:
    made = search.replay(_scenario(job.scenarios[0], subject, job), job.deviations or {})
    findings = [plain(one) for one in broken(made, subject)]
    facts = {"target": str(job.target), "scenario": job.scenarios[0], "host": job.host, "profile": job.profile}
    trace = list(dumped(Trace(facts, made.tracks, made.events, made.violations)))
    files = pinned(made, subject.author, job.framework)
    return {"kind": "replayed", "findings": findings, "files": files, "run": _shown(made), "trace": trace}


def _message(told: Told, subject: Subject, job: Job) -> dict[str, Any]:
    match told:
        case Found():
            return {
                "kind": "found",
                "finding": plain(told.finding),
                "scenario": told.scenario,
                "strategy": told.strategy,
                "number": told.number,
                "deviations": sorted(told.deviations.items()),
                "files": pinned(told.run, subject.author, job.framework),
                "run": _shown(told.run),
            }
        case Unclear():
            return {"kind": "unclear", **told._asdict()}
        case Left():
            return {"kind": "left", **told._asdict()}
        case Ran():
            return {"kind": "ran", "scenario": told.scenario, "runs": {told.strategy: 1}}
        case Counted():
            lines, files = sorted(told.lines), read_files(subject.author, job.framework)
            return {
                "kind": "counted",
                "scenario": told.scenario,
                "runs": told.runs,
                "lines": lines,
                "files": files,
            }


def _shown(made: Run) -> dict[str, Any]:
    """What the parent keeps of a run."""
    ending = made.outcome.ending
    whole = ending in SEEN_TO_THE_END
    return {"digest": made.digest, "ending": ending.name, "whole": whole, "seconds": made.outcome.now / SECOND}
