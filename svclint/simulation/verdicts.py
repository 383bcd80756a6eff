"""What a search says in the end: kept, broken or inconclusive, and on what grounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from svclint.checking.finding import Finding
from svclint.simulation.choices import FIRST
from svclint.simulation.exploration.token import Token
from svclint.simulation.jobs import Job
from svclint.simulation.plain import finding
from svclint.simulation.targets import BadTarget

REPLAYS: Final = 2  # fresh processes that a finding must show itself in before it is told


class Verdict(Enum):
    """The three answers; a limit is never a pass."""

    KEPT = "kept"
    BROKEN = "broken"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Shown:
    """A finding of a run: how it was found, its replay token, and in how many fresh processes it was seen again.

    ``trace``: the run of its shortest schedule, as the lines of a trace file.
    """

    finding: Finding
    scenario: str
    strategy: str
    token: Token
    again: int = 0
    trace: tuple[str, ...] = ()


@dataclass
class Result:
    """All that a search told.

    ``limits``: why some runs prove nothing, each with how often. ``denied``: effects. ``lines`` (path, number): where
    something happened in some run.
    """

    shown: list[Shown] = field(default_factory=list)
    limits: Counter[str] = field(default_factory=Counter)
    denied: Counter[str] = field(default_factory=Counter)
    scenarios: dict[str, Counter[str]] = field(default_factory=dict)
    lines: set[tuple[str, int]] = field(default_factory=set)

    @property
    def runs(self) -> int:
        """How many schedules were run."""
        return sum(map(Counter.total, self.scenarios.values()))

    @property
    def verdict(self) -> Verdict:
        """Broken, if a finding could be had again; kept, if every run was seen to its end."""
        if any(one.again for one in self.shown):
            return Verdict.BROKEN
        return Verdict.INCONCLUSIVE if self.limits or self.shown or not self.runs else Verdict.KEPT


class Agreement(Enum):
    """What runs make of a finding about the source."""

    WITNESSED = "witnessed"
    NOT_PROVOKED = "not provoked"
    CONTRADICTED = "contradicted"


def agreement(static: Finding, result: Result) -> Agreement:
    """Whether a run shows what was read, there or at a step on the way; contradicted: runs came by and all was well."""
    places = {(at.path, at.line) for at in (static.at, *(step.at for step in static.steps))}
    shown = (one.finding for one in result.shown if one.finding.code == static.code)
    if any((one.at.path, one.at.line) in places for one in shown):
        return Agreement.WITNESSED
    return Agreement.CONTRADICTED if (static.at.path, static.at.line) in result.lines else Agreement.NOT_PROVOKED


Telling = Callable[[Sequence[Job]], Iterable[dict[str, Any]]]


def verified(job: Job, jobs: int, source: str, tell: Telling, progress: Callable[[str], object]) -> Result:
    """Search with so many processes, and see every finding again in fresh ones. Raises BadTarget.

    ``source`` is the fingerprint of the target; ``progress`` hears the scenario of some runs.
    """
    result = Result()
    for message in tell([replace(job, first=number, stride=jobs) for number in range(jobs)]):
        _heard(result, message, job, source, progress)
    result.shown = [_seen_again(one, job, tell) for one in _distinct(result.shown)]
    return result


def _heard(result: Result, message: dict[str, Any], job: Job, source: str, progress: Callable[[str], object]) -> None:
    match message["kind"]:
        case "bad target":
            raise BadTarget(message["text"])
        case "found":
            result.shown.append(_shown(message, job, source))
        case "unclear":
            result.limits[f"{message['ending']}: {message['detail']}"] += 1
        case "lost":
            result.limits[message["why"]] += 1
        case "denied":
            result.denied[f"{message['effect']}: {message['what']}"] += 1
        case "counted":
            result.scenarios.setdefault(message["scenario"], Counter()).update(message["runs"])
            result.lines.update((path, line) for path, line in message["lines"])
        case "ran":
            progress(message["scenario"])


def _shown(message: dict[str, Any], job: Job, source: str) -> Shown:
    deviations = dict(message["deviations"])
    token = Token(job.target, message["scenario"], job.host, job.profile, job.slack, source, deviations)
    return Shown(finding(message["finding"]), message["scenario"], message["strategy"], token)


def _distinct(shown: Iterable[Shown]) -> list[Shown]:
    """One of each rule and place, with the shortest schedule: several workers may find the same."""
    best: dict[tuple[str, object], Shown] = {}
    for one in sorted(shown, key=lambda each: (len(each.token.deviations), each.scenario)):
        best.setdefault((one.finding.code, one.finding.at), one)
    return sorted(best.values(), key=lambda one: (one.finding.at, one.finding.code))


def _seen_again(shown: Shown, job: Job, tell: Telling) -> Shown:
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
    job = Job(token.target, base, token.host, token.profile, scenarios=(token.scenario,), slack=token.slack)
    result = Result()
    for message in tell([replace(job, deviations=token.deviations)]):
        if message["kind"] == "replayed":
            trace = tuple(message["trace"])
            shown = (Shown(finding(one), token.scenario, "replay", token, 1, trace) for one in message["findings"])
            result.shown.extend(shown)
            result.scenarios[token.scenario] = Counter({"replay": 1})
            if not message["run"]["whole"]:
                result.limits[message["run"]["ending"]] += 1
        else:
            _heard(result, message, job, token.source, lambda scenario: None)
    return result


def usual_run(job: Job, tell: Telling) -> tuple[str, ...]:
    """The lines of a trace file for the default schedule of a job's first scenario; none when it cannot be had."""
    first = (*job.scenarios, FIRST)[0]
    messages = tell([replace(job, scenarios=(first,), deviations={})])
    return next((tuple(one["trace"]) for one in messages if one["kind"] == "replayed"), ())
