"""A long search on a terminal: how many schedules, how fast, by which strategies, and what was found so far."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, TextIO

from svclint.exploring.harvest import Harvest, Message
from svclint.progress import PATIENCE
from svclint.visible import visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live


class Watch:
    """A table that is drawn anew a few times a second. Silent where nobody watches."""

    def __init__(self, stream: TextIO, count: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``count``: schedules of each scenario. ``clock`` counts seconds."""
        self._stream, self._count, self._clock = stream, count, clock
        self._began = clock()
        self._due = self._began + PATIENCE if stream.isatty() else None
        self._lock = Lock()
        self._runs: dict[str, Counter[str]] = {}
        self._before = 0
        self._total: int | None = None
        self._found: dict[str, None] = {}
        self._live: Live | None = None

    def hear(self, message: Message) -> None:
        """What a worker tells, by any thread."""
        with self._lock:
            if message["kind"] == "ran":
                self._runs.setdefault(message["scenario"], Counter()).update(message["runs"])
            elif message["kind"] == "found":
                self._find(message)
            begins = self._due is not None and self._clock() >= self._due
            self._due = None if begins else self._due
        if begins:  # whoever draws asks for the lock
            self._live = self._opened()

    def survey(self, harvest: Harvest) -> None:
        """What was done before, and how many schedules there are."""
        with self._lock:
            heard = sum(map(Counter.total, self._runs.values()))
            if not heard:
                self._runs = {name: Counter(runs) for name, runs in harvest.seen.scenarios.items()}
                self._before = harvest.seen.runs
            for _, message in harvest.found.values():
                self._find(message)
            self._total = self._count * len(harvest.scenarios or ())

    def close(self) -> None:
        """Remove what was drawn; nobody may be at work any more."""
        if self._live is not None:
            self._live.stop()

    def lines(self) -> list[str]:
        """What is above the table: how far it is, and each finding."""
        done = sum(map(Counter.total, self._runs.values()))
        speed = (done - self._before) / max(self._clock() - self._began, 1e-9)
        parts = [f"{done:,}" if self._total is None else f"{done:,} of {self._total:,}"]
        parts[0] += " schedules"
        parts.append(f"{speed:,.0f}/s")
        if self._total and speed:
            parts.append(f"{timedelta(seconds=round(max(self._total - done, 0) / speed))} left")
        parts.append(f"{len(self._found)} finding{'s' if len(self._found) != 1 else ''}")
        return [", ".join(parts), *self._found]

    def _find(self, message: Message) -> None:
        at = message["finding"]["at"]
        self._found[visible(f"{message['finding']['code']} at {at[0]}:{at[1]}")] = None

    def _opened(self) -> Live:
        """Imported only here: most runs are over before anybody would see it."""
        from rich.console import Console
        from rich.live import Live

        console = Console(file=self._stream)
        live = Live(console=console, get_renderable=self._drawn, transient=True, refresh_per_second=4)
        live.start()
        return live

    def _drawn(self) -> RenderableType:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        with self._lock:
            lines, rows = self.lines(), list(self._rows())
        table = Table(box=None)
        for number, title in enumerate(rows[0]):
            table.add_column(Text(title), justify="right" if number else "left")
        for row in rows[1:]:
            table.add_row(*map(Text, row))
        return Group(*map(Text, lines), table)

    def _rows(self) -> Iterator[list[str]]:
        """The head of the table, a row for each scenario, and the sums."""
        strategies: Counter[str] = sum(self._runs.values(), Counter())
        names = sorted(strategies)
        yield ["scenario", *names]
        for scenario, runs in self._runs.items():
            yield [visible(scenario), *(f"{runs[name]:,}" for name in names)]
        yield ["all", *(f"{strategies[name]:,}" for name in names)]
