"""Where the main code of a service stays until something tells it to end."""

from __future__ import annotations

import math
import re
from typing import Final

from svclint.checking.behaviour import Behaviour, Emit, Loop, events, nodes
from svclint.contract.events import At, Event, Opaque, Point, Spawn, Wait, WaitKind

# A coroutine that is run until it is done may be done any time.
_COROUTINE: Final = re.compile(r"\brun_(until_complete|sync)\(|\b(asyncio|trio|anyio)\.run\(|\brun\(.*\(")


def stays(run: Behaviour) -> tuple[At, bool] | None:
    """The first such place, and whether it is sure that the code stays there; None when it does nowhere."""
    found = list(events(run))
    lasting = {one.thread for one in found if isinstance(one, Spawn) and one.ends is False}
    unread = {one.at for one in found if isinstance(one, Opaque)}
    doubtful = None
    for node in nodes(run):
        at = _rests(node) if isinstance(node, Loop) else _waits(node.event, lasting) if isinstance(node, Emit) else None
        if at is not None:
            return at, not _COROUTINE.search(at.text)
        match node:
            case Emit(event=Point(rest=True, at=place)) if place in unread:
                doubtful = doubtful or (place, False)
    return doubtful


def _rests(loop: Loop) -> At | None:
    """A loop that nothing seen bounds."""
    rests = (one.at for one in events(loop.again) if isinstance(one, Point) and one.rest)
    return next(rests, None) if loop.count is None and loop.least == 0 else None


def _waits(event: Event, lasting: set[str]) -> At | None:
    """A wait without a limit, for a thread only if that goes on by itself."""
    match event:
        case Wait(kind=WaitKind.JOIN, asked=math.inf, subject=thread) if thread not in lasting:
            return None
        case Wait(kind=kind, asked=math.inf) if kind is not WaitKind.LOCK:
            return event.at
    return None
