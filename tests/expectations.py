"""Reading what a fixture expects: ``# expect: SVC101, SVC203`` at the end of the line where findings stand.

``possible`` instead of ``expect``: reading is not sure. ``runs``: only runs show it, though the rule judges source too.
"""

from __future__ import annotations

import re
from pathlib import Path

from svclint.checking.finding import FileReport
from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes
from svclint.rules import all_rules
from svclint.rules.base import Scope

FIXTURES = Path(__file__).parent.parent / "fixtures"
RUN_ONLY = frozenset(one.code for one in all_rules() if one.scope is Scope.RUN)  # reading does not ask them
_EXPECT = re.compile(r"# (expect|possible|runs): ([A-Z0-9, ]+)$")
_CERTAINTY = {"expect": Certainty.BROKEN, "possible": Certainty.POSSIBLE}


def fixtures() -> list[Path]:
    """Every fixture, in order."""
    return sorted(FIXTURES.glob("SVC*/*.py"))


def expected(path: Path, word: str = "expect") -> set[tuple[int, str]]:
    """The (line, code) pairs that a fixture asks for."""
    found = set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        match = _EXPECT.search(line)
        if match and match[1] == word:
            found |= {(number, code.strip()) for code in match[2].split(",")}
    return found


def reported(report: FileReport, certainty: Certainty = Certainty.BROKEN) -> set[tuple[int, str]]:
    """The (line, code) pairs that were found."""
    return {(one.at.line, one.code) for one in report.findings if one.certainty is certainty}


def linted(path: Path) -> FileReport:
    """The report of one file."""
    return lint_bytes(path.read_bytes(), path.name)
