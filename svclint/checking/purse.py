"""The purse: what all searches through one behaviour may take together, so that their number is no cost of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# How many steps one search may take: about a quarter of a second, and more for a large behaviour, in proportion.
SEARCH: Final = 50_000
SEARCH_PER_NODE: Final = 10
# How many all of them may take: some seconds, however large the behaviour is. What part of the rest one of them may
# take at most, and what it may take whatever the others took: few need more.
ALL: Final = 1_500_000
PART: Final = 4
LEAST: Final = 2_500


@dataclass(slots=True)
class Purse:
    """``each``: the steps that one search may take; ``left``: those that all of them may still take."""

    each: int
    left: int

    def share(self) -> int:
        """How many steps the next search may take: the less is left, the fewer."""
        return min(self.each, max(LEAST, self.left // PART))

    def pay(self, steps: int) -> None:
        """A search is over, be it at its end or not."""
        self.left = max(0, self.left - steps)


def purse(nodes: int) -> Purse:
    """For a behaviour of so many nodes."""
    return Purse(SEARCH + SEARCH_PER_NODE * nodes, ALL)
