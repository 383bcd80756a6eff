"""The fixtures: what each file expects is what is found, and every rule has its share of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from svclint.checking.judgement import Certainty
from svclint.checking.monitor import Monitor
from svclint.checking.trace import check_trace
from svclint.linting import judge, lint_bytes
from svclint.rules import all_rules
from svclint.rules.base import Scope
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.services import services
from svclint.source.text import parse
from tests.expectations import FIXTURES, RUN_ONLY, expected, fixtures, linted, reported

FAMILY_HEADS = {"SVC101", "SVC201", "SVC301", "SVC401", "SVC501"}
ALL = {one.code for one in all_rules()}
OF_COMMENTS = {one.code for one in all_rules() if one.scope is Scope.COMMENTS}
# Rules whose source side is still to come have runnable examples on their pages, and no fixtures yet.
CODES = sorted(one for one in ALL - OF_COMMENTS if one not in RUN_ONLY or one.startswith("SVC9"))


def named(path: Path) -> str:
    """The fixture's name in test reports."""
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", fixtures(), ids=named)
def test_fixture_is_judged_as_it_expects(path: Path) -> None:
    """Exactly the marked lines are broken, by the rules that reading asks; a good file has no mark and no finding."""
    report = linted(path)
    read = {(line, code) for line, code in expected(path) if code not in RUN_ONLY}
    assert (reported(report), report.problems, report.bursts) == (read, (), 0)


@pytest.mark.parametrize("path", [one for one in fixtures() if expected(one, "possible")], ids=named)
def test_doubtful_findings_are_possible(path: Path) -> None:
    """What a fixture calls possible is found, and not called broken."""
    assert expected(path, "possible") <= reported(linted(path), Certainty.POSSIBLE)


@pytest.mark.parametrize("path", [one for one in fixtures() if one.stem.startswith("bad_")], ids=named)
def test_the_path_of_a_finding_is_a_proof(path: Path) -> None:
    """The events that a broken finding carries, played as a trace, break the same rule at the same place."""
    text = path.read_text("utf-8")
    tree = parse(text, path.name)
    monitors: dict[str, type[Monitor[object]]] = {one.code: one.monitor for one in all_rules()}
    for service in services(Module(tree, Source(path.name, text.split("\n")))):  # type: ignore[arg-type]
        for judgement in judge(service, []):
            for violation in judgement.violations:
                if violation.certainty is Certainty.BROKEN:
                    again = check_trace(monitors[violation.code](), violation.path)
                    assert (violation.code, violation.at) in [(one.code, one.at) for one in again]


@pytest.mark.parametrize("variant", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("path", fixtures()[::7], ids=named)
def test_line_ends_do_not_matter(path: Path, variant: str) -> None:
    """The same file with other line ends has the same findings at the same places."""
    other = lint_bytes(path.read_text("utf-8").replace("\n", variant).encode(), path.name)
    assert other.findings == linted(path).findings


@pytest.mark.parametrize("path", fixtures()[::7], ids=named)
def test_a_byte_order_mark_does_not_matter(path: Path) -> None:
    """The same file with a byte order mark has the same findings at the same places."""
    assert lint_bytes(b"\xef\xbb\xbf" + path.read_bytes(), path.name).findings == linted(path).findings


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_its_fixtures(code: str) -> None:
    """At least four bad shapes and four good traps for the head of a family, two and two for every other rule."""
    least = 4 if code in FAMILY_HEADS else 2
    files = [one for one in fixtures() if one.parent.name == code]
    bad = [one for one in files if one.stem.startswith("bad_") and code in {found for _, found in expected(one)}]
    good = [one for one in files if one.stem.startswith("good_") and not expected(one)]
    assert (len(bad) >= least, len(good) >= least, len(bad) + len(good)) == (True, True, len(files))


def test_every_folder_of_fixtures_has_a_rule() -> None:
    """No fixtures are left of a rule that is gone."""
    assert sorted(one.name for one in FIXTURES.iterdir() if one.is_dir()) == CODES
