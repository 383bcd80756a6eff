"""Any trace: every event of the alphabet, with anything that its fields may hold."""

from __future__ import annotations

from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from svclint.checking.judgement import Certainty, Violation
from svclint.contract import events as alphabet
from svclint.contract.events import RAISED, At, Event, Took
from svclint.simulation.recording.journal import Recorded, Track
from svclint.simulation.tracing.trace import Trace
from svclint.simulation.tracing.values import Foreign

CLASSES = sorted({one.__name__ for one in Event.__subclasses__()})
INTEGERS = st.integers(-(2**70), 2**70)
TEXTS = st.text(max_size=8)
PLACES = st.builds(At, TEXTS, INTEGERS, INTEGERS, INTEGERS, INTEGERS, TEXTS)
NUMBERS = st.floats(allow_nan=False)
RESULTS = st.one_of(
    st.none(), st.booleans(), INTEGERS, NUMBERS, TEXTS, st.just(RAISED), st.builds(Foreign, st.text(min_size=1))
)
KINDS: dict[Any, st.SearchStrategy[Any]] = {
    int: INTEGERS,
    str: TEXTS,
    bool: st.booleans(),
    float: NUMBERS,
    NoneType: st.none(),
    object: RESULTS,
    At: PLACES,
    Took: st.builds(Took, NUMBERS, NUMBERS),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """What a field with this annotation may hold."""
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*map(values, get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return KINDS[kind]


def events(name: str) -> st.SearchStrategy[Event]:
    """Any event of a class."""
    cls = getattr(alphabet, name)
    return st.builds(cls, **{field: values(kind) for field, kind in get_type_hints(cls).items()})


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """Any trace; the paths of violations hold events of the run and others."""
    tracks = draw(st.lists(st.builds(Track, INTEGERS, TEXTS, TEXTS, INTEGERS), min_size=1, max_size=4))
    event = st.sampled_from(CLASSES).flatmap(events)
    tasks = st.sampled_from([track.number for track in tracks])
    run = draw(st.lists(st.builds(Recorded, st.integers(0, 2**60), tasks, event), max_size=6))
    steps = st.one_of(event, st.sampled_from([one.event for one in run])) if run else event
    paths = st.lists(steps, max_size=4).map(tuple)
    violation = st.builds(Violation, TEXTS, PLACES, TEXTS, st.sampled_from(Certainty), paths)
    facts = st.dictionaries(TEXTS.filter(lambda name: name not in ("schema", "counts")), TEXTS, max_size=3)
    return Trace(draw(facts), tuple(tracks), tuple(run), tuple(draw(st.lists(violation, max_size=3))))
