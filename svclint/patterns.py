"""Patterns of .gitignore, matched fast: most of them speak of a name or a suffix that a path does not have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

WILD: Final = frozenset("*?[]!/\\#")


def plain(name: str) -> bool:
    """Whether a pattern is just a name."""
    return not WILD & set(name)


class Patterns:
    """Lines of a .gitignore. pathspec decides; it is asked only about paths that some line may be about."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Raises ValueError for a line that is no pattern."""
        lines = tuple(lines)
        self.spec = compiled(lines)
        names: set[str] = set()
        suffixes: set[str] = set()
        other = [line for line in lines if not _sorted_in(line, names, suffixes)]
        self.names, self.suffixes = frozenset(names), frozenset(suffixes)
        self.other = compiled(other) if other else None

    def verdict(self, path: str, name: str, folder: bool) -> bool | None:
        """Whether a path (relative, with slashes, ``name`` its last part) is left out; None: no line is about it."""
        shown = f"{path}/" if folder else path
        return self.spec.check_file(shown).include if self._may_match(shown, name) else None

    def _may_match(self, shown: str, name: str) -> bool:
        if name in self.names or name.rpartition(".")[2] in self.suffixes:
            return True
        return self.other is not None and self.other.check_file(shown).include is not None


def _sorted_in(line: str, names: set[str], suffixes: set[str]) -> bool:
    """Put ``name``, ``/name/`` and ``*.suffix`` (negated or not) where they belong; False for other patterns."""
    word = line.strip().removeprefix("!").removeprefix("/").removesuffix("/")
    suffix = word.removeprefix("*.")
    if plain(word):
        names.add(word)
    elif word.startswith("*.") and plain(suffix) and "." not in suffix:
        suffixes.add(suffix)
    else:
        return False
    return True


def compiled(lines: Iterable[str]) -> GitIgnoreSpec:
    """pathspec's matcher; its import waits for the first pattern. Raises ValueError."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def forgiving(lines: Iterable[str]) -> Patterns:
    """Like git, pass over lines that are no pattern."""
    return Patterns(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        compiled([line])
    except ValueError:
        return False
    return True
