"""A monitor for what has to be there: it is asked at each call that needs something, thread by thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Begun, Event, Need, Needs, Opaque, Provides, Side


class Around(NamedTuple):
    """What is there, on which side, and whether a call that cannot be followed may have seen to more.

    ``elsewhere``: what happens now is the program's own business, in which no service runs.
    ``imported``: the host imports the file.
    """

    there: frozenset[tuple[Need, Side]] = frozenset()
    unsure: bool = False
    elsewhere: bool = False
    imported: bool = False


class Lacking(Monitor[Around]):
    """A call needs what is not there. A rule says which needs it speaks of, and how."""

    sees = (Begun, Needs, Opaque, Provides)
    about = (Needs,)
    needs: ClassVar[frozenset[Need]]

    def start(self) -> Around:
        """Nothing is there yet."""
        return Around()

    def step(self, state: Around, event: Event) -> tuple[Around, Sequence[Verdict]]:
        """Needs are judged, the rest says what is there."""
        match event:
            case Begun():
                return Around(elsewhere=not event.imported, imported=event.imported), ()
            case Provides(need=need) if need in self.needs:
                return state._replace(there=state.there | {(need, event.side)}), ()
            case Opaque() if not state.unsure:
                return state._replace(unsure=True), ()
            case Needs(need=need) if need in self.needs and not state.elsewhere:
                return state, () if (need, event.side) in state.there else tuple(self.said(event, state))
        return state, ()

    def said(self, event: Needs, around: Around) -> Sequence[Broken]:
        """The verdict on a call whose need nobody has seen to."""
        raise NotImplementedError
