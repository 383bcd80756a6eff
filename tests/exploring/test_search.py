"""Searches from end to end, with workers that a table plays: shared, interrupted, gone on with, ended early."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svclint.exploring import cells
from svclint.exploring.harvest import KINDS, OTHERS, Harvest
from svclint.exploring.search import LOST, Manner, verified
from svclint.exploring.state import State
from svclint.exploring.work import Supervisors, explored
from svclint.hired import Hired
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result, Verdict
from svclint.simulation.supervising import UNFINISHED
from tests.doors.crews import Dying
from tests.exploring.workers import SCENARIOS, Shows, Workers, found

CELL = 10
COUNT = 3 * CELL + 7
FINDINGS = st.builds(Shows, st.sampled_from(("SVC202", "SVC902")), st.integers(1, 3), st.integers(0, 5))
TABLES = st.dictionaries(st.tuples(st.sampled_from(SCENARIOS), st.integers(0, COUNT - 1)), FINDINGS, max_size=9)
ALL = {(scenario, number): 1 for scenario in SCENARIOS for number in range(COUNT)}


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """Small cells; and the file that these workers say they ran is as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "RUNS", CELL * len(cells.SCENARIOS))
        patch.setattr("svclint.exploring.state._mark", lambda path: "mark")
        yield


def job(base: str = "/", **more: Any) -> Job:
    """A search of a few cells."""
    return Job("feed:Feed", base, **{"count": COUNT, **more})


def searched(workers: Any, width: int = 1, asked: Job | None = None, **manner: Any) -> Result:
    """What such a search shows."""
    return verified(asked or job(), Supervisors(width, workers), Manner(**manner))


def facts(result: Result) -> tuple[Any, ...]:
    """All of it, with the order it is told in."""
    return result.shown, [*result.limits.items()], [*result.scenarios], result.scenarios, result.lines


def state(base: str, lines: list[str], **more: Any) -> State:
    """A state that is written after each cell."""
    return State(job(base, **more), lines.append, partial(next, count()))


@given(TABLES)
def test_the_number_of_workers_changes_nothing(table: dict[tuple[str, int], Shows]) -> None:
    """Each schedule is searched once, and the same is told of the same schedules, in the same order."""
    results = []
    for width in (1, 2, 3, 7):
        workers = Workers(table)
        results.append(facts(searched(workers, width)))
        assert workers.searched == ALL
    # what the lines of a part are, these workers tell by its bounds
    assert [one[:-1] for one in results] == [results[0][:-1]] * 4


def test_the_shortest_schedule_speaks_for_a_finding() -> None:
    """One for each rule and place."""
    table = {
        ("start-stop", 5): Shows("SVC202", 1, 4),
        ("restart", CELL + 3): Shows("SVC202", 1, 2),
        ("restart", 2 * CELL): Shows("SVC202", 1, 3),
        ("restart", 9): Shows("SVC202", 2, 5),
    }
    shown = searched(Workers(table), 2).shown
    assert [(one.finding.at.line, len(one.token.deviations), one.again) for one in shown] == [(1, 2, 2), (2, 5, 2)]
    assert [one.strategy for one in shown] == ["even" if (CELL + 3) % 2 == 0 else "odd", "odd"]


@given(TABLES, st.integers(0, 4), st.integers(1, 3), st.integers(1, 3), st.sampled_from((0, CELL)))
def test_an_interrupted_search_goes_on(
    table: dict[tuple[str, int], Shows], interrupted: int, before: int, after: int, more: int
) -> None:
    """Finished cells are not searched again; in the end all is as if nothing had happened."""
    with TemporaryDirectory() as base:
        lines: list[str] = []
        first, second = Workers(table, interrupted), Workers(table)
        with suppress(KeyboardInterrupt):
            searched(first, before, job(base), state=state(base, lines))
        kept = list(Path(base).rglob("*.json"))
        done = {(name, number) for name in SCENARIOS for span in _done(kept) for number in range(*span)}
        kept_by = state(base, lines, count=COUNT + more)
        result = searched(second, after, job(base, count=COUNT + more), state=kept_by, say=lines.append)
        assert done.isdisjoint(second.searched)
        assert done | set(second.searched) == {(name, number) for name in SCENARIOS for number in range(COUNT + more)}
        whole = searched(Workers(table), 1, job(base, count=COUNT + more))
        assert facts(result)[:-1] == facts(whole)[:-1]
        goes_on = [f"going on after {len(done) // len(SCENARIOS):,} of {COUNT + more:,} schedules"]
        assert lines == (goes_on if done else [])
        assert not list(Path(base).rglob("*.json"))


