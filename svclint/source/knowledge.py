"""What is known of a service beside the flow of its code: what attributes hold, which threads are out of sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TypeAlias, TypeVar

from svclint.contract.effects import acts
from svclint.source.values import UNKNOWN, Const, Items, Many, Method, Symbol, Thing, Unknown, Value

_TRACKED_LIMIT = 6
EVERYWHERE = ""


def _latest(values: Sequence[Value]) -> list[Value]:
    """Each object once, as it was known last: a thread may have become a daemon meanwhile."""
    distinct: dict[object, Value] = {}
    for one in values:
        distinct[(one.cls, one.key) if isinstance(one, Thing) else one] = one
    return list(distinct.values())


def _stays(key: str, value: Value) -> bool:
    """Whether a place given one constant only is that constant: a module's, or a number or text.

    A flag of an object that is given one truth value here may be given the other one from outside.
    """
    return isinstance(value, Const) and (key.startswith("<") or value.type in (int, float, str))


class Fact(Enum):
    """What can be known of a place, once and for all."""

    ESCAPED = "its thread goes where we do not follow: nobody knows whether it is joined there"
    CHANGED = "the table kept there is written to: what it was made with is not what it holds"
    LIVING = "the container kept there has the threads that are alive: once it is empty, all are over"
    CONFIDANT = "the object kept there knows the service, out of our sight"
    TENDED = "the executor or child process kept there is waited for or ended somewhere"
    HELD = "the lock kept there is held by code that waits"
    AUTO = "the event kept there is reset by the wait that it ends"
    LIMITED = "the socket kept there was given a time limit somewhere"


T = TypeVar("T")
Question: TypeAlias = Callable[[str], object]


class Knowledge:
    """Filled while everything is read once, in whatever order it may run; asked from then on.

    When no answer given meanwhile has become wrong by the end, what was read with those answers stands.
    """

    def __init__(self) -> None:
        self.foreign: set[str] = set()
        self._held: dict[str, dict[Value, None]] = {}
        self._facts: set[tuple[Fact, str]] = set()
        self._last_acts: dict[str, set[str]] = {}
        self._answers: dict[tuple[Question, str], object] = {}
        self._unsettled = False

    def settled(self) -> bool:
        """Whether every answer given so far is still the right one."""
        return not self._unsettled and all(ask(key) == answer for (ask, key), answer in self._answers.items())

    def hold(self, key: str, value: Value) -> None:
        """The place ``key`` is given ``value`` somewhere."""
        self._held.setdefault(key, {}).setdefault(value)

    def note(self, fact: Fact, key: str) -> None:
        """Something is known of the place."""
        self._facts.add((fact, key))

    def is_(self, fact: Fact, key: str) -> bool:
        """Whether it is known of the place."""
        return self._answered(self._known, f"{fact.name} {key}")

    def value(self, key: str) -> Value | None:
        """What the place holds: one object, several, a constant given once, or just its name; None: never given."""
        return self._answered(self._value, key)

    def listed(self, key: str) -> list[Value]:
        """What a container was seen to be given, in order."""
        return self._answered(self._listed, key)

    def elements(self, key: str) -> Value:
        """What a container holds."""
        values = _latest([one for one in self.listed(key) if not isinstance(one, (Symbol, Unknown))])
        return Many(tuple(values[:_TRACKED_LIMIT]), each=True) if len(values) > 1 else values[0] if values else UNKNOWN

    def ends_with(self, thread: str, signal: str) -> None:
        """The last thing the thread does is to give the signal."""
        self._last_acts.setdefault(signal, set()).add(thread)

    def ended_by(self, signal: str) -> list[str]:
        """The threads that are over when the signal is there."""
        return self._answered(self._ended_by, signal)

    def escape(self, *values: Value) -> None:
        """Threads among ``values`` go out of sight."""
        for value in values:
            match value:
                case Thing(key=key):
                    self.note(Fact.ESCAPED, key)
                case Method(receiver=Thing(cls=cls, key=key), name=name) if acts(f"{cls}.{name}"):
                    self.note(Fact.ESCAPED, key)  # somebody else may join it
                case Items(values=inner) | Many(options=inner):
                    self.escape(*inner)

    def note_limits(self, name: str, key: str | None) -> None:
        """A call may give one socket, or all, a time limit: their waits are not known to be unlimited any more."""
        if name == "socket.setdefaulttimeout":
            self.note(Fact.LIMITED, EVERYWHERE)
        elif name.endswith((".settimeout", ".setblocking")) and key:
            self.note(Fact.LIMITED, key)

    def limits_network(self, key: str) -> bool:
        """Whether a network wait on this object may have a limit that its call does not show."""
        return self.is_(Fact.LIMITED, EVERYWHERE) or self.is_(Fact.LIMITED, key)

    def _answered(self, ask: Callable[[str], T], key: str) -> T:
        answer = ask(key)
        if self._answers.setdefault((ask, key), answer) != answer:
            self._unsettled = True
        return answer

    def _value(self, key: str) -> Value | None:
        values = list(self._held.get(key, ()))
        if not values or (Fact.CHANGED, key) in self._facts:
            return Symbol(key) if values else None
        things = _latest([one for one in values if not isinstance(one, (Const, Symbol, Unknown))])
        if things:
            return things[0] if len(things) == 1 else Many(tuple(things[:_TRACKED_LIMIT]))
        return values[0] if len(values) == 1 and _stays(key, values[0]) else Symbol(key)

    def _listed(self, key: str) -> list[Value]:
        return list(self._held.get(f"{key}[]", ()))

    def _ended_by(self, signal: str) -> list[str]:
        return sorted(self._last_acts.get(signal, ()))

    def _known(self, question: str) -> bool:
        name, _, key = question.partition(" ")
        return (Fact[name], key) in self._facts
