"""What is said of a file that could not be judged to an end."""

from __future__ import annotations

from svclint.checking.finding import FileReport, Problem
from svclint.checking.internal import internal_error
from svclint.rules.plugins import BadPlugin

TOO_DEEP = "nested too deeply to be judged"


def report(path: str, error: Exception) -> FileReport:
    """What is said of a file instead of a verdict. Python may parse what no recursive reader gets through."""
    if isinstance(error, BadPlugin):
        return FileReport(path, problems=(Problem(path, None, str(error)),))
    if isinstance(error, (RecursionError, MemoryError)):
        return FileReport(path, problems=(Problem(path, None, TOO_DEEP),))
    return FileReport(path, findings=(internal_error(path, error),))
