"""JUnit XML: a suite for each file with findings, a failing case for each; one passing case when there are none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from svclint.reporting.places import repository_path
from svclint.reporting.steps import numbered
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.reporting.result import Result

CLEAN: Final = """\
  <testsuite name="svclint" tests="1" failures="0" errors="0">
    <testcase name="nothing found" classname="svclint" />
  </testsuite>"""


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The document in pieces; this format has no colours."""
    failures, errors = len(result.findings), len(result.problems)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield _opened("testsuites", name="svclint", tests=failures + errors or 1, failures=failures, errors=errors)
    for path, found in groupby(result.findings, key=lambda one: one.at.path):
        yield from _suite(visible(repository_path(path)), list(found), result)
    yield from (line for one in result.problems for line in _problem(one))
    if not failures + errors:
        yield CLEAN
    yield "</testsuites>"


def _suite(name: str, findings: list[Finding], result: Result) -> Iterator[str]:
    yield "  " + _opened("testsuite", name=name, tests=len(findings), failures=len(findings), errors=0)
    for one in findings:
        yield "    " + _opened("testcase", name=f"{one.code} {one.at.line}:{one.at.column}", classname=name)
        failure = _opened("failure", type=result.severity(one), message=visible(one.message))
        yield f"      {failure}{escape(_text(one))}</failure>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _text(finding: Finding) -> str:
    return "\n".join([visible(finding.source), *numbered(finding.steps)])


def _problem(problem: Problem) -> Iterator[str]:
    name = visible(repository_path(problem.path))
    yield "  " + _opened("testsuite", name=name, tests=1, failures=0, errors=1)
    yield "    " + _opened("testcase", name="linted", classname=name)
    yield "      " + _opened("error", type="problem", message=visible(problem.reason)) + "</error>"
    yield from ("    </testcase>", "  </testsuite>")


def _opened(tag: str, **attributes: str | int) -> str:
    """A start tag."""
    return f"<{tag}{''.join(f' {name}={quoteattr(str(value))}' for name, value in attributes.items())}>"
