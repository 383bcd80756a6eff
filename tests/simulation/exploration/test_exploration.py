"""The search by itself: who gets which turn, what a tape keeps, what shrinking leaves, what a token refuses."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svclint.simulation.exploration.portfolio import DEFAULT, SHARES, TURNS, plan
from svclint.simulation.exploration.shrink import shrunk
from svclint.simulation.exploration.strategies import PriorityChanges, RandomWalk
from svclint.simulation.exploration.tape import Replay, Strategy
from svclint.simulation.exploration.token import NAMED, BadToken, Token, fingerprint, parsed

TOKEN = Token(
    *("service.py:Feed", "plays.py:play", "pythonservice", "windows", 2.0),
    files={"service.py": fingerprint(b"x = 1"), "lib/play.py": fingerprint(b"y = 1")},
    deviations={3: 1, 17: 2},
    digest="0123456789abcdef",
    allow=("FILES",),
    framework="wheel",
)


def tasks(count: int) -> list[Any]:
    """Ready tasks, as far as strategies look at them."""
    return [SimpleNamespace(number=number, op="acquire", subject=None) for number in range(count)]


def played(strategy: Strategy, options: list[int]) -> list[int]:
    """What a strategy takes when it is given so many options, one decision after another."""
    ready = tasks(max(options, default=0))
    for task in ready:
        strategy.created(task)
    scheduler: Any = SimpleNamespace(offers_clock=False)
    return [strategy.choose(ready[:count], True, scheduler) for count in options]


def test_every_strategy_has_its_share_of_twenty_turns() -> None:
    """The shares add up to the twenty turns, and no strategy waits for its first turn longer than ten runs."""
    assert Counter(share.name for share in TURNS) == {share.name: share.twentieths for share in SHARES}
    assert {share.name for share in TURNS[:10]} == {share.name for share in SHARES}


def test_the_first_run_is_the_default_schedule() -> None:
    """Run 0 deviates nowhere."""
    name, strategy = plan(0, seed=7, length=30)
    assert (name, played(strategy, [3, 2, 4])) == (DEFAULT, [0, 0, 0])


@given(st.integers(1, 500), st.integers(), st.lists(st.integers(2, 5), max_size=40))
def test_a_run_of_a_search_is_determined_by_its_number_and_the_seed(number: int, seed: int, options: list[int]) -> None:
    """Another process that is given the same numbers makes the same choices."""
    once, again = (played(plan(number, seed, 30).strategy, options) for _ in range(2))
    assert once == again
    assert all(0 <= taken < count for taken, count in zip(once, options, strict=True))


@given(st.integers(), st.lists(st.integers(2, 5), max_size=40))
def test_a_replay_takes_what_was_taken(seed: int, options: list[int]) -> None:
    """The deviations of a tape are all that it takes."""
    walk = RandomWalk(seed)
    taken = played(walk, options)
    assert played(Replay(walk.deviations()), options) == taken


def test_the_clock_is_an_option_when_it_is_offered() -> None:
    """Chance takes it as often as it takes a task."""
    walk = RandomWalk(1)
    scheduler: Any = SimpleNamespace(offers_clock=True)
    assert {walk.choose(tasks(2), True, scheduler) for _ in range(50)} == {0, 1, 2}


def test_a_replay_with_fewer_options_takes_the_last() -> None:
    """A schedule that was cut short may offer less than the one it came from."""
    assert played(Replay({0: 4}), [2]) == [1]


def test_pct_keeps_to_its_priorities_between_change_points() -> None:
    """With depth 1 there is no change point: the same task runs as long as it is ready."""
    assert len(set(played(PriorityChanges(5, 50, 1), [4] * 50))) == 1


@given(st.dictionaries(st.integers(0, 60), st.integers(1, 4), min_size=1), st.data())
def test_shrinking_leaves_what_the_finding_needs(deviations: dict[int, int], data: st.DataObject) -> None:
    """What is left is a part of it that still shows the finding, and no single one of it can be spared."""
    needed = data.draw(st.sets(st.sampled_from(sorted(deviations))))

    def attempt(wanted: dict[int, int]) -> dict[int, int] | None:
        return wanted if needed <= wanted.keys() else None

    left = shrunk(deviations, attempt, budget=10_000).deviations
    assert left == dict.fromkeys(needed, 1)


def test_shrinking_keeps_to_its_budget() -> None:
    """A finding that needs all of a long schedule costs the budget and no more."""
    runs = []

    def attempt(wanted: dict[int, int]) -> None:
        runs.append(wanted)

    result = shrunk(dict.fromkeys(range(100), 3), attempt, budget=25)
    assert (result.runs, len(runs), len(result.deviations)) == (25, 25, 100)


def test_a_token_is_read_as_it_was_written() -> None:
    """One word, safe in a shell and in a URL."""
    text = str(TOKEN)
    assert parsed(text) == TOKEN
    assert text.isascii() and not set(text) & set(" \t\n/+=\"'$&")


@pytest.mark.parametrize("text", ["", "hello", str(TOKEN)[:-4], str(TOKEN)[5:], "svc1-!!!!", "svc1-eJw"])
def test_what_is_no_token_is_refused(text: str) -> None:
    """Cut, pasted without its beginning, or something else."""
    with pytest.raises(BadToken):
        parsed(text)


@pytest.mark.parametrize("field", ["target", "deviations", "files", "allow", "digest"])
def test_a_token_of_wrong_things_is_refused(field: str) -> None:
    """Text of the right form that says what no search says."""
    wrong = replace(TOKEN, **{field: {5: 5} if field == "deviations" else 5})  # type: ignore[arg-type]
    text = str(wrong) if field != "deviations" else str(replace(TOKEN, deviations={"x": 1}))  # type: ignore[dict-item]
    with pytest.raises(BadToken, match="damaged"):
        parsed(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the token."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "service.py").write_text("x = 1")
    (tmp_path / "lib" / "play.py").write_text("y = 1")
    return tmp_path


@pytest.mark.parametrize("name", ["python", "svclint"])
def test_a_token_of_another_python_or_svclint_is_refused(name: str, folder: Path) -> None:
    """Its choices would mean other operations. Both versions are told."""
    TOKEN.check(str(folder))
    with pytest.raises(BadToken, match=rf"(?i)of {name} 0\.1, this is \d"):
        replace(TOKEN, **{name: "0.1"}).check(str(folder))  # type: ignore[arg-type]


def test_a_token_of_other_files_is_refused(folder: Path) -> None:
    """The files are named, whichever it is."""
    (folder / "lib" / "play.py").write_text("y = 2")
    with pytest.raises(BadToken, match=r"changed since then: lib/play\.py$"):
        TOKEN.check(str(folder))
    (folder / "service.py").unlink()
    with pytest.raises(BadToken, match=r"not here: service\.py$"):
        TOKEN.check(str(folder))


def test_of_many_files_some_are_named(folder: Path) -> None:
    """A complaint is one line that can be read."""
    many = {f"{number}.py": "" for number in range(NAMED + 2)}
    with pytest.raises(BadToken, match=r"and 2 more$"):
        replace(TOKEN, files=many).check(str(folder))


def test_a_fingerprint_changes_with_the_text() -> None:
    """One character more is another source."""
    assert fingerprint(b"x = 1\n") != fingerprint(b"x = 12\n")
