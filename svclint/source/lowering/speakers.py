"""Threads that report a status whenever they like."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.checking.behaviour import SKIP, Behaviour, Loop, events, nodes, seq
from svclint.checking.driver import check
from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import At, By, Event, Opaque, Report, Speaker, Test, Unread, Wait, WaitKind
from svclint.source.lowering.reader import Reader


class FreeSpeech(Monitor[bool]):
    """Speaks of each report of the author's that a thread comes to by itself.

    The state: nothing has been there yet that may keep others from reporting meanwhile, or have made them report
    before: a signal that was waited for, a lock, or code that cannot be read.
    """

    sees = (Report, Test, Unread, Opaque, Wait)

    def start(self) -> bool:
        """The thread begins."""
        return True

    def step(self, state: bool, event: Event) -> tuple[bool, tuple[Verdict, ...]]:
        """What follows an order is no speech of one's own."""
        match event:
            case Test(key=key, value=True) if "@" not in key:  # a local variable is nobody's signal
                return False, ()
            case Unread() | Opaque() | Wait(kind=WaitKind.LOCK | WaitKind.QUEUE):
                return False, ()
            case Report(by=By.USER) if state and event.state is not None:
                return state, (Broken("", event.at, ""),)
        return state, ()


def speakers(reader: Reader, thread: str, work: Behaviour) -> Behaviour:
    """What is told of a thread as it starts: each report that it makes of its own accord, again and again."""
    again = set(_repeated(work))
    if not again:
        return SKIP
    places = sorted({one.at for one in check(FreeSpeech(), work).violations} & again)
    return seq(*(reader.emit(Speaker(at, thread)) for at in places))


def _repeated(work: Behaviour) -> Iterator[At]:
    """Where a loop reports that nobody has counted the turns of."""
    loops = (one for one in nodes(work) if isinstance(one, Loop) and one.count is None)
    return (one.at for loop in loops for one in events(loop.body) if isinstance(one, Report))
