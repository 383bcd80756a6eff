"""What a rule is to the engine: a monitor, a small automaton over events.

There is one monitor per rule. ``check(behaviour)`` runs it over every path of source,
``check_trace(events)`` over one run; no rule has a second version.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import Enum
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from svclint.contract.events import At, Event

S = TypeVar("S", bound=Hashable)


class Fault(Enum):
    """What kind of wrong a monitor speaks of; it decides which doubts about a path excuse it.

    DONE: something forbidden happened (an exception nobody raised is no excuse for the author's own call).
    OMITTED: something owed is missing, or two things met that should not have (such an exception may be why).
    WAIVED: something is missing that nobody owes after such an exception: with it, nothing is said at all.
    """

    DONE = "done"
    OMITTED = "omitted"
    WAIVED = "waived"


class Quantifier(Enum):
    """SOME path that breaks the rule convicts; or EVERY path must, and one that keeps it acquits."""

    SOME = "some"
    EVERY = "every"


class Broken(NamedTuple):
    """The rule is broken here. ``text`` is one sentence of fact; not ``sure``: an event itself was doubtful.

    ``fault`` is the kind of this very wrong, None the monitor's own.
    """

    code: str
    at: At
    text: str
    sure: bool = True
    fault: Fault | None = None


class Kept(NamedTuple):
    """The path keeps the rule here: only monitors that ask about EVERY path say so."""

    at: At


Verdict: TypeAlias = Broken | Kept


class Monitor(Generic[S]):
    """Base of the monitors: override ``start`` and ``step``, name the event classes in ``sees``.

    States are hashable and few: a monitor that holds a time or a number adds up what events say,
    stops at its limit, and gives ``widen``. There is no clock; time is in the events.

    ``about``: what it speaks of. Where none of these events is, it calls nothing broken, and is not asked; empty:
    who knows.
    """

    sees: tuple[type[Event], ...] = ()
    about: tuple[type[Event], ...] = ()
    fault: Fault = Fault.DONE
    quantifier: Quantifier = Quantifier.SOME

    def start(self) -> S:
        """The state before the first event."""
        raise NotImplementedError

    def step(self, state: S, event: Event) -> tuple[S, Sequence[Verdict]]:
        """The state after ``event`` and what is to be said of it."""
        raise NotImplementedError

    def heeds(self, event: Event) -> bool:
        """Whether an event that it sees can matter in any state: no is for monitors of many states, to be spared."""
        return True

    def widen(self, state: S) -> S:
        """A state that covers ``state`` and all that more turns of a loop can make of it."""
        return state
