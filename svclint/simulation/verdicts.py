"""What a search says in the end: kept, broken or inconclusive, and on what grounds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from svclint.checking.finding import Finding
from svclint.rules import rule
from svclint.simulation.choices import FIRST
from svclint.simulation.exploration.token import Token
from svclint.simulation.jobs import Job
from svclint.simulation.plain import finding
from svclint.simulation.results import Result, Shown
from svclint.simulation.targets import BadTarget, parsed, shown

OTHER: Final = "the run is not the one of the token: something but source files has changed, or nothing determines it"
REPLAYS: Final = 2  # fresh processes that a finding must show itself in before it is told


Telling = Callable[[Sequence[Job]], Iterable[dict[str, Any]]]


def heard(result: Result, message: Mapping[str, Any]) -> None:
    """Add what a worker tells, but for findings. Raises BadTarget."""
    match message["kind"]:
        case "bad target":
            raise BadTarget(message["text"])
        case "unclear":
            result.limits[f"{message['ending']}: {message['detail']}"] += 1
        case "lost":
            result.limits[message["why"]] += 1
        case "denied":
            result.denied[f"{message['effect']}: {message['what']}"] += 1
        case "counted":
            result.scenarios.setdefault(message["scenario"], Counter()).update(message["runs"])
            result.lines.update((path, line) for path, line in message["lines"])


def told_found(message: Mapping[str, Any], job: Job) -> Shown:
    """A finding that a worker tells; ``again`` and ``trace`` are there when it was seen in others since."""
    again, trace = message.get("again", 0), tuple(message.get("trace", ()))
    found, token = finding(message["finding"]), _token(message, job)
    return Shown(found, message["scenario"], message["strategy"], token, again, trace)


def _token(message: Mapping[str, Any], job: Job) -> Token:
    """The token of a finding's run; its paths count from the folder of the search."""
    target, scenario = shown(job.target, job.base), shown(message["scenario"], job.base)
    return Token(
        target,
        scenario,
        job.host,
        job.profile,
        job.slack,
        files={shown(path, job.base): mark for path, mark in sorted(message["files"].items())},
        deviations=dict(message["deviations"]),
        digest=message["run"]["digest"],
        allow=job.allow,
        framework=job.framework and shown(job.framework, job.base),
    )


def distinct(shown: Iterable[Shown]) -> list[Shown]:
    """One of each rule and place, with the shortest schedule."""
    best: dict[tuple[str, object], Shown] = {}
    for one in sorted(shown, key=lambda each: (len(each.token.deviations), each.scenario)):
        best.setdefault((one.finding.code, one.finding.at), one)
    return sorted(best.values(), key=lambda one: (one.finding.at, one.finding.code))


def loudest(shown: Sequence[Shown]) -> Iterator[Shown]:
    """Without those that yield to another one at their place: other schedules may have shown that."""
    certain = {(one.finding.code, one.finding.at) for one in shown if one.again}
    for one in shown:
        if not any((code, one.finding.at) in certain for code in rule(one.finding.code).yields_to):
            yield one


def seen_again(shown: Shown, job: Job, tell: Telling) -> Shown:
    """A finding, with how many fresh processes show it that are given its schedule; some that were, are not asked."""
    if shown.again:
        return shown
    again = replace(job, scenarios=(shown.scenario,), deviations=shown.token.deviations)
    replayed = [one for _ in range(REPLAYS) for one in tell([again]) if one["kind"] == "replayed"]
    has = _has(shown.finding)
    trace = next((tuple(one["trace"]) for one in replayed if has(one)), ())
    return replace(shown, again=sum(map(has, replayed)), trace=trace)


def _has(wanted: Finding) -> Callable[[dict[str, Any]], bool]:
    def has(message: dict[str, Any]) -> bool:
        found = map(finding, message["findings"])
        return any((one.code, one.at) == (wanted.code, wanted.at) for one in found)

    return has


def again(token: Token, base: str, tell: Telling) -> Result:
    """The schedule of a token, run once in a fresh process: what it shows. Raises BadTarget."""
    job = _job(token, base)
    result = Result()
    for message in tell([replace(job, deviations=token.deviations)]):
        if message["kind"] == "replayed":
            trace = tuple(message["trace"])
            shown = (Shown(finding(one), token.scenario, "replay", token, 1, trace) for one in message["findings"])
            result.shown.extend(shown)
            result.scenarios[token.scenario] = Counter({"replay": 1})
            if not message["run"]["whole"]:
                result.limits[message["run"]["ending"]] += 1
            if message["run"]["digest"] != token.digest:
                result.limits[OTHER] += 1
        else:
            heard(result, message)
    return result


def _job(token: Token, base: str) -> Job:
    framework = token.framework and os.path.join(base, token.framework)
    target = str(parsed(token.target, base))
    job = Job(target, base, token.host, token.profile, framework, scenarios=(token.scenario,), allow=token.allow)
    return replace(job, slack=token.slack)


def usual_run(job: Job, tell: Telling) -> tuple[str, ...]:
    """The lines of a trace file for the default schedule of a job's first scenario; none when it cannot be had."""
    first = (*job.scenarios, FIRST)[0]
    messages = tell([replace(job, scenarios=(first,), deviations={})])
    return next((tuple(one["trace"]) for one in messages if one["kind"] == "replayed"), ())
