"""win32evtlog: writing to the event log. Reading it is not modelled."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.simulation.standins import _errors, _facts
from svclint.simulation.standins._arguments import dword, text
from svclint.simulation.standins._machine import log

error = _errors.error

globals().update(_facts.constants("win32evtlog"))


class Source:
    """A handle to write with, for entries of one source."""

    def __init__(self, name: str) -> None:
        self.name = name


def RegisterEventSource(server: str | None, source: object, /) -> Source:
    """A handle to write entries of the source with."""
    return Source(text(source))


def DeregisterEventSource(handle: Source, /) -> None:
    """The counterpart of RegisterEventSource."""


def ReportEvent(
    handle: Source,
    kind: object,
    category: object,
    event: object,
    sid: object,
    strings: Sequence[object] | None,
    data: object,
    /,
) -> None:
    """Write an entry. Raises TypeError for strings that are none."""
    dword(kind)
    dword(category)
    log(dword(event), () if strings is None else tuple(text(each) for each in strings), handle.name)
