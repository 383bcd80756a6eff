"""The machine of the run, as the stand-ins call it."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.simulation.scm.machine import Machine, current
from svclint.simulation.standins._handles import objects


def machine() -> Machine:
    """The machine. Raises Unmodelled outside a run."""
    return current()


def log(event: int, texts: Sequence[str], source: str | None = None) -> None:
    """An entry of the event log, from the source that was named last unless one is given."""
    current().log(objects().event_source if source is None else source, event, texts)


def tell(event: str, *facts: object) -> None:
    """Tell the observers of the machine; Raises Unmodelled outside a run."""
    current().tell(event, *facts)