def _done(kept: list[Path]) -> list[tuple[int, int]]:
    return [span for path in kept for span in json.loads(path.read_text())["done"]]


def interrupted(base: str) -> Path:
    """A search that was stopped after two cells, by the file that says so."""
    with pytest.raises(KeyboardInterrupt):
        searched(Workers({}, 2), asked=job(base), state=state(base, []))
    (path,) = Path(base).rglob("*.json")
    return path


def again(base: str, **more: Any) -> tuple[int, list[str]]:
    """How many schedules the next run searches, and what it says."""
    lines: list[str] = []
    workers = Workers({})
    searched(workers, asked=job(base, **more), state=state(base, lines, **more))
    return workers.searched.total(), lines


EVERYTHING = COUNT * len(SCENARIOS)
REST = (COUNT - 2 * CELL) * len(SCENARIOS)


def test_it_is_kept_where_git_does_not_look(tmp_path: Path) -> None:
    """In a folder with a .gitignore of its own."""
    assert interrupted(str(tmp_path)).parent == tmp_path / ".svclint_cache" / "verify"
    assert (tmp_path / ".svclint_cache" / ".gitignore").read_text().splitlines()[-1] == "*"


@pytest.mark.parametrize("other", [{"seed": 1}, {"host": "python"}, {"profile": "strict-shutdown"}, {"slack": 3.0}])
def test_another_search_is_not_gone_on_with(tmp_path: Path, other: dict[str, Any]) -> None:
    """What it depends on makes it another one; the interrupted one waits."""
    interrupted(str(tmp_path))
    assert again(str(tmp_path), **other) == (EVERYTHING, [])
    assert again(str(tmp_path))[0] == REST


def test_a_shorter_search_leaves_the_long_one_alone(tmp_path: Path) -> None:
    """It asks for less than was done."""
    interrupted(str(tmp_path))
    assert again(str(tmp_path), count=CELL) == (CELL * len(SCENARIOS), [])
    assert again(str(tmp_path))[0] == REST


