"""Handles of the SCM: what they stand for, and the rights they were opened with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from svclint.contract.errors import Win32Error
from svclint.simulation.scm.notifying import Subscription
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.refusal import Refused

T = TypeVar("T")


@dataclass(eq=False)
class Handle:
    """An open service, or the open manager when there is no ``record``, and what was subscribed to through it."""

    record: ServiceRecord | None
    access: int
    subscriptions: list[Subscription] = field(default_factory=list)


class Numbers(Generic[T]):
    """Numbers that stand for things, as handles do; a number is never used twice."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._things: dict[int, T] = {}

    def add(self, thing: T) -> int:
        """A new number for the thing."""
        number, self._next = self._next, self._next + 4
        self._things[number] = thing
        return number

    def __getitem__(self, number: int) -> T:
        """The thing; Refused with 6 when the number stands for nothing."""
        if number not in self._things:
            raise Refused(Win32Error.ERROR_INVALID_HANDLE)
        return self._things[number]

    def close(self, number: int) -> T:
        """The thing, whose number stands for nothing from now on; Refused with 6."""
        thing = self[number]
        del self._things[number]
        return thing

    def things(self) -> list[T]:
        """What is open, in the order it was opened."""
        return list(self._things.values())
