"""What is known of a service beside the flow of its code: what attributes hold, which threads are out of sight."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.contract.effects import acts
from svclint.source.values import UNKNOWN, Const, Items, Many, Method, Symbol, Thing, Unknown, Value

_TRACKED_LIMIT = 6


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
    return isinstance(value, Const) and (key.startswith("<module>.") or value.type in (int, float, str))


class Knowledge:
    """Filled while every method is read once, whatever the order in which they run; asked from then on."""

    def __init__(self) -> None:
        self._held: dict[str, dict[Value, int]] = {}
        self.escaped: set[str] = set()
        self.set_by_workers: dict[str, set[str]] = {}  # signal key -> threads whose last act sets it
        self.foreign: set[str] = set()
        self._limited: set[str] = set()
        self._changed: set[str] = set()
        self.confidants: set[str] = set()  # places whose objects know the service, out of our sight

    def hold(self, key: str, value: Value, site: int) -> None:
        """The place ``key`` is given ``value`` by the statement on line ``site``."""
        self._held.setdefault(key, {}).setdefault(value, site)

    def held(self, key: str) -> list[Value]:
        """Everything the place can hold, in the order of reading."""
        return list(self._held.get(key, ()))

    def change(self, key: str) -> None:
        """A table kept in this place is written to: what it was made with is not what it holds."""
        self._changed.add(key)

    def value(self, key: str) -> Value | None:
        """What the place holds: one object, several, a constant given once, or just its name; None: never given."""
        values = self.held(key)
        if not values or key in self._changed:
            return Symbol(key) if values else None
        things = _latest([one for one in values if not isinstance(one, (Const, Symbol, Unknown))])
        if things:
            return things[0] if len(things) == 1 else Many(tuple(things[:_TRACKED_LIMIT]))
        return values[0] if len(values) == 1 and _stays(key, values[0]) else Symbol(key)

    def listed(self, key: str) -> list[Value]:
        """What a container was seen to be given, in order."""
        return self.held(f"{key}[]")

    def elements(self, key: str) -> Value:
        """What a container holds."""
        values = _latest([one for one in self.listed(key) if not isinstance(one, (Symbol, Unknown))])
        return Many(tuple(values[:_TRACKED_LIMIT]), each=True) if len(values) > 1 else values[0] if values else UNKNOWN

    def escape(self, *values: Value) -> None:
        """Threads among ``values`` go where we do not follow: nobody knows whether they are joined there."""
        for value in values:
            match value:
                case Thing(key=key):
                    self.escaped.add(key)
                case Method(receiver=Thing(cls=cls, key=key), name=name) if acts(f"{cls}.{name}"):
                    self.escaped.add(key)  # somebody else may join it
                case Items(values=inner) | Many(options=inner):
                    self.escape(*inner)

    def note_limits(self, name: str, key: str | None) -> None:
        """A socket was given a time limit somewhere: its waits are not known to be unlimited any more."""
        if name == "socket.setdefaulttimeout":
            self._limited.add("")
        elif name.endswith((".settimeout", ".setblocking")) and key:
            self._limited.add(key)

    def limits_network(self, key: str) -> bool:
        """Whether a network wait on this object may have a limit that its call does not show."""
        return "" in self._limited or key in self._limited
