"""A bar on the terminal, once work has taken longer than a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

PATIENCE = 1.0
EVERY = 0.1
CELLS = 30


class Progress:
    """Call it after each step; close it, and the bar is gone. Silent where nobody watches."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds."""
        self.stream = stream if stream.isatty() else None
        self.clock = clock
        self.next = clock() + PATIENCE
        self.drawn = ""

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """``done`` of ``total`` things called ``what``; None while the total is not known."""
        if self.stream is not None and self.clock() >= self.next:
            self.next = self.clock() + EVERY
            self._draw(self.stream, bar(done, total, what))

    def close(self) -> None:
        """Remove what was drawn."""
        if self.stream is not None and self.drawn:
            self._draw(self.stream, "")
            self.stream.write("\r")
            self.stream.flush()

    def _draw(self, stream: TextIO, text: str) -> None:
        stream.write(f"\r{text.ljust(len(self.drawn))}")
        stream.flush()
        self.drawn = text


def bar(done: int, total: int | None, what: str) -> str:
    """``[#####.....] 5/10 files``; only the count while the total is not known."""
    if not total:
        return f"{done} {what}"
    full = CELLS * done // total
    return f"[{'#' * full}{'.' * (CELLS - full)}] {done}/{total} {what}"
