"""The rules that only runs can judge: their examples and fixtures, and what of the contract is judged by whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from svclint.contract.properties import trace_properties
from svclint.linting import lint_bytes
from svclint.rules import all_rules
from svclint.rules.base import Rule, Scope
from svclint.simulation.unjudged import READ_ONLY
from tests.expectations import RUN_ONLY, expected, fixtures
from tests.rules.test_pages import marked
from tests.simulation.running import example, judge

RUN_RULES = [rule for rule in all_rules() if rule.scope is Scope.RUN]
RUN_FIXTURES = [path for path in fixtures() if path.parent.name in RUN_ONLY]

# Why no rule names a property.
UNJUDGED = {
    "P04": "a report needs the handle that registering gives: without it the SCM refuses with 6, and stores nothing",
    "P12": "a check of the simulator itself: the SCM's tests show that handlers never overlap",
    "P44": "off for pywin32, which sends its default hint at rest, and Windows clears it (contract D.4)",
    "P52": "a check of the simulator itself: the SCM sends nothing behind a stop",
    "P65": "only its author can say what a step of the work is: a loop that pauses looks like one that works",
}

each_rule = pytest.mark.parametrize("rule", RUN_RULES, ids=lambda rule: rule.code)


@pytest.fixture(scope="module", autouse=True)
def _searched_at_once() -> None:
    """Two processes share the work of all tests below."""
    files = [example(rule, which) for rule in RUN_RULES for which in ("bad", "good")]
    judge(dict.fromkeys((*files, *RUN_FIXTURES), ()), slow=True)


def shown(path: Path) -> set[tuple[int, str]]:
    """The (line, code) pairs that runs are convicted of."""
    return judge({path: ()}, slow=True)[path].places


@each_rule
def test_runs_of_the_bad_example_are_convicted_where_it_is_marked(rule: type[Rule]) -> None:
    """The marked lines are found by the marked rules, as far as runs can; and nothing else is."""
    marks = {(line, code) for line, code in marked(rule.bad) if code not in READ_ONLY}
    assert {(line - 1, code) for line, code in shown(example(rule, "bad"))} == marks


@each_rule
def test_runs_of_the_good_example_are_silent(rule: type[Rule]) -> None:
    """A right service is not convicted, whatever the schedule."""
    assert shown(example(rule, "good")) == set()


@pytest.mark.parametrize("path", RUN_FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_runs_of_a_fixture_are_judged_as_it_expects(path: Path) -> None:
    """Exactly the marked lines."""
    assert shown(path) == expected(path) | expected(path, "runs")


@each_rule
def test_reading_asks_no_rule_that_only_runs_can_judge(rule: type[Rule]) -> None:
    """What is found by reading the bad example is not this rule's."""
    assert rule.code not in {finding.code for finding in lint_bytes(rule.bad.encode(), "example.py").findings}


@pytest.mark.parametrize("each", trace_properties(), ids=lambda each: each.id)
def test_a_property_is_judged_or_there_is_a_reason(each: object) -> None:
    """Every property of the contract is named by a rule, or stands in the table; never both."""
    id = each.id  # type: ignore[attr-defined]
    judges = [rule.code for rule in all_rules() if id in rule.properties]
    assert bool(judges) != (id in UNJUDGED)
