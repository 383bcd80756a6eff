"""The settings of each open file: of the nearest pyproject.toml, read again when one changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from svclint.baseline import loaded
from svclint.command import refuse_unknown
from svclint.configuration import FILE, nearest
from svclint.discovery import excluded
from svclint.ignoring import Excluded, upwards
from svclint.rules.plugins import BadPlugin
from svclint.selection import Selection
from svclint.settings import BadSettings, Settings

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]


class Configured(NamedTuple):
    """Settings, ready to choose findings and files."""

    settings: Settings
    selection: Selection
    excluded: Excluded

    def wants(self, path: str) -> bool:
        """Whether findings in a file are told: nobody edits what the settings leave out to be linted."""
        return not os.path.isabs(path) or not self.excluded.hides_deeply(path)


class Configurations:
    """One for each folder. ``complain`` is told of settings that cannot be used; what held before them still holds."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._known: dict[str, tuple[Stamp, Configured]] = {}
        self._told: set[tuple[Stamp, str]] = set()

    def of(self, folder: str) -> Configured:
        """What holds for the files of a folder now; the same object for as long as nothing changes."""
        stamp = _stamp(folder)
        known = self._known.get(folder)
        if known is None or known[0] != stamp:
            known = self._known[folder] = stamp, self._read(folder, known)
        return known[1]

    def _read(self, folder: str, known: tuple[Stamp, Configured] | None) -> Configured:
        try:
            return configured(nearest(folder))
        except (BadSettings, BadPlugin) as error:
            if (complaint := (_stamp(folder), str(error))) not in self._told:
                self._told.add(complaint)
                self._complain(str(error))
            return known[1] if known else configured(Settings(select=()))


def configured(settings: Settings) -> Configured:
    """The settings made ready. Raises BadSettings."""
    if settings.select:
        refuse_unknown(settings)
    if settings.baseline:
        loaded(settings.baseline)
    return Configured(settings, Selection(settings), excluded(settings))


def _stamp(folder: str) -> Stamp:
    """What changes when a pyproject.toml that may hold for a folder is written, made or deleted."""
    found = []
    for above in upwards(os.path.abspath(folder)):
        path = os.path.join(above, FILE)
        try:
            state = os.stat(path)
        except OSError:
            continue
        found.append((path, state.st_mtime_ns, state.st_size))
    return tuple(found)
