"""What is packed comes out as it was, through JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svclint.cache.packing import packed, unpacked
from svclint.checking.finding import FileReport, Finding, Problem, Step, Suppressed, Unfollowed
from svclint.checking.judgement import Certainty
from svclint.contract.events import At

texts = st.text(st.characters(exclude_categories=()))  # lone surrogates, too: names of files have them
places = st.builds(At, texts, *(st.integers(0),) * 4, texts)
steps = st.lists(st.builds(Step, places, texts)).map(tuple)
findings = st.builds(
    Finding, texts, texts, places, st.sampled_from(Certainty), st.lists(texts).map(tuple), steps, texts, texts
)
reports = st.builds(
    FileReport,
    texts,
    st.lists(findings, max_size=2).map(tuple),
    st.lists(st.builds(Problem, texts, st.none() | st.integers(0), texts), max_size=2).map(tuple),
    st.lists(st.builds(Unfollowed, places, texts), max_size=2).map(tuple),
    st.integers(0),
    st.lists(findings, max_size=2).map(tuple),
    st.lists(st.builds(Suppressed, findings, texts, st.booleans()), max_size=2).map(tuple),
)


@given(reports)
def test_nothing_is_lost(report: FileReport):
    """Every field of every record."""
    assert unpacked(json.loads(json.dumps(packed(report)))) == report


@pytest.mark.parametrize("plain", [[], ["a.py"], ["a.py", [["SVC101"]], [], [], 0, [], []], [1, 2, 3, 4, 5, 6, 7]])
def test_what_is_no_report_is_refused(plain):
    """By an error that the cache takes for "not known"."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        unpacked(plain)
