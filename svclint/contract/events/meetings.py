"""Where threads meet, as source shows it."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


@record
class Contended(Event):
    """A handler takes a lock (``key``) that other code holds while it waits. Only in behaviours."""

    key: str


@record
class Speaker(Event):
    """A thread starts that reports a status (``at``) again and again as it likes: under no lock, and unasked.

    ``thread`` is its key. Only in behaviours; runs show who reports when.
    """

    thread: str
