"""The numbers of a search, cut and dealt: each is in one part of one cell, whoever goes on wherever."""

from __future__ import annotations

from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from svclint.exploring.cells import Span, dealt, joined, left, size
from svclint.simulation.jobs import Job

COUNTS, SIZES = st.integers(0, 500), st.integers(1, 60)


def numbers(cells: list[Span]) -> list[int]:
    """The numbers of some spans, in order."""
    return sorted(chain.from_iterable(range(*cell) for cell in cells))


@given(COUNTS, SIZES)
def test_cells_hold_each_number_once(count: int, size: int) -> None:
    """In order; none crosses a line of the grid, whatever the count is."""
    cells = list(left(count, size, []))
    assert list(chain.from_iterable(range(*cell) for cell in cells)) == list(range(count))
    assert all(first // size == (end - 1) // size for first, end in cells)


@given(COUNTS, SIZES, COUNTS, st.data())
def test_what_is_left_and_what_is_done_is_all(count: int, size: int, more: int, data: st.DataObject) -> None:
    """After any cells in any order, for the same count and for a larger one."""
    cells = data.draw(st.permutations(list(left(count, size, []))))
    finished = cells[: data.draw(st.integers(0, len(cells)))]
    done: list[Span] = []
    for cell in finished:
        done = joined(done, cell)
    assert numbers(done) == numbers(finished)
    assert all(end < first for (_, end), (first, _) in pairwise(done))
    rest = list(left(count + more, size, done))
    assert sorted(numbers(rest) + numbers(done)) == list(range(count + more))
    if not more:
        assert rest == sorted(set(cells) - set(finished))


@given(st.integers(0, 90), st.integers(1, 60), st.integers(1, 70))
def test_a_cell_is_dealt_without_overlap(first: int, length: int, parts: int) -> None:
    """And nobody gets nothing."""
    jobs = dealt(Job("feed:Feed", ""), (first, first + length), parts)
    hands = [range(job.first, job.count, job.stride) for job in jobs]
    assert sorted(chain.from_iterable(hands)) == list(range(first, first + length))
    assert all(hands)


def test_what_is_made_up_is_one_piece() -> None:
    """Each sequence comes from those before; schedules do not, and a default search of theirs is one cell, too."""
    assert size(Job("feed:Feed", "", count=10**6, longest=4)) == 10**6
    assert 100 <= size(Job("feed:Feed", "", count=10**6)) < 1_000
