"""The file of known schedules: what is replayed, what stays in it, and what is said of a file that is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.exploring.regressions import BadRegressions, Entry, Replayed, concerns, entry_of, kept, loaded, replay_of
from svclint.exploring.regressions import written as write
from svclint.exploring.search import Manner, verified
from svclint.exploring.work import Supervisors
from svclint.simulation.exploration.token import Token, fingerprint
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result, Shown
from tests.exploring.workers import Shows, Workers

TOKEN = Token("feed.py", "start-stop", "pythonservice", "windows", 2.0, {}, {3: 1}, "digest")
JOB = Job("feed.py", "/", count=3)


def entry(code: str = "SVC202", line: int = 1, **token: Any) -> Entry:
    """A finding that was there."""
    return Entry(code, "feed.py", line, "text", replace(TOKEN, **token))


def shown(code: str = "SVC202", line: int = 1, **token: Any) -> Shown:
    """A finding that is there."""
    found = Finding(code, "text", At("feed.py", line, 1, line, 5, "wait"), Certainty.BROKEN, (), (), "")
    return Shown(found, "start-stop", "POS", replace(TOKEN, **token), 2)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """In an order of its own, so that two branches can be merged; the token is all that a replay needs."""
    path = str(tmp_path / "known.json")
    write(path, [entry(line=2), entry(line=1), entry(target="a.py")])
    assert loaded(path) == [entry(target="a.py"), entry(line=1), entry(line=2)]
    assert loaded(str(tmp_path / "none.json")) == []


DAMAGED = (
    '{"svclint-regressions": 1, "entries": [{"code": "SVC202", "path": "a", "line": 1, "message": "", "token": "x"}]}'
)
BAD = {
    "no JSON": ("{", "no file of regressions: Expecting"),
    "a conflict of git": ("<<<<<<< HEAD\n", "no file of regressions: Expecting value"),
    "another thing": ("[]", "no file of regressions: "),
    "without a version": ("{}", "no file of regressions: 'svclint-regressions'"),
    "a later version": ('{"svclint-regressions": 2, "entries": []}', "regressions of version 2; this svclint reads"),
    "a damaged token": (DAMAGED, "no file of regressions: a token begins with"),
    "an entry that is none": ('{"svclint-regressions": 1, "entries": [3]}', "no file of regressions: "),
    "no text": (b"\xff", "cannot be read: "),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_none(tmp_path: Path, case: str) -> None:
    """One line with its name; nothing is written over it."""
    path, (text, why) = tmp_path / "known.json", BAD[case]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadRegressions) as raised:
        loaded(str(path))
    assert str(raised.value).startswith(f"{path}: {why}")
    assert "\n" not in str(raised.value)


def test_what_concerns_a_search() -> None:
    """The same service in the same host, and the scenarios that are asked for."""
    assert concerns(entry(), JOB)
    for other in ({"target": "other.py"}, {"host": "python"}, {"profile": "strict-shutdown"}):
        assert not concerns(entry(**other), JOB)
    assert concerns(entry(scenario="plays.py:play"), JOB)
    assert not concerns(entry(scenario="plays.py:play"), replace(JOB, scenarios=("restart",)))


def test_a_file_allows_nothing() -> None:
    """It may come from anybody: what a service may really do is the user's to say."""
    assert replay_of(entry(allow=("PROCESS",)), JOB).allow == ()
    assert replay_of(entry(allow=("PROCESS",)), replace(JOB, allow=("FILES",))).allow == ("FILES",)


SAME, EDITED = True, False
# What is known, how its replay went, what else was found; what is known then.
AFTER = {
    "shown again": (entry(), Replayed(entry(), shown(), SAME), [], [entry()]),
    "shown and found": (entry(), Replayed(entry(), shown(), SAME), [shown(digest="new")], [entry()]),
    "a run that nothing determines": (entry(), Replayed(entry(), None, SAME), [], [entry()]),
    "found by another schedule": (
        entry(),
        Replayed(entry(), None, SAME),
        [shown(digest="new")],
        [entry(digest="new")],
    ),
    "edited, and still there": (
        entry(),
        Replayed(entry(), shown(line=5), EDITED),
        [shown(line=5, digest="new")],
        [entry(line=5, digest="new")],
    ),
    "edited, and gone": (entry(), Replayed(entry(), None, EDITED), [], []),
    "edited, and found elsewhere": (entry(), Replayed(entry(), None, EDITED), [shown(line=5)], [entry(line=5)]),
    "of another Python": (
        entry(python="2.7"),
        Replayed(entry(python="2.7"), None, EDITED),
        [],
        [entry(python="2.7")],
    ),
    "of another svclint": (
        entry(svclint="0"),
        Replayed(entry(svclint="0"), shown(), EDITED),
        [shown()],
        [entry(svclint="0")],
    ),
    "not replayed": (entry(), None, [shown(line=5)], [entry(), entry(line=5)]),
}


