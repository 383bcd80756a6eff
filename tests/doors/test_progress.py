"""The bar: only on a terminal, only after a second, and gone at the end."""

from __future__ import annotations

import io

import pytest

from svclint.progress import Progress
from tests.doors.terminals import Terminal

pytestmark = pytest.mark.usefixtures("plain_terminal")


def drawn(stream: io.StringIO, *times: float) -> str:
    """What is written when the clock shows these times: at the start, then at each call."""
    clock = iter(times)
    progress = Progress(stream, lambda: next(clock, times[-1]))
    for done in range(1, len(times)):
        progress(done, 4, "services judged")
    progress.close()
    return stream.getvalue()


def test_short_work_draws_nothing():
    """Below a second there is nothing to see, and nothing to remove."""
    assert drawn(Terminal(), 0.0, 0.5, 0.9) == ""


def test_long_work_draws_a_bar_and_removes_it():
    """After a second the bar says how far things are; closing erases its line."""
    written = drawn(Terminal(), 0.0, 1.5)
    assert ("services judged" in written, "1/4" in written, written.endswith("\x1b[2K")) == (True, True, True)


def test_only_terminals_see_it():
    """Pipes and logs stay clean."""
    assert drawn(io.StringIO(), 0.0, 9.0) == ""
