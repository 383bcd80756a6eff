"""A bar on the terminal, once work has taken longer than a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0


class Progress:
    """Call it after each step; close it, and the bar is gone. Silent where nobody watches."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds."""
        self.stream = stream
        self.clock = clock
        self.due = clock() + PATIENCE if stream.isatty() else None
        self.bar: Bar | None = None

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """``done`` of ``total`` things called ``what``; None while the total is not known."""
        if self.due is None or (self.bar is None and self.clock() < self.due):
            return
        bar = self.bar = self.bar or self._opened()
        bar.update(bar.task_ids[0], completed=done, total=total, description=what)
        bar.refresh()

    def close(self) -> None:
        """Remove what was drawn."""
        if self.bar is not None:
            self.bar.stop()

    def _opened(self) -> Bar:
        """Imported only here: most runs are over before anybody would see it."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, console=Console(file=self.stream), transient=True, auto_refresh=False)
        bar.add_task("")
        bar.start()
        return bar