def test_edited_files_are_searched_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found out about the old ones is forgotten."""
    interrupted(str(tmp_path))
    monkeypatch.setattr("svclint.exploring.state._mark", lambda path: "another mark")
    assert again(str(tmp_path)) == (EVERYTHING, [])


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"done": 3}', "null", "[" * 100_000, "\udcff"], ids=len)
def test_a_broken_state_is_one_line(tmp_path: Path, text: str) -> None:
    """And the search begins anew."""
    path = interrupted(str(tmp_path))
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    runs, lines = again(str(tmp_path))
    assert (runs, lines) == (EVERYTHING, [f"{path}: cannot be read as a search that was begun; it begins anew"])


def test_a_cut_state_is_no_state(tmp_path: Path) -> None:
    """Wherever it ends."""
    path = interrupted(str(tmp_path))
    whole = path.read_bytes()
    for end in range(0, len(whole), 29):
        path.write_bytes(whole[:end])
        assert again(str(tmp_path))[0] == EVERYTHING


def test_a_state_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """The search goes on without."""
    (tmp_path / ".svclint_cache").write_text("no folder")
    runs, (line,) = again(str(tmp_path))
    assert runs == EVERYTHING
    assert line.startswith(str(tmp_path / ".svclint_cache"))
    assert " cannot be written: " in line


def test_two_runs_of_a_search_at_once(tmp_path: Path) -> None:
    """Each writes what it has done itself, whole; the one that ends first takes nothing from the other."""
    base = str(tmp_path)
    path = interrupted(base)
    one = state(base, []).loaded()
    again(base)
    assert not path.exists()
    state(base, []).save(one, now=True)
    assert again(base)[0] == REST


def test_a_short_search_leaves_nothing(tmp_path: Path) -> None:
    """One cell: there would be nothing to go on with."""
    again(str(tmp_path), count=CELL)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_on_the_way(tmp_path: Path) -> None:
    """What was run of the new one does not count, and no verdict is kept."""
    workers = Workers({})

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        workers.files = {"/feed.py": "mark" if jobs[0].first < CELL else "another"}
        yield from workers(jobs)

    result = searched(tell)
    assert result.runs == CELL * len(SCENARIOS)
    assert [*result.limits] == ["/feed.py was changed while it was searched: what was run since then does not count"]
    assert result.verdict is Verdict.INCONCLUSIVE


def test_the_first_confirmed_finding_ends_the_search() -> None:
    """Its worker searches no further, and nobody begins another cell."""
    table = {("start-stop", 3): Shows("SVC202", 1, 1), ("restart", 2 * CELL): Shows("SVC902", 2, 1)}
    workers = Workers(table)
    (shown,) = searched(workers, first=True).shown
    assert (shown.finding.code, shown.again, shown.trace) == ("SVC202", 2, ("trace",))
    assert len(workers.replayed) == 2
    assert set(workers.searched) == {("start-stop", number) for number in range(CELL)}


def test_a_finding_that_is_not_seen_again_ends_nothing() -> None:
    """The search goes on to its end."""
    finding = Workers({("start-stop", 3): Shows("SVC202", 1, 1)})

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        return (one if one["kind"] != "replayed" else {**one, "findings": []} for one in finding(jobs))

    result = searched(tell, first=True)
    assert [one.again for one in result.shown] == [0]
    assert finding.searched == ALL
    assert result.verdict is Verdict.INCONCLUSIVE


def test_replays_that_were_cut_short_say_nothing() -> None:
    """Another worker's finding was seen again before: this one is neither confirmed nor doubted."""
    finding = Workers({("start-stop", 3): Shows("SVC202", 1, 1)})

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        return finding(jobs) if jobs[0].deviations is None else iter([{"kind": UNFINISHED}])

    assert searched(tell, first=True).shown == []


def test_what_was_seen_again_is_told_rather_than_what_comes_first() -> None:
    """With --first two workers may find the same, and one of the schedules may depend on more than its choices."""
    workers = Workers({("start-stop", number): Shows("SVC202", 1, number) for number in (1, 2)})

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        lost = jobs[0].deviations == {0: 1}
        return (one if one["kind"] != "replayed" or not lost else {**one, "findings": []} for one in workers(jobs))

    (shown,) = searched(tell, 2, job(count=9), first=True).shown
    assert (shown.again, len(shown.token.deviations)) == (2, 2)


