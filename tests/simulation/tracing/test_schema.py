"""The published schema says what is written: all of it is valid, and what cannot be read is not."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from svclint.simulation.tracing.jsonl import dumped
from svclint.simulation.tracing.trace import Trace

from .schema import document
from .stories import STORIES
from .strategies import traces
from .test_jsonl import change

PUBLISHED = json.loads(files("svclint.simulation.tracing").joinpath("trace.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(PUBLISHED)


def test_it_is_a_schema() -> None:
    """The published file keeps the rules of its draft."""
    Draft202012Validator.check_schema(PUBLISHED)


def test_it_is_that_of_the_alphabet() -> None:
    """Every event and field as it is today; ``schema.py`` beside this file says how to publish another."""
    assert document() == PUBLISHED


@pytest.mark.parametrize("trace", STORIES.values(), ids=STORIES)
def test_stories_are_valid(trace: Trace) -> None:
    """Every line of the stories."""
    for line in dumped(trace):
        VALIDATOR.validate(json.loads(line))


@settings(max_examples=50)
@given(traces())
def test_traces_are_valid(trace: Trace) -> None:
    """Every line of any trace."""
    for line in dumped(trace):
        VALIDATOR.validate(json.loads(line))


INVALID = {
    "another schema": change(1, schema="svclint.trace/2")[0],
    "a fact that is no text": change(1, target=3)[0],
    "a field too many": change(6, colour="red")[5],
    "an event nobody knows": change(6, event="Slept")[5],
    "a state nobody knows": change(6, state="SERVICE_SLEEPING")[5],
    "an end that is no number": change(13, took={"least": "long", "most": 1})[12],
    "a track without a name": change(2, name=None)[1],
    "a place without a line": change(6, at={"path": "svc.py"})[5],
}


@pytest.mark.parametrize("line", INVALID.values(), ids=INVALID)
def test_damage_is_invalid(line: str) -> None:
    """What the reader refuses in a line is invalid by the schema too."""
    assert not VALIDATOR.is_valid(json.loads(line))