@pytest.mark.parametrize("case", AFTER)
def test_what_stays(case: str) -> None:
    """By the rule that the module states."""
    known, replay, found, then = AFTER[case]
    left = kept([known], [replay] if replay else [], found)
    assert sorted(left, key=lambda one: one.line) == then


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[Path]:
    """A folder with a service, and the regressions of what workers are said to have found in it."""
    (tmp_path / "feed.py").write_text("first")
    yield tmp_path


def search(folder: Path, workers: Workers, **manner: Any) -> tuple[Result, list[str]]:
    """A search with the folder's regressions, and what is said on the way."""
    lines: list[str] = []
    workers.files = {str(folder / "feed.py"): fingerprint((folder / "feed.py").read_bytes())}
    job = Job("feed.py", str(folder), count=3)
    path = str(folder / "known.json")
    return verified(job, Supervisors(2, workers), Manner(regressions=path, say=lines.append, **manner)), lines


TABLE = {("start-stop", 2): Shows("SVC202", 4, 1)}


def test_nothing_found_writes_nothing(feed: Path) -> None:
    """A folder stays as it is."""
    assert search(feed, Workers({}))[1] == []
    assert not (feed / "known.json").exists()


def test_what_is_found_is_replayed_first(feed: Path) -> None:
    """And said at once; one finding is told, though two schedules show it."""
    search(feed, Workers(TABLE))
    (known,) = loaded(str(feed / "known.json"))
    assert known == entry_of(search(feed, Workers(TABLE))[0].shown[0])
    workers = Workers(TABLE)
    result, lines = search(feed, workers)
    assert workers.replayed[0].deviations == known.token.deviations
    assert lines == ["regression SVC202 at feed.py:4: shown again"]
    assert len(result.shown) == 1
    assert result.scenarios["start-stop"]["regression"] == 1


def test_with_first_a_known_schedule_is_enough(feed: Path) -> None:
    """Nothing is searched."""
    search(feed, Workers(TABLE))
    workers = Workers(TABLE)
    (found,) = search(feed, workers, first=True)[0].shown
    assert (found.strategy, found.again, workers.searched.total()) == ("regression", 2, 0)


def test_what_was_repaired_is_told_and_forgotten(feed: Path) -> None:
    """Once the search that follows is over."""
    search(feed, Workers(TABLE))
    (feed / "feed.py").write_text("repaired")
    result, lines = search(feed, Workers({}))
    assert lines == ["regression SVC202 at feed.py:4: no longer shown"]
    assert result.shown == []
    assert loaded(str(feed / "known.json")) == []


def test_a_new_token_at_the_old_place_is_written(feed: Path) -> None:
    """The file was edited behind the line that is at fault: rule, path and line are the same, the token is not."""
    search(feed, Workers(TABLE))
    (before,) = loaded(str(feed / "known.json"))
    (feed / "feed.py").write_text("edited")
    search(feed, Workers(TABLE))
    (after,) = loaded(str(feed / "known.json"))
    assert after.place == before.place
    assert after.token.files["feed.py"] != before.token.files["feed.py"]


def test_a_file_that_cannot_be_written_is_one_line(feed: Path) -> None:
    """The verdict is told all the same."""
    job, lines = Job("feed.py", str(feed), count=3), list[str]()
    manner = Manner(regressions=str(feed / "none" / "known.json"), say=lines.append)
    result = verified(job, Supervisors(1, Workers(TABLE)), manner)
    assert [one.finding.code for one in result.shown] == ["SVC202"]
    (line,) = lines
    assert "known.json cannot be written: " in line


def test_the_file_is_read_by_people(feed: Path) -> None:
    """Rule, place and message stand beside the token."""
    search(feed, Workers(TABLE))
    (held,) = json.loads((feed / "known.json").read_text())["entries"]
    assert (held["code"], held["path"], held["line"], held["message"]) == ("SVC202", "feed.py", 4, "text")
    assert held["token"].startswith("svc1-")