def test_a_search_stopped_by_a_finding_can_go_on(tmp_path: Path) -> None:
    """Without --first the same search takes over what was finished."""
    table = {("start-stop", CELL + 3): Shows("SVC202", 1, 1)}
    searched(Workers(table), asked=job(str(tmp_path)), state=state(str(tmp_path), []), first=True)
    workers = Workers(table)
    result = searched(workers, asked=job(str(tmp_path)), state=state(str(tmp_path), []))
    finished = set(ALL) - set(workers.searched)
    assert {key for key in ALL if key[1] < CELL} <= finished
    assert not any(number // CELL == 1 for _, number in finished)
    assert [one.finding.code for one in result.shown] == ["SVC202"]


def test_what_was_found_before_the_worker_died_counts() -> None:
    """With the runs that it had told of, though it never came to sum them up."""

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        yield {"kind": "ran", "scenario": "start-stop", "runs": {"odd": 3}}
        yield found(Shows("SVC202", 1, 0), "start-stop", 3)
        yield {"kind": "lost", "why": "the worker ended with code 1"}

    result = searched(tell, asked=job(count=9))
    assert [one.finding.code for one in result.shown] == ["SVC202"]
    assert (result.runs, [*result.limits]) == (3, ["the worker ended with code 1"])


def test_scenarios_that_were_given_up_are_not_begun_again() -> None:
    """After the first cell; all that was not run of them is told in one line."""
    workers = Workers({})

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        yield from workers(jobs)
        if "restart" in (jobs[0].scenarios or SCENARIOS):
            yield {"kind": "dropped", "scenario": "restart", "runs": 10}

    result = searched(tell, 2)
    assert set(workers.searched) == {key for key in ALL if key[0] == "start-stop" or key[1] < CELL}
    runs = 2 * 10 + COUNT - CELL
    assert [*result.limits] == [f"restart: {runs} runs were not made, too many processes were given up"]


def test_nothing_that_runs_is_not_tried_a_thousand_times() -> None:
    """The first cell tells that no scenario can be run."""
    asked = []

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        asked.append(jobs)
        yield {"kind": "unclear", "ending": "STUCK", "detail": "in a loop"}

    result = searched(tell)
    assert (len(asked), [*result.limits]) == (1, ["STUCK: in a loop"])


@pytest.mark.parametrize("width", [1, 3])
def test_what_is_kept_of_texts_does_not_grow(width: int) -> None:
    """Each run may say another one; the number of workers changes nothing in what is told."""

    def tell(jobs: Any) -> Iterator[dict[str, Any]]:
        numbers = range(jobs[0].first, jobs[0].count, jobs[0].stride)
        yield from ({"kind": "unclear", "ending": "STUCK", "detail": f"at {number:04}"} for number in numbers)
        yield {"kind": "counted", "scenario": "start-stop", "runs": {"POS": 1}, "lines": [], "files": {}}

    limits = searched(tell, width, job(count=KINDS + 50)).limits
    assert limits == {**{f"STUCK: at {number:04}": 1 for number in range(KINDS)}, OTHERS: 50}


def test_work_can_be_sent_to_another_machine() -> None:
    """It is a function of a job, and both can be pickled; what comes back is plain data."""
    work, wanted = pickle.loads(pickle.dumps((partial(explored, first=True), job())))
    assert work.func is explored
    assert wanted == job()
    assert json.dumps([*Workers({})([wanted])])


def test_a_crew_that_dies_is_a_limit() -> None:
    """And no pass."""
    result = verified(job(), Hired(Dying, 2))
    assert [*result.limits] == [LOST]
    assert result.verdict is Verdict.INCONCLUSIVE


def test_the_survey_tells_what_was_done_and_what_is_searched(tmp_path: Path) -> None:
    """Once, for who shows how far it is."""
    interrupted(str(tmp_path))
    seen: list[tuple[int, object]] = []

    def survey(harvest: Harvest) -> None:
        seen.append((harvest.seen.runs, harvest.scenarios))

    searched(Workers({}), asked=job(str(tmp_path)), state=state(str(tmp_path), []), survey=survey)
    assert seen == [(2 * CELL * len(SCENARIOS), SCENARIOS)]


def test_what_nobody_asks_for_ends_nothing_and_is_no_regression(tmp_path: Path) -> None:
    """It is in the result all the same, for who wants to count it."""
    table = {("start-stop", 3): Shows("SVC202", 1, 1), ("start-stop", 5): Shows("SVC902", 2, 1)}
    known = tmp_path / "known.json"
    result = searched(Workers(table), first=True, wanted=lambda one: one.code == "SVC902", regressions=str(known))
    assert {one.finding.code: one.again for one in result.shown if one.again} == {"SVC902": 2}
    assert "SVC202" not in known.read_text()
    assert "SVC902" in known.read_text()
