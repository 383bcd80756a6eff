"""The seam: answers in order, a bounded number of batches under way, and who dies takes one item along."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svclint.checking.finding import FileReport
from svclint.examining import Manner
from svclint.hired import Hired
from svclint.opening import Source
from svclint.running import over
from svclint.spreading import AHEAD, Alone, Lost, Spread, batched, processes
from tests.doors.crews import Dead, Dying, Threads


def squares(batch: list[int]) -> list[int]:
    """The work."""
    return [one * one for one in batch]


def squares_but_for_seven(batch: list[int]) -> list[int]:
    """Work that a number kills, as a crash of the interpreter would."""
    if 7 in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(batch)


@given(st.lists(st.integers(0, 50)), st.integers(0, 60))
def test_batches_hold_all_in_order(weights: list[int], size: int):
    """Nothing is lost or moved; every batch but the last is as heavy as is wanted, and no heavier than it must be."""
    batches = list(batched(weights, size, lambda one: one))
    assert [one for batch in batches for one in batch] == weights
    assert all(sum(batch) >= size > sum(batch[:-1]) or len(batch) == 1 for batch in batches[:-1])


@pytest.mark.parametrize("crew", [Alone(), Threads(3), processes(2)], ids=["alone", "threads", "processes"])
def test_answers_come_in_the_order_of_the_items(crew):
    """Whoever is ready first."""
    work = Spread(squares, crew)
    assert list(work.over([[1, 2], [3], [4, 5, 6]])) == [(one, one * one) for one in range(1, 7)]


def test_no_more_is_begun_than_the_crew_needs():
    """The items are taken from a stream that may be longer than memory is large."""
    begun = []

    def batches():
        for number in range(100):
            begun.append(number)
            yield [number]

    answers = Spread(squares, Threads(2)).over(batches())
    assert next(answers) == (0, 0)
    assert len(begun) == AHEAD * 2
    assert len(list(answers)) == 99


def test_who_kills_is_lost_alone():
    """The others of its batch, and of those that were under way when the process died, are done by its successor."""
    answers = dict(Spread(squares_but_for_seven, processes(2)).over([[1, 2], [3, 7, 4], [5], [6, 8]]))
    assert answers.pop(7) == Lost()
    assert answers == {one: one * one for one in (1, 2, 3, 4, 5, 6, 8)}


@pytest.mark.parametrize("executor", [Dying, Dead])
def test_nobody_lives_long_enough(executor):
    """Then all is lost, and the run ends all the same."""
    assert [answer for _, answer in Spread(squares, Hired(executor, 2)).over([[1, 2], [3]])] == [Lost()] * 3


def killed(data: bytes, path: str, files: object) -> FileReport:
    """A judge that one file kills."""
    if path == "deadly.py":
        os.kill(os.getpid(), signal.SIGKILL)
    return FileReport(path)


def test_a_deadly_file_is_one_finding():
    """It is named with what to do, and the files beside it are judged."""
    names = ["a.py", "deadly.py", "z.py"]
    sources = (Source(name, b"ServiceFramework") for name in names)
    first, deadly, last = (one.report for _, one in over(sources, Manner(killed), processes(2)))
    assert (first, last) == (FileReport("a.py"), FileReport("z.py"))
    (finding,) = deadly.findings
    assert (deadly.path, finding.code) == ("deadly.py", "SVC000")
    assert "the process that judged it died" in finding.message
    assert "please report it" in finding.message
