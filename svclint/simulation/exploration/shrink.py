"""The shortest schedule that still shows what was found: delta debugging over the deviations of a tape.

Source: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input" (IEEE TSE 28(2), 2002).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

RUNS: Final = 300

Attempt: TypeAlias = Callable[[dict[int, int]], "dict[int, int] | None"]


class Shrunk(NamedTuple):
    """The deviations that are left, and how many runs it took."""

    deviations: dict[int, int]
    runs: int


def shrunk(deviations: dict[int, int], attempt: Attempt, budget: int = RUNS) -> Shrunk:
    """Drop deviations, then lower them, as long as ``attempt`` finds the same thing.

    ``attempt`` runs a schedule and gives the deviations that it really made, None when nothing was found.
    """
    search = _Search(dict(deviations), attempt, budget)
    while search.drop():
        pass
    search.lower()
    return Shrunk(search.best, budget - search.left)


class _Search:
    def __init__(self, best: dict[int, int], attempt: Attempt, budget: int) -> None:
        self.best, self.left, self._attempt = best, budget, attempt

    def drop(self) -> bool:
        """Whether some could be left out: halves first, then smaller parts."""
        before = len(self.best)
        size = max(1, before // 2)
        while size:
            start = 0
            while start < len(self.best) and self.left:
                keys = sorted(self.best)
                if not self._better({key: self.best[key] for key in (*keys[:start], *keys[start + size :])}):
                    start += size
            size //= 2
        return len(self.best) < before

    def lower(self) -> None:
        """Nearer options instead of farther ones."""
        for key in sorted(self.best):
            options = range(1, self.best.get(key, 0))
            any(self._better({**self.best, key: option}) for option in options)

    def _better(self, wanted: dict[int, int]) -> bool:
        if not self.left:
            return False
        self.left -= 1
        made = self._attempt(wanted)
        if made is None or _size(made) >= _size(self.best):
            return False
        self.best = made
        return True


def _size(deviations: dict[int, int]) -> tuple[int, int]:
    return len(deviations), sum(deviations.values())
