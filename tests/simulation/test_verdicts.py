"""What the parent makes of the messages of its workers; here a function plays the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.exploring.search import verified
from svclint.exploring.work import Supervisors
from svclint.rules import rule
from svclint.simulation.jobs import Job
from svclint.simulation.plain import plain
from svclint.simulation.results import Agreement, Result, Verdict, agreement, reason
from svclint.simulation.unjudged import HALF_SEEN, READ_ONLY
from svclint.simulation.verdicts import OTHER, again

HERE, THERE = At("feed.py", 9, 1, 9, 5, "wait"), At("feed.py", 12, 1, 12, 5, "wait")


def found(code: str, at: At) -> dict[str, Any]:
    """A finding, by its default schedule."""
    return {
        "kind": "found",
        "finding": plain(Finding(code, "text", at, Certainty.BROKEN, (), (), "")),
        "scenario": "start-stop",
        "strategy": "default",
        "number": 0,
        "deviations": [],
        "files": {},
        "run": {"digest": code, "ending": "DONE", "whole": True, "seconds": 1.0},
    }


def workers(*finds: dict[str, Any], seen: Sequence[str]) -> Callable[[Sequence[Job]], Iterator[dict[str, Any]]]:
    """Workers that find these, and of them see those of some codes again."""

    def tell(jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
        if jobs[0].deviations is None:
            yield from finds
            yield {"kind": "counted", "scenario": "start-stop", "runs": {"default": 1}, "lines": [], "files": {}}
        else:
            again = [one["finding"] for one in finds if one["finding"]["code"] in seen]
            yield {"kind": "replayed", "findings": again, "run": finds[0]["run"], "trace": []}

    return tell


def result(*finds: dict[str, Any], seen: Sequence[str]) -> Result:
    """What is told in the end."""
    return verified(Job("feed:Feed", ""), Supervisors(1, workers(*finds, seen=seen)))


def codes(told: Result) -> list[tuple[str, At]]:
    """The findings."""
    return [(one.finding.code, one.finding.at) for one in told.shown]


def test_the_graver_finding_of_a_place_speaks() -> None:
    """SVC103 yields to SVC902 when another schedule shows that, and only where that stands."""
    told = result(found("SVC103", HERE), found("SVC902", HERE), found("SVC103", THERE), seen=("SVC103", "SVC902"))
    assert codes(told) == [("SVC902", HERE), ("SVC103", THERE)]


def test_what_is_not_seen_again_silences_nothing() -> None:
    """The certain finding stays."""
    told = result(found("SVC103", HERE), found("SVC902", HERE), seen=("SVC103",))
    assert codes(told) == [("SVC103", HERE), ("SVC902", HERE)]
    assert [one.again for one in told.shown] == [2, 0]


def test_a_replay_says_when_the_run_is_another() -> None:
    """By what stands for all that happened in it."""
    find = found("SVC902", HERE)
    (shown,) = result(find, seen=("SVC902",)).shown
    for digest, limits in (("SVC902", {}), ("another", {OTHER: 1})):
        find["run"]["digest"] = digest
        told = again(shown.token, "/", workers(find, seen=("SVC902",)))
        assert (dict(told.limits), told.verdict) == (limits, Verdict.BROKEN)


def test_what_runs_make_of_a_finding_about_the_source() -> None:
    """Seen in a run, not come by, passed without harm; nothing is made of what no run could show."""

    def read(code: str, at: At) -> Finding:
        return Finding(code, "text", at, Certainty.BROKEN, (), (), "")

    told = result(found("SVC202", HERE), seen=("SVC202",))
    assert agreement(read("SVC202", HERE), told) is Agreement.WITNESSED
    assert agreement(read("SVC202", THERE), told) is Agreement.NOT_PROVOKED
    told.lines.add((THERE.path, THERE.line))
    assert agreement(read("SVC202", THERE), told) is Agreement.CONTRADICTED
    assert {agreement(read(code, THERE), told) for code in READ_ONLY} == {Agreement.UNJUDGED}
    assert {rule(code).code for code in READ_ONLY} == set(READ_ONLY)


def test_what_a_run_sees_half_of_is_not_contradicted() -> None:
    """The constant of another family may have the number of a state; and why is told."""
    told = result(found("SVC202", HERE), seen=("SVC202",))
    told.lines.add((THERE.path, THERE.line))
    for code in HALF_SEEN:
        made = agreement(Finding(code, "text", THERE, Certainty.BROKEN, (), (), ""), told)
        assert (made, reason(code, made)) == (Agreement.NOT_PROVOKED, HALF_SEEN[code])
    assert reason("SVC202", Agreement.CONTRADICTED)
    assert not reason("SVC202", Agreement.WITNESSED)
    assert {rule(code).code for code in HALF_SEEN} == set(HALF_SEEN)
    assert not HALF_SEEN.keys() & READ_ONLY.keys()
