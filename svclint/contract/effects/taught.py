"""What users teach of their own libraries, beside the tables: each call by its dotted name.

A call either is like one that the tables know ("threading.Event.set"), or does what one of a few words says.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from svclint.contract.effects.kinds import Act, Acts, Argument, Blocks, Limit
from svclint.contract.events import WaitKind

Lessons: TypeAlias = tuple[tuple[str, str], ...]  # dotted name, word or known call

_TIMEOUT: Final = Argument(None, "timeout")  # the usual name of what limits a wait, in seconds
_FIRST: Final = Argument(0, None)
_DOES: Final = {"starts": Act.START, "joins": Act.JOIN, "signals": Act.SIGNAL}
_WAITS: Final = {
    "blocks": Blocks(WaitKind.EVENT, Limit(_TIMEOUT)),
    "joins": Blocks(WaitKind.JOIN, Limit(Argument(None, "timeout"))),
}
WORDS: Final = {
    "blocks": "waits, without a limit when no timeout= is given",
    "starts": "starts the thread that it is called on, or what its first argument runs",
    "joins": "waits until the thread that it is called on, or its first argument, is over",
    "signals": "tells the service to stop: sets what it is called on, or its first argument",
    "reports": "reports a status: one of its arguments is the state",
    "quiet": "means nothing to the contract",
}


class Taught:
    """Lessons, as tables of the same form as those that are built in."""

    def __init__(self, lessons: Lessons = ()) -> None:
        words = {name: what for name, what in lessons if what in WORDS}
        self.lessons = lessons
        self.aliases = {name: what for name, what in lessons if what not in WORDS}
        self.blocks = {name: _WAITS[word] for name, word in words.items() if word in _WAITS}
        does = {name: _DOES[word] for name, word in words.items() if word in _DOES}
        self.acts: dict[str, tuple[Acts, ...]] = {name: (Acts(act, _subject(name)),) for name, act in does.items()}
        self.quiet = frozenset(name for name, word in words.items() if word == "quiet")
        self.reports = frozenset(name for name, word in words.items() if word == "reports")
        self.classes = frozenset(_owner(name) for name in words if _is_method(name))


def _owner(name: str) -> str:
    return name.rpartition(".")[0]


def _is_method(name: str) -> bool:
    return _owner(name).rpartition(".")[2][:1].isupper()


def _subject(name: str) -> Argument | None:
    """What the call acts on: a method on its object, a function on what it is given."""
    return None if _is_method(name) else _FIRST
