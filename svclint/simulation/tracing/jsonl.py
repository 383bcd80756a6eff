"""A trace as JSON lines, in ASCII: one line for the run, one for each thread, event and violation, in this order.

    {"schema": "svclint.trace/1", "counts": {"tracks": 1, "events": 2, "violations": 0}, "target": "svc.py:Svc", ...}
    {"track": 0, "name": "Svc", "role": "service", "process": 1}
    {"t": 11000, "task": 0, "event": "Report", "at": {"path": "svc.py", "line": 6, ...}, "state": "SERVICE_RUNNING" ...}
    {"violation": "SVC202", "at": {...}, "text": "...", "certainty": "BROKEN", "path": [0, 1]}

Times are nanoseconds since the run began. Events stand in the order in which they became known: a wait when it is
over, which may be later than ``t``. The path of a violation names events by their index from 0; what only its rule
was told stands there as an event itself. ``trace.schema.json`` beside this file says all of it precisely.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from svclint.checking.judgement import Certainty, Violation
from svclint.contract import events as alphabet
from svclint.contract.events import At, Event
from svclint.simulation.recording.journal import Recorded, Track
from svclint.simulation.tracing.trace import Trace
from svclint.simulation.tracing.values import Misfit, read, read_fields, write_fields

SCHEMA: Final = "svclint.trace/1"
COUNTS: Final = ("tracks", "events", "violations")
EVENTS: Final[dict[str, type[Event]]] = {
    name: one
    for name, one in vars(alphabet).items()
    if isinstance(one, type) and issubclass(one, Event) and one is not Event
}


class _Said(NamedTuple):
    """A violation without its path, by the names that it has in a line."""

    violation: str
    at: At
    text: str
    certainty: Certainty


class BadTrace(ValueError):
    """A trace cannot be read: the number of the line, from 1, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


def dumped(trace: Trace) -> Iterator[str]:
    """The lines, without line ends."""
    counts = {name: len(getattr(trace, name)) for name in COUNTS}
    yield json.dumps({"schema": SCHEMA, "counts": counts, **trace.facts})
    for track in trace.tracks:
        told = write_fields(track)
        yield json.dumps({"track": told.pop("number"), **told})
    for one in trace.events:
        yield json.dumps({"t": one.time, "task": one.task, **_event(one.event)})
    index = {id(one.event): number for number, one in enumerate(trace.events)}
    for violation in trace.violations:
        yield json.dumps(_violation(violation, index))


def _event(event: Event) -> dict[str, object]:
    return {"event": type(event).__name__, **write_fields(event)}


def _violation(violation: Violation, index: dict[int, int]) -> dict[str, object]:
    said = _Said(violation.code, violation.at, violation.text, violation.certainty)
    path = [index[id(one)] if id(one) in index else _event(one) for one in violation.path]
    return {**write_fields(said), "path": path}


def loaded(lines: Iterable[str]) -> Trace:
    """The trace that these lines hold. Raises BadTrace."""
    reader, number = _Reader(), 0
    for number, line in enumerate(lines, 1):
        try:
            reader.take(_parsed(line))
        except Misfit as error:
            raise BadTrace(number, str(error)) from error
    if reader.missing():
        raise BadTrace(number + 1, f"the trace is cut off: {reader.missing()} missing")
    return Trace(reader.facts, tuple(reader.tracks), tuple(reader.events), tuple(reader.violations))


def _parsed(line: str) -> dict[str, Any]:
    try:
        parsed = json.loads(line, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise Misfit("not a JSON object")
    return parsed


def _refused(constant: str) -> None:
    raise Misfit(f"{constant} is not JSON")


class _Reader:
    """What was read so far; the header says how much there will be."""

    def __init__(self) -> None:
        self.counts: dict[str, int] | None = None
        self.facts: dict[str, str] = {}
        self.tracks: list[Track] = []
        self.events: list[Recorded] = []
        self.violations: list[Violation] = []

    def take(self, line: dict[str, Any]) -> None:
        """Read the next line. Raises Misfit."""
        if self.counts is None:
            self._header(line)
        elif (due := self.missing()) == "tracks":
            self.tracks.append(Track(**read_fields(Track, {"number": line.pop("track", None), **line})))
        elif due == "events":
            self.events.append(self._recorded(line))
        elif due == "violations":
            self.violations.append(self._violation(line))
        else:
            raise Misfit("more than the header says")

    def missing(self) -> str | None:
        """What is still to come; None when the trace is complete."""
        counts = self.counts
        if counts is None:
            return "the header"
        return next((name for name in COUNTS if len(getattr(self, name)) < counts[name]), None)

    def _header(self, line: dict[str, Any]) -> None:
        schema = line.pop("schema", None)
        if schema != SCHEMA:
            raise Misfit(f"the schema is {schema!r}; this version reads {SCHEMA!r}")
        counts = line.pop("counts", None)
        if not isinstance(counts, dict) or counts.keys() != set(COUNTS):
            raise Misfit(f"the counts are those of {', '.join(COUNTS)}")
        self.facts = {name: read(str, value) for name, value in line.items()}
        self.counts = {name: read(int, counts[name]) for name in COUNTS}

    def _recorded(self, line: dict[str, Any]) -> Recorded:
        time, task = read(int, line.pop("t", None)), read(int, line.pop("task", None))
        if task not in {track.number for track in self.tracks}:
            raise Misfit(f"there is no track {task}")
        return Recorded(time, task, _read_event(line))

    def _violation(self, line: dict[str, Any]) -> Violation:
        path = line.pop("path", None)
        if not isinstance(path, list):
            raise Misfit("a violation has a path")
        return Violation(*_Said(**read_fields(_Said, line)), tuple(map(self._step, path)))

    def _step(self, written: Any) -> Event:
        if isinstance(written, dict):
            return _read_event(dict(written))
        number: int = read(int, written)
        if not 0 <= number < len(self.events):
            raise Misfit(f"there is no event {number}")
        return self.events[number].event


def _read_event(line: dict[str, Any]) -> Event:
    name = line.pop("event", None)
    cls = EVENTS.get(name) if isinstance(name, str) else None
    if cls is None:
        raise Misfit(f"{name!r} is no event")
    event: Event = cls(**read_fields(cls, line))
    return event
