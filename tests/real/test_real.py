"""Real packages: what is found in them is what was judged by reading them, finding by finding."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from svclint.checking.finding import FileReport
from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes

if sys.version_info < (3, 11):
    pytest.skip("the pins are TOML, which Python reads from 3.11 on", allow_module_level=True)

import tomllib

from tests.real.fetch import Package, Unreachable, packages, unpacked

JUDGED: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "judged.toml").read_text("utf-8"))


@pytest.fixture(params=packages(), ids=lambda package: package.folder)
def package(request: pytest.FixtureRequest) -> Package:
    """One pinned package."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def reports(package: Package) -> dict[str, FileReport]:
    """What is said of every file of it, by its path inside."""
    try:
        root = unpacked(package)
    except Unreachable as reason:
        pytest.skip(f"no network: {reason}")
    files = {one.relative_to(root).as_posix(): one for one in sorted(root.rglob("*.py"))}
    return {name: lint_bytes(path.read_bytes(), name) for name, path in files.items()}


def of(package: Package, *tables: str, certainty: str = "") -> set[tuple[str, int, str]]:
    """The judged (file, line, code) of a package in these tables."""
    return {
        (one["file"], one["line"], one["code"])
        for table in tables
        for one in JUDGED.get(table, [])
        if one["package"] == package.name and certainty in ("", one.get("certainty"))
    }


def found(reports: dict[str, FileReport], *certainties: Certainty) -> set[tuple[str, int, str]]:
    """The (file, line, code) that were reported."""
    return {
        (name, one.at.line, one.code)
        for name, report in reports.items()
        for one in report.findings
        if one.certainty in certainties
    }


def test_no_false_alarm_and_nothing_owed_is_missed(package: Package, reports: dict[str, FileReport]) -> None:
    """Whatever is broken was judged true; whatever was judged broken is reported."""
    broken = found(reports, Certainty.BROKEN)
    owed = of(package, "finding", certainty="broken")
    assert (owed - broken, broken - of(package, "finding", "miss", "doubtful")) == (set(), set())


def test_what_is_possible_was_judged_so(package: Package, reports: dict[str, FileReport]) -> None:
    """Doubtful findings are among those that a reader could argue for."""
    possible = found(reports, Certainty.POSSIBLE)
    assert possible <= of(package, "finding", "miss", "doubtful")


def test_python_2_files_say_so(package: Package, reports: dict[str, FileReport]) -> None:
    """A file that only Python 2 reads gives one clear reason and no finding."""
    expected = {
        one["file"]
        for one in JUDGED.get("unparsable", [])
        if one["package"] == package.name and f"{sys.version_info[1]:02}" < one.get("parses_from", "3.99")[2:]
    }
    problems = {name for name, report in reports.items() for one in report.problems if "Python 2" in one.reason}
    assert problems == expected


def test_no_search_ends_early(reports: dict[str, FileReport]) -> None:
    """No budget runs out on real code."""
    assert [name for name, report in reports.items() if report.bursts] == []
