"""The schema of traces, from the annotations of what they hold. To publish a new one:

python -m tests.simulation.tracing.schema > svclint/simulation/tracing/trace.schema.json
"""

from __future__ import annotations

import json
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from svclint.contract import events as alphabet
from svclint.contract.events import At, Event, Took
from svclint.simulation.recording.journal import Track
from svclint.simulation.tracing.jsonl import SCHEMA

Schema = dict[str, Any]
PLAIN: dict[Any, Schema] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    float: {"$ref": "#/$defs/number"},
    object: {"$ref": "#/$defs/result"},
    At: {"$ref": "#/$defs/place"},
    Took: {"$ref": "#/$defs/length"},
}
WORDS = {"enum": ["inf", "-inf", "nan"]}


def document() -> Schema:
    """The whole schema, of one line."""
    names = sorted({one.__name__ for one in Event.__subclasses__()})
    recorded: Schema = {
        "description": "An event, when it happened (nanoseconds since the run began) and on which track.",
        "type": "object",
        "required": ["t", "task"],
        "properties": {"t": {"type": "integer"}, "task": {"type": "integer"}},
        "$ref": "#/$defs/event",
        "unevaluatedProperties": False,
    }
    kinds = {"header": header(), "track": track(), "recorded": recorded, "violation": violation()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A line of a trace, {SCHEMA}",
        "description": "One header; then the tracks, the events and the violations, as many as it counts.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
        "$defs": {
            **kinds,
            "event": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in names]},
            "number": {"anyOf": [{"type": "number"}, WORDS]},
            "result": result(),
            "place": closed(hinted(At)),
            "length": closed(hinted(Took)),
            **{name: event(getattr(alphabet, name)) for name in names},
        },
    }


def header() -> Schema:
    """The first line; facts about the run are texts."""
    counts = closed({name: {"type": "integer", "minimum": 0} for name in ("tracks", "events", "violations")})
    said = {"schema": {"const": SCHEMA}, "counts": counts}
    return {**closed(said), "additionalProperties": {"type": "string"}}


def track() -> Schema:
    """A track, whose number has the name that tells it from other lines."""
    fields = hinted(Track)
    return closed({"track": fields.pop("number"), **fields})


def violation() -> Schema:
    """A violation; its path has indexes of events, and events that were none of the run's."""
    certainty = {"enum": ["BROKEN", "POSSIBLE"]}
    step = {"oneOf": [{"type": "integer", "minimum": 0}, closed_event()]}
    path = {"type": "array", "items": step}
    return closed({"violation": PLAIN[str], "at": PLAIN[At], "text": PLAIN[str], "certainty": certainty, "path": path})


def closed_event() -> Schema:
    return {"$ref": "#/$defs/event", "unevaluatedProperties": False}


def event(cls: type) -> Schema:
    """An event by its name and fields; whoever refers to it closes it."""
    fields = {"event": {"const": cls.__name__}, **hinted(cls)}
    summary = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
    return {"description": summary, "type": "object", "required": list(fields), "properties": fields}


def result() -> Schema:
    """What a handler returned: JSON's own kinds, an exception, or an object of which only the class is told."""
    special = [
        closed({"number": WORDS}),
        closed({"name": {"const": "RAISED"}}),
        closed({"object": {"type": "string"}}),
    ]
    return {"anyOf": [{"type": ["null", "boolean", "number", "string"]}, *special]}


def closed(properties: Schema) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def hinted(cls: type) -> Schema:
    """The fields of a record."""
    return {name: kind(hint) for name, hint in get_type_hints(cls).items()}


def kind(hint: Any) -> Schema:
    """What a field with this annotation holds."""
    if get_origin(hint) in (Union, UnionType):
        return {"anyOf": [kind(one) for one in get_args(hint)]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": kind(get_args(hint)[0])}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": list(hint.__members__)}
    return PLAIN[hint]


if __name__ == "__main__":
    print(json.dumps(document(), indent=2))
