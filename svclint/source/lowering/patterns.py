"""Patterns of ``match``: whether one fits a value, and what its names hold then."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from svclint.source.frame import Frame
from svclint.source.lowering.reader import Reader
from svclint.source.values import UNKNOWN, Const, Items, Library, Value, const
from svclint.source.walking import walk

# Classes whose pattern takes the subject itself as its one part: ``int(code)``.
_BUILT_IN: dict[str, type] = {one.__name__: one for one in (bool, bytes, float, int, str)}


class Fit(NamedTuple):
    """Whether a pattern matches (None: not known), and the values of the names in it if it does."""

    matches: bool | None
    names: dict[str, Value]


def fit(reader: Reader, pattern: ast.pattern, subject: Value, frame: Frame) -> Fit:
    """The pattern laid on the value; a name is not known where the part it stands for is not."""
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            within = fit(reader, inner, subject, frame) if inner else Fit(True, {})
            return within._replace(names={**within.names, name: subject}) if name else within
        case ast.MatchOr(patterns=patterns):
            return _alternatives(reader, patterns, subject, frame)
        case ast.MatchValue(value=expression):
            return Fit(_equal(reader.expression(expression, frame).value, subject), {})
        case ast.MatchSingleton(value=value):
            return Fit(subject == const(value) if isinstance(subject, Const) else None, {})
        case ast.MatchSequence(patterns=parts) if isinstance(subject, Items) and not _starred(parts):
            return _sequence(reader, parts, subject.values, frame)
        case ast.MatchSequence() | ast.MatchMapping() if isinstance(subject, Const) and _plain(subject.value):
            return Fit(False, {})
        case ast.MatchClass():
            return _built_in(reader, pattern, subject, frame)
    return _unknown(pattern)


def _alternatives(reader: Reader, patterns: Sequence[ast.pattern], subject: Value, frame: Frame) -> Fit:
    """The first alternative that can match, when it surely does; all of them have the same names."""
    for pattern in patterns:
        found = fit(reader, pattern, subject, frame)
        if found.matches is None:
            return _unknown(pattern)
        if found.matches:
            return found
    return Fit(False, {})


def _equal(value: Value, subject: Value) -> bool | None:
    return value.value == subject.value if isinstance(value, Const) and isinstance(subject, Const) else None


def _plain(value: object) -> bool:
    """Whether the value is neither a sequence nor a mapping as patterns see it; text is none."""
    return value is None or isinstance(value, tuple(_BUILT_IN.values()))


def _starred(parts: Sequence[ast.pattern]) -> bool:
    return any(isinstance(one, ast.MatchStar) for one in parts)


def _sequence(reader: Reader, parts: Sequence[ast.pattern], values: Sequence[Value], frame: Frame) -> Fit:
    """``case control, _``: part by part."""
    if len(parts) != len(values):
        return Fit(False, {})
    fits = [fit(reader, part, value, frame) for part, value in zip(parts, values, strict=True)]
    found = {one.matches for one in fits}
    names = {name: value for one in fits for name, value in one.names.items()}
    return Fit(False if False in found else None if None in found else True, names)


def _built_in(reader: Reader, pattern: ast.MatchClass, subject: Value, frame: Frame) -> Fit:
    """``int()`` or ``int(code)``; other classes take their parts otherwise."""
    named = reader.expression(pattern.cls, frame).value
    cls = _BUILT_IN.get(named.name) if isinstance(named, Library) else None
    if cls is None or pattern.kwd_patterns or len(pattern.patterns) > 1 or not isinstance(subject, Const):
        return _unknown(pattern)
    if not isinstance(subject.value, cls):
        return Fit(False, {})
    return fit(reader, pattern.patterns[0], subject, frame) if pattern.patterns else Fit(True, {})


def _unknown(pattern: ast.pattern) -> Fit:
    """Nobody knows whether it matches, or what its names hold."""
    named = (getattr(one, "rest", None) or getattr(one, "name", None) for one in walk(pattern))
    return Fit(None, {name: UNKNOWN for name in named if isinstance(name, str)})
