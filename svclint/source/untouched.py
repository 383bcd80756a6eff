"""What the flags of a service are when its first STOP comes: those that nothing but the end of the service changes."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from svclint.checking.behaviour import Behaviour, events
from svclint.contract.events import At, Signal, Test
from svclint.source.classes import ClassModel


def untouched(
    cls: ClassModel, body: Behaviour, others: Iterable[Behaviour], foreign: Collection[str], at: At
) -> Iterator[Test]:
    """The flags that a STOP handler with this ``body`` asks for and sets, and nobody else gives another value.

    The SCM sends one STOP (STP-02): what a handler does only when it is called again never happens.
    """
    own = [one for one in events(body) if isinstance(one, Signal)]
    asked = {one.key for one in events(body) if isinstance(one, Test)} & {one.key for one in own} - set(foreign)
    if not asked:
        return
    places = {one.at for one in own}
    given = [one for other in others for one in events(other) if isinstance(one, Signal) and one.at not in places]
    for key in sorted(asked):
        before = {one.value for one in given if one.key == key} or {_inherited(cls, key)}
        after = {one.value for one in own if one.key == key}
        if len(before | after) == 2 and len(before) == len(after) == 1 and None not in before | after:
            yield Test(at, key, bool(before.pop()))


def _inherited(cls: ClassModel, key: str) -> bool | None:
    """The flag as the class body makes it."""
    name = key.removeprefix(f"{cls.key}.")
    match cls.class_value(name):
        case ast.Constant(value=bool(value)), _:
            return value
    return None
