"""The bar: only on a terminal, only after a second, and gone at the end."""

from __future__ import annotations

import io

from svclint.progress import Progress, bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO, *times: float) -> str:
    """What is written when the clock shows these times: at the start, then at each call."""
    clock = iter([*times, *[times[-1]] * 9])
    progress = Progress(stream, lambda: next(clock))
    for done in range(1, len(times)):
        progress(done, 4, "files")
    progress.close()
    return stream.getvalue()


def test_short_work_draws_nothing():
    """Below a second there is nothing to see, and nothing to remove."""
    assert drawn(Terminal(), 0.0, 0.5, 0.9) == ""


def test_long_work_draws_a_bar_and_removes_it():
    """After a second the bar appears; closing overwrites it with blanks."""
    shown = "[" + "#" * 7 + "." * 23 + "] 1/4 files"
    assert drawn(Terminal(), 0.0, 1.5) == f"\r{shown}\r{' ' * len(shown)}\r"


def test_only_terminals_see_it():
    """Pipes and logs stay clean."""
    assert drawn(io.StringIO(), 0.0, 9.0) == ""


def test_an_unknown_total_is_a_count():
    """While files are still being found, only their number can be told."""
    assert bar(12, None, "files read") == "12 files read"
    assert bar(4, 4, "files") == "[" + "#" * 30 + "] 4/4 files"
