"""What the author's code writes into the registry."""

from __future__ import annotations

import sys

from svclint.contract.events import Wrote
from svclint.simulation.kernel import Task
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.journal import Journal
from svclint.simulation.recording.places import Places
from svclint.simulation.scm.observing import MachineObserver


class RegistryRecorder(MachineObserver):
    """Writes down values that are written, at the author's call."""

    def __init__(self, journal: Journal, author: Author, places: Places) -> None:
        self._journal, self._author, self._places = journal, author, places

    def wrote(self, key: str, name: str, type: int, data: object, task: Task) -> None:
        """A value is written; bytes are left out."""
        call = self._author.call(sys._getframe())
        if call:
            told = tuple(map(str, data)) if isinstance(data, list) else data
            kept = told if isinstance(told, (str, int, tuple)) else None
            self._journal.add(task, Wrote(self._places.of(call.frame), name, key, type, kept))
