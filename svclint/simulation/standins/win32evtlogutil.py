"""win32evtlogutil: writing to the event log in one call; logging.handlers.NTEventLogHandler goes this way."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.contract.constants import CONSTANTS
from svclint.simulation.standins import _errors, win32evtlog

error = _errors.error


def AddSourceToRegistry(
    appName: str,
    msgDLL: str | None = None,
    eventLogType: str = "Application",
    eventLogFlags: int | None = None,
    categoryDLL: str | None = None,
    categoryCount: int = 0,
) -> None:
    """Make a source known to viewers of the event log; there are none on the simulated machine."""


def RemoveSourceFromRegistry(appName: str, eventLogType: str = "Application") -> None:
    """The counterpart of AddSourceToRegistry."""


def ReportEvent(
    appName: str,
    eventID: int,
    eventCategory: int = 0,
    eventType: int = CONSTANTS["win32evtlog.EVENTLOG_ERROR_TYPE"],
    strings: Sequence[str] | None = None,
    data: bytes | None = None,
    sid: object = None,
) -> None:
    """Write an entry of the source. Raises TypeError for strings that are none."""
    source = win32evtlog.RegisterEventSource(None, appName)
    win32evtlog.ReportEvent(source, eventType, eventCategory, eventID, sid, strings, data)
