"""Workflow commands that GitHub turns into annotations of a pull request.

It shows few of a kind per step, in the order they are printed: so the most important come first, and one notice tells
of those that nobody would see.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from svclint.reporting.limits import GITHUB
from svclint.reporting.ranks import ranked
from svclint.reporting.text import summary
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.reporting.result import Result

COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """One command per problem and finding; this format has no colours."""
    found = (_finding(one, result.severity(one)) for one in ranked(result))
    yield from islice(chain(map(_problem, result.problems), found), GITHUB)
    hidden = len(result.problems) + len(result.findings) - GITHUB
    if hidden > 0:
        yield f"::notice title=svclint::{hidden} more are not shown here: {_data(summary(result))}"


def _finding(finding: Finding, severity: str) -> str:
    at = finding.at
    places: dict[str, str | int] = {"file": _path(at.path), "line": at.line, "endLine": at.end_line}
    # GitHub refuses columns of a region that spans lines.
    if at.line == at.end_line:
        places |= {"col": at.column, "endColumn": at.end_column}
    return _command(COMMANDS[severity], f"svclint {finding.code}", places, finding.message)


def _problem(problem: Problem) -> str:
    places: dict[str, str | int] = {"file": _path(problem.path)}
    if problem.line is not None:
        places["line"] = problem.line
    return _command("error", "svclint: not linted", places, problem.reason)


def _command(kind: str, title: str, places: dict[str, str | int], message: str) -> str:
    named = {"title": title, **places}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in named.items())
    return f"::{kind} {properties}::{_data(visible(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _path(path: str) -> str:
    """Relative to the working folder, with slashes: GitHub knows no other."""
    inside = os.path.relpath(path) if os.path.isabs(path) else path
    return inside.replace(os.sep, "/") if os.sep != "/" else inside
