"""Paths -> bytes, or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Problem


class Source(NamedTuple):
    """A file that may hold a service."""

    path: str
    data: bytes


def opened(given: str | Source | Problem) -> Source | Problem:
    """A file's bytes, or why there are none."""
    if not isinstance(given, str):
        return given
    try:
        with open(given, "rb", buffering=0) as file:
            return Source(given, file.read())
    except (OSError, ValueError) as error:
        return unreadable(given, error)


def unreadable(path: str, error: OSError | ValueError) -> Problem:
    """What is said of a path that cannot be opened."""
    from svclint.checking.finding import Problem

    return Problem(path, None, (getattr(error, "strerror", None) or str(error)).lower())


def refused(problem: Problem) -> FileReport:
    """The report on a file that was not judged."""
    from svclint.checking.finding import FileReport

    return FileReport(problem.path, problems=(problem,))
