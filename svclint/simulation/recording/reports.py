"""Whose report it is: what the author's code chose, or what the host and the framework do by themselves."""

from __future__ import annotations

from traceback import walk_tb
from types import FrameType

from svclint.simulation.recording.calls import Author

REPORT = "ReportServiceStatus"
_REPORTS = frozenset({REPORT, "SetServiceStatus"})


def built_in(author: Author, frame: FrameType | None) -> FrameType | None:
    """The author's frame that put the fields of a report together; None when the framework did."""
    while frame is not None:
        if author.wrote(frame.f_code):
            return frame
        if frame.f_code.co_name == REPORT:
            return None
        frame = frame.f_back
    return None


def chosen_in(author: Author, frame: FrameType | None) -> FrameType | None:
    """The author's frame that chose the state; None when the host did.

    An author's own ReportServiceStatus hands on what others chose, so the frame behind it is asked.
    """
    while frame is not None:
        if author.wrote(frame.f_code) and frame.f_code.co_name != REPORT:
            return frame
        if frame.f_code.co_name == "SvcRun" and not author.wrote(frame.f_code):
            return None
        frame = frame.f_back
    return None


def failed_in(author: Author, error: BaseException) -> FrameType | None:
    """The author's frame that chose the state of a report, which an exception left; None when it left no report."""
    chosen = None
    for frame, _ in walk_tb(error.__traceback__):
        if frame.f_code.co_name in _REPORTS:
            return chosen
        chosen = frame if author.wrote(frame.f_code) else chosen
    return None
