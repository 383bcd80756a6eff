"""What one process found, while it goes on: valid until the system says that a file has changed."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from svclint.examining import Judged

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport
    from svclint.running import Memory
    from svclint.source.looks import Look


class Held:
    """A memory that asks no file system. ``earlier``: what is asked when it knows nothing yet."""

    def __init__(self, earlier: Memory | None = None) -> None:
        self.earlier = earlier
        self._contents: dict[str, str] = {}
        self._places: defaultdict[str, set[str]] = defaultdict(set)  # as they are shown
        self._verdicts: dict[tuple[str, str], Judged] = {}
        self._lookers: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)

    def known(self, path: str) -> str | None:
        """The digest of the content that a file has, empty if it holds no service, None if that is not known."""
        held = self._contents.get(path)
        if held is None and self.earlier:
            held = self.earlier.known(path)
            if held is not None:
                self._learn(path, held)
        return held

    def note(self, path: str, data: bytes) -> str:
        """The digest of what a file holds, which has just been read; ``known`` has been asked before."""
        from svclint.source.looks import digest

        self._learn(path, digest(data) if data else "")
        return self.earlier.note(path, data) if self.earlier else self._contents[path]

    def report(self, path: str, content: str) -> Judged | None:
        """The verdict on a file of that digest, if there is one and it still holds."""
        held = self._verdicts.get((path, content))
        if held is None and self.earlier:
            held = self.earlier.report(path, content)
            if held is not None:
                self._hold(held, content)
        return held

    def keep(self, report: FileReport, data: bytes, looks: tuple[Look, ...]) -> None:
        """Remember a verdict on a file that holds ``data``."""
        from svclint.source.looks import digest

        self._hold(Judged(report, looks), digest(data))
        if self.earlier:
            self.earlier.keep(report, data, looks)

    def forget(self, paths: Iterable[str]) -> None:
        """These files, or folders, have changed, come or gone: verdicts that they bear upon hold no longer."""
        for changed in map(os.path.abspath, paths):
            for place in _touched(changed, self._places):
                for path in self._places.pop(place):
                    self._contents.pop(path)
            for place in _touched(changed, self._lookers):
                for key in self._lookers.pop(place):
                    self._verdicts.pop(key, None)

    def _learn(self, path: str, content: str) -> None:
        self._places[os.path.abspath(path)].add(path)
        self._contents[path] = content

    def _hold(self, judged: Judged, content: str) -> None:
        key = judged.report.path, content
        self._verdicts[key] = judged
        for look in judged.looks:
            self._lookers[os.path.abspath(look.path)].add(key)


def _touched(changed: str, places: Iterable[str]) -> list[str]:
    """The places that are what has changed, or lie in it."""
    inside = changed + os.sep
    return [one for one in places if one == changed or one.startswith(inside)]
