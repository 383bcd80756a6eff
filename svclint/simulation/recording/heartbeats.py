"""Code that reports whatever happens: it waits and reports, and looks at nothing that others could change."""

from __future__ import annotations

import sys
from types import FrameType

from svclint.contract.events import AUTO, NOWHERE, Beat, Held, Side
from svclint.contract.states import PENDING
from svclint.simulation.kernel import Task
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.journal import Journal, side
from svclint.simulation.recording.places import Places
from svclint.simulation.recording.reports import built_in, chosen_in
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.status import Status
from svclint.source.blindness import looks_at_nothing


class HeartbeatRecorder(MachineObserver):
    """Writes down the freeze probe, and who reports progress meanwhile."""

    def __init__(self, journal: Journal, author: Author, places: Places) -> None:
        self._journal, self._author, self._places = journal, author, places
        self._held = False

    def held(self, record: ServiceRecord, held: bool) -> None:
        """The probe begins or ends."""
        self._held = held
        self._journal.add(self._journal.scheduler.current, Held(NOWHERE, held))

    def status(self, record: ServiceRecord, report: Status, by_host: bool, error: int, task: Task) -> None:
        """A report, which is told if nobody but the author's thread decided that it comes."""
        if not self._held or by_host or error or report.state not in PENDING or side(task) is not Side.WORKER:
            return
        frame = sys._getframe()
        chosen = chosen_in(self._author, frame)
        if chosen and self._blind(frame):
            point = report.check_point if built_in(self._author, frame) else AUTO
            self._journal.add(task, Beat(self._places.of(chosen), point))

    def _blind(self, frame: FrameType | None) -> bool:
        """Whether none of the author's functions that are under way looks at anything."""
        while frame is not None:
            if self._author.wrote(frame.f_code):
                head = self._places.head(frame.f_code)
                if head is None or not looks_at_nothing(head, self._places.heads(frame.f_code)):
                    return False
            frame = frame.f_back
        return True
