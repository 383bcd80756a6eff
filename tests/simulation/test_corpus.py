"""Services with a planted bug, and the same services put right: the first are convicted, the others never.

Each file says in its first line what is wrong or right. ``# expect:`` names the rule that has to speak.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from svclint.simulation.jobs import Job
from tests.simulation.searches import Searched, Wanted, searched

CORPUS = Path(__file__).parent / "corpus"
BUGS = sorted(CORPUS.glob("*_bug.py"))
FIXES = sorted(CORPUS.glob("*_fix.py"))
BUDGET = 120  # runs per scenario in which a bug has to show; a found one ends its search
GLANCE = 12  # runs per scenario of what is right; tests/benchmarks/search.py makes a thousand in all


def marked(path: Path, word: str) -> tuple[str, ...]:
    """What a file says about itself in a comment."""
    found = re.search(rf"^# {word}: (.*)$", path.read_text(), re.MULTILINE)
    return tuple(found[1].split()) if found else ()


def asked(path: Path, count: int) -> Wanted:
    """The search in a service of the corpus."""
    host = next(iter(marked(path, "host")), "pythonservice")
    return Wanted(Job(str(path), str(CORPUS), host=host, count=count), marked(path, "expect"))


@pytest.fixture(scope="module")
def bugs() -> dict[str, Searched]:
    """What was found in the services that are wrong."""
    return searched(asked(path, BUDGET) for path in BUGS)


@pytest.fixture(scope="module")
def fixes() -> dict[str, Searched]:
    """What was found in those that are right."""
    return searched(asked(path, GLANCE) for path in FIXES)


def test_pairs() -> None:
    """Every bug has its fix, there are at least thirty, and each says what it is about."""
    assert [path.name.replace("_bug", "_fix") for path in BUGS] == [path.name for path in FIXES]
    assert len(BUGS) >= 30
    assert [path for path in BUGS if not marked(path, "expect")] == []
    assert [path for path in (*BUGS, *FIXES) if not path.read_text().startswith('"""')] == []


@pytest.mark.parametrize("path", BUGS, ids=lambda path: path.stem)
def test_bug_is_found(path: Path, bugs: dict[str, Searched]) -> None:
    """The rule that the file expects speaks within the budget."""
    assert set(marked(path, "expect")) <= set(bugs[str(path)].found), bugs[str(path)]


@pytest.mark.parametrize("path", FIXES, ids=lambda path: path.stem)
def test_fix_is_silent(path: Path, fixes: dict[str, Searched]) -> None:
    """No finding, and no run that proves nothing."""
    assert (fixes[str(path)].found, fixes[str(path)].unclear) == ({}, [])
