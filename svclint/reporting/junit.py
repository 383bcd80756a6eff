"""JUnit XML: a suite for each file with findings, a failing case for each; one passing case when there are none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from svclint.reporting.places import repository_path
from svclint.reporting.steps import numbered
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.reporting.result import Result


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The declaration and the document; this format has no colours."""
    total, failures, errors = len(result.findings) + len(result.problems), len(result.findings), len(result.problems)
    counts: dict[str, str] = {"tests": str(total or 1), "failures": str(failures), "errors": str(errors)}
    root = ElementTree.Element("testsuites", {"name": "svclint", **counts})
    for path, found in groupby(result.findings, key=lambda one: one.at.path):
        _suite(root, path, list(found), result)
    for problem in result.problems:
        _problem(root, problem)
    if not total:
        suite = ElementTree.SubElement(root, "testsuite", name="svclint", tests="1", failures="0", errors="0")
        ElementTree.SubElement(suite, "testcase", name="nothing found", classname="svclint")
    ElementTree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield ElementTree.tostring(root, encoding="unicode")


def _suite(root: ElementTree.Element, path: str, findings: list[Finding], result: Result) -> None:
    name, count = repository_path(path), str(len(findings))
    suite = ElementTree.SubElement(root, "testsuite", name=visible(name), tests=count, failures=count, errors="0")
    for one in findings:
        place = f"{one.code} {one.at.line}:{one.at.column}"
        case = ElementTree.SubElement(suite, "testcase", name=place, classname=visible(name))
        failure = ElementTree.SubElement(case, "failure", type=result.severity(one), message=visible(one.message))
        failure.text = "\n".join([visible(one.source), *numbered(one.steps)])


def _problem(root: ElementTree.Element, problem: Problem) -> None:
    name = visible(repository_path(problem.path))
    suite = ElementTree.SubElement(root, "testsuite", name=name, tests="1", failures="0", errors="1")
    case = ElementTree.SubElement(suite, "testcase", name="linted", classname=name)
    ElementTree.SubElement(case, "error", type="problem", message=visible(problem.reason))
