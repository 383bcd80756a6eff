"""Which paths the walk leaves out: the exclude list, and ignore files found on the way down."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from svclint.patterns import Patterns, forgiving, plain

IGNORE_FILES: Final = frozenset({".gitignore", ".ignore"})


def upwards(folder: str) -> Iterator[str]:
    """The folder and all above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def relative(path: str, folder: str) -> str:
    """A path below a folder, as patterns see it. Both absolute; the path itself when it is elsewhere."""
    start = folder.rstrip(os.sep) + os.sep
    inside = path[len(start) :] if path.startswith(start) else path
    return inside.replace(os.sep, "/") if os.sep != "/" else inside


class Excluded:
    """The exclude list: plain names are looked up, everything else is matched."""

    def __init__(self, patterns: Iterable[str], root: str) -> None:
        """Patterns are relative to ``root``. Raises ValueError for one that is none."""
        listed = [pattern for pattern in patterns if pattern]
        self.names = frozenset(filter(plain, listed))
        self.root = os.path.abspath(root)
        rest = [pattern for pattern in listed if not plain(pattern)]
        self.patterns = Patterns(rest) if rest else None

    def hides(self, path: str, name: str, folder: bool) -> bool:
        """Whether an entry, given by its absolute path and its name, is left out for itself."""
        if name in self.names:
            return True
        return self.patterns is not None and bool(self.patterns.verdict(relative(path, self.root), name, folder))

    def hides_deeply(self, path: str) -> bool:
        """Whether the file or any folder it lies in, up to the root, is left out."""
        path = os.path.abspath(path)
        parts = relative(path, self.root).strip("/").split("/")
        heads = [os.path.join(self.root, *parts[:end]) for end in range(1, len(parts))]
        above = any(self.hides(head, os.path.basename(head), True) for head in heads)
        return above or self.hides(path, parts[-1], False)


class Ignored(NamedTuple):
    """The ignore files that hold for a folder, the nearest first: the first that has an opinion decides."""

    files: tuple[tuple[str, Patterns], ...] = ()

    def hides(self, path: str, name: str, folder: bool) -> bool:
        """Whether the ignore files leave out an entry, given by its absolute path and its name."""
        for base, patterns in self.files:
            verdict = patterns.verdict(relative(path, base), name, folder)
            if verdict is not None:
                return verdict
        return False

    def below(self, folder: str, names: Iterable[str]) -> Ignored:
        """What holds inside a folder (absolute), which has these ignore files. Raises OSError."""
        lines = [line for name in names for line in _lines(os.path.join(folder, name))]
        return Ignored(((folder, forgiving(lines)), *self.files)) if lines else self


def _lines(path: str) -> list[str]:
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return [line for line in file.read().splitlines() if line.strip() and not line.startswith("#")]


def from_above(folder: str) -> Ignored:
    """What the repository's ignore files say that lie above a folder (absolute). Raises OSError."""
    ignored = Ignored()
    for above in reversed(list(_repository(folder))):
        present = [name for name in sorted(IGNORE_FILES) if os.path.isfile(os.path.join(above, name))]
        ignored = ignored.below(above, present)
    return ignored


def _repository(folder: str) -> Iterator[str]:
    """The folders strictly above, up to the one with .git; none when there is no repository."""
    chain = list(upwards(folder))
    top = next((at for at, above in enumerate(chain) if os.path.exists(os.path.join(above, ".git"))), 0)
    yield from chain[1 : top + 1]
