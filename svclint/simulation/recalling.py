"""How a search that is under way is ended from another thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Lock
from typing import Any, Final, TypeAlias

Lines: TypeAlias = "Queue[tuple[int, dict[str, Any]]]"

NOBODY: Final = -1  # in the place of a worker's number


class Recall:
    """Ends the workers of all searches of this process that were given it; what comes later gets none."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.over = False
        self._waiting: list[Lines] = []

    def __call__(self) -> None:
        """Now, from any thread; who waits for the workers hears of it."""
        with self._lock:
            self.over = True
            for lines in self._waiting:
                lines.put((NOBODY, {}))

    @contextmanager
    def heard(self, lines: Lines) -> Iterator[None]:
        """Where it is heard."""
        with self._lock:
            self._waiting.append(lines)
            if self.over:
                lines.put((NOBODY, {}))
        try:
            yield
        finally:
            with self._lock:
                self._waiting.remove(lines)
