"""Clauses and run-time properties: numbered, sourced, consistent."""

from __future__ import annotations

import re

import pytest

from svclint.contract.budgets import BUDGETS
from svclint.contract.clauses import Clause, Level, Who, clause, clauses
from svclint.contract.properties import Property, trace_properties, trace_property
from svclint.contract.sources import SOURCES, Document


def test_there_are_141_clauses() -> None:
    """141 clauses, each with its own number."""
    assert len(clauses()) == len({each.id for each in clauses()}) == 141


@pytest.mark.parametrize("each", clauses(), ids=lambda each: each.id)
def test_clause_is_complete(each: Clause) -> None:
    """A clause has a number, a sentence and a source, and is found by its number."""
    assert re.fullmatch(r"(ENT|MAI|HND|ACC|STP|PRG|SHD|STS|CFG|CPG)-\d\d", each.id)
    assert each.text.endswith((".", ")")) and each.source
    assert clause(each.id) is each


def test_unknown_clause() -> None:
    """There is no clause 99."""
    with pytest.raises(KeyError):
        clause("STP-99")


def test_who_and_level() -> None:
    """Threads have ended before STOPPED: a MUST for the service's author, from a document of Microsoft."""
    found = clause("STP-03")
    assert (found.who, found.level, found.document) == (Who.SVC, Level.MUST, Document.MULTITHREADED)


def test_33_clauses_are_in_the_two_documents() -> None:
    """The two documents the contract starts from state 33 of the clauses."""
    assert sum(each.document is not None for each in clauses()) == 33


def test_no_clause_names_the_making_of_the_contract() -> None:
    """Sources are public: no internal path, no abbreviation of ours."""
    for each in clauses():
        assert not re.search(r"\bseeds?\b|\bX\b|SRC|\.\./|stud(y|ies)\b", f"{each.text} {each.source}"), each.id


def test_tags_are_explained() -> None:
    """Every tag of the form W32/..., API/..., SCMR or AV in a source is in the legend."""
    tags = {tag for each in clauses() for tag in re.findall(r"(?:^|; )([A-Z0-9]{2,5})(?=/| |$)", each.source)}
    assert tags <= set(SOURCES)


def test_there_are_46_properties() -> None:
    """46 properties of a run, each with its own number."""
    assert len(trace_properties()) == len({each.id for each in trace_properties()}) == 46


@pytest.mark.parametrize("each", trace_properties(), ids=lambda each: each.id)
def test_property_names_clauses_that_exist(each: Property) -> None:
    """A property rests on clauses, and is found by its number."""
    assert each.clauses
    assert all(clause(id) for id in each.clauses)
    assert trace_property(each.id) is each


@pytest.mark.parametrize("each", trace_properties(), ids=lambda each: each.id)
def test_limits_of_properties_are_budgets(each: Property) -> None:
    """Where a limit is a name, it is the name of a budget."""
    assert set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", each.limit)) <= set(BUDGETS)
