"""Every rule is one file: code, page and examples in it agree with each other and with the contract."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from svclint import rules
from svclint.checking.judgement import Certainty
from svclint.contract.clauses import clauses
from svclint.contract.properties import trace_properties
from svclint.examining import examine
from svclint.linting import lint_bytes
from svclint.repair.registry import fixable
from svclint.rules import all_rules
from svclint.rules.base import Rule, Scope
from svclint.source.disk import Disk

CODE = re.compile(r"SVC(?!000)\d{3}")
NAME = re.compile(r"[a-z]+(-[a-z]+)*")
CLAUSE = re.compile(r"\b[A-Z]{3}-\d\d\b")
MARK = re.compile(r"  # (SVC\d{3}(?:, SVC\d{3})*)$")
SECTIONS = ["Why", "Flagged", "Not flagged", "Decisions", "Fix", "Fix safety"]
NO_FIX = "There is no automatic fix."
SUMMARY_LENGTH = 100
PAGE_LENGTH = range(15, 56)
EXAMPLE_LENGTH = range(12, 31)
WIDTH = 110

CODES = {rule.code for rule in all_rules()}
IN_SOURCE = {rule.code for rule in all_rules() if rule.scope is not Scope.RUN}
CLAUSES = {clause.id for clause in clauses()}
PROPERTIES = {one.id for one in trace_properties()}

OF_COMMENTS = {rule.code for rule in all_rules() if rule.scope is Scope.COMMENTS}

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
each_rule_of_the_contract = pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.code not in OF_COMMENTS], ids=lambda rule: rule.code
)


def page(rule: type[Rule]) -> list[str]:
    """The lines of a rule's page, without the indentation of the source."""
    return inspect.cleandoc(rule.__doc__ or "").split("\n")


def marked(module: str) -> Counter[tuple[int, str]]:
    """The lines of an example that carry codes in a comment."""
    found = ((number, MARK.search(line)) for number, line in enumerate(module.split("\n"), 1))
    return Counter((number, code) for number, mark in found if mark for code in mark[1].split(", "))


def broken(module: str) -> Counter[tuple[int, str]]:
    """Where an example is reported to be broken, and by which rules; nothing else may be said of it."""
    report = lint_bytes(module.encode(), "example.py")
    assert not report.problems
    assert {finding.certainty for finding in report.findings} <= {Certainty.BROKEN}
    return Counter((finding.at.line, finding.code) for finding in report.findings)


def test_codes_and_names_are_unique() -> None:
    """No two rules share a code or a name."""
    assert len(CODES) == len({rule.name for rule in all_rules()}) == len(all_rules()) > 0


@each_rule
def test_code_and_name_are_well_formed(rule: type[Rule]) -> None:
    """A code is SVC and three digits, a name is a few words with hyphens between them."""
    assert CODE.fullmatch(rule.code)
    assert NAME.fullmatch(rule.name)


@each_rule
def test_file_and_class_are_named_after_the_rule(rule: type[Rule]) -> None:
    """The file is called by code and name, the class by the name."""
    file = Path(sys.modules[rule.__module__].__file__ or "")
    assert file.stem == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert rule.__name__ == rule.name.title().replace("-", "")


@each_rule
def test_summary_is_one_sentence(rule: type[Rule]) -> None:
    """The page begins with one short sentence and a blank line."""
    summary, blank, *_ = page(rule)
    assert len(summary) < SUMMARY_LENGTH
    assert re.fullmatch(r"[A-Z](?:(?![.!?] ).)*\.", summary)
    assert blank == ""


@each_rule
def test_page_has_its_sections(rule: type[Rule]) -> None:
    """The sections come in their order, and none is empty."""
    text = "\n".join(page(rule))
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert all(part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE))


@each_rule
def test_page_says_whether_there_is_a_fix(rule: type[Rule]) -> None:
    """The last section of a rule without a fixer is that sentence; all others tell which fixes are safe."""
    safety = "\n".join(page(rule)).rpartition("## Fix safety\n")[2].strip()
    if rule.code in fixable():
        assert NO_FIX not in safety
        assert re.search(r"\b(safe|unsafe)\b", safety, re.IGNORECASE)
    else:
        assert safety == NO_FIX


@each_rule
def test_page_is_short(rule: type[Rule]) -> None:
    """A page fits on a screen, in length and in width."""
    lines = page(rule)
    assert len(lines) in PAGE_LENGTH
    assert max(map(len, lines)) <= WIDTH


@each_rule
def test_page_refers_to_what_exists(rule: type[Rule]) -> None:
    """The rules and clauses that a page names can be looked up."""
    text = "\n".join(page(rule))
    assert set(CODE.findall(text)) <= CODES
    assert set(CLAUSE.findall(text)) <= CLAUSES


@each_rule_of_the_contract
def test_clauses_and_properties_exist(rule: type[Rule]) -> None:
    """A rule names clauses of the contract and run-time properties, each once."""
    assert rule.clauses
    assert rule.properties
    assert set(rule.clauses) <= CLAUSES
    assert set(rule.properties) <= PROPERTIES
    assert len(set(rule.clauses + rule.properties)) == len(rule.clauses + rule.properties)


@each_rule
def test_rules_it_yields_to_exist(rule: type[Rule]) -> None:
    """A rule yields to others, not to itself."""
    assert set(rule.yields_to) <= CODES - {rule.code}


@each_rule
def test_examples_are_whole_modules(rule: type[Rule]) -> None:
    """The examples are short, can be parsed, import what they use and use what they import."""
    for module in (rule.bad, rule.good):
        assert module.count("\n") in EXAMPLE_LENGTH
        assert _used(ast.parse(module)) == set(re.findall(r"^import (\w+)$", module, re.MULTILINE))


def _used(tree: ast.Module) -> set[str]:
    """The names that something is taken from, those aside that the module itself gives."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    given = {name.id for name in names if isinstance(name.ctx, ast.Store)} | {"self"}
    owners = (node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {owner.id for owner in owners if isinstance(owner, ast.Name)} - given


@each_rule_of_the_contract
def test_bad_example_is_broken_where_it_is_marked(rule: type[Rule]) -> None:
    """The marked lines of the bad example are reported, by the marked rules, and nothing else is.

    What only a run can show, tests of the simulation run.
    """
    marks = marked(rule.bad)
    assert rule.code in {code for _, code in marks}
    assert broken(rule.bad) == Counter({mark: times for mark, times in marks.items() if mark[1] in IN_SOURCE})


@each_rule_of_the_contract
def test_good_example_is_silent(rule: type[Rule]) -> None:
    """The good example has no mark and no finding, not even a possible one."""
    assert not marked(rule.good)
    assert not lint_bytes(rule.good.encode(), "example.py").findings


@pytest.mark.parametrize("code", sorted(OF_COMMENTS))
def test_examples_about_comments(code: str) -> None:
    """The bad one has that finding, on the line with the comment; the good one has none like it."""
    found = rules.rule(code)
    bad, good = (examine(text.encode(), "example.py", Disk()) for text in (found.bad, found.good))
    (line,) = (one.at.line for one in bad.findings if one.code in OF_COMMENTS)
    assert "svclint:" in found.bad.split("\n")[line - 1]
    assert {one.code for one in bad.findings if one.code in OF_COMMENTS} == {code}
    assert not {one.code for one in good.findings} & OF_COMMENTS
