"""Threads: what they run, whether they end by themselves, and what their last act is."""

from __future__ import annotations

import math

from svclint.checking.behaviour import SKIP, Behaviour, Call, Emit, Loop, Seq, Try, events, nodes, seq
from svclint.contract.effects import Act, acts, blocking, starter
from svclint.contract.events import At, Count, Opaque, Point, Report, Side, Signal, Spawn, Wait
from svclint.source.frame import Role
from svclint.source.knowledge import Fact
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import follow, home
from svclint.source.lowering.reader import Reader
from svclint.source.lowering.speakers import speakers
from svclint.source.values import Function, Library, Method, Thing, Value


def start(reader: Reader, at: At, subject: Value | None) -> Behaviour:
    """A thread starts. One that went where we do not follow is nobody's business here."""
    if isinstance(subject, Function):
        return _started_bare(reader, at, Thing("_thread", f"{at.text}:{at.line}", subject), subject)
    if not isinstance(subject, Thing):
        return SKIP
    ends = lasts(reader, subject)
    if reader.knowledge.is_(Fact.ESCAPED, subject.key):
        return reader.emit(Opaque(at, at.text, reports=False))
    spawn = reader.emit(Spawn(at, subject.key, subject.daemon, ends, _reports(reader, subject)))
    return seq(spawn, _speakers(reader, subject))


def _started_bare(reader: Reader, at: At, thread: Thing, function: Function) -> Behaviour:
    """``_thread.start_new_thread``: joined, if at all, by what the thread itself tells somebody."""
    told = events(work(reader, thread, function))
    if lasts(reader, thread) is not False or any(isinstance(one, (Opaque, Signal)) for one in told):
        return reader.emit(Opaque(at, at.text, reports=False))
    return reader.emit(Spawn(at, thread.key, None, False, _reports(reader, thread)))


def _speakers(reader: Reader, thread: Thing) -> Behaviour:
    """The reports that the thread makes of its own accord; a process has no service to report for."""
    starts = starter(thread.cls)
    if not isinstance(thread.target, Function) or starts is None or starts.process:
        return SKIP
    return speakers(reader, thread.key, work(reader, thread, thread.target))


def _reports(reader: Reader, thread: Thing) -> bool:
    """Whether what the thread runs may report a status."""
    if not isinstance(thread.target, Function):
        return False
    found = events(work(reader, thread, thread.target))
    return any(isinstance(one, Report) or (isinstance(one, Opaque) and one.reports) for one in found)


def lasts(reader: Reader, thread: Thing) -> bool | None:
    """Whether the thread is over soon by itself: yes without loop, wait or unknown call; no with an endless loop."""
    match thread.target:
        case Method(receiver=Thing(cls=cls), name=name):
            return _asks_forever(f"{cls}.{name}")
        case Library(name=name):
            return _asks_forever(name)
        case Function() as function:
            body = work(reader, thread, function)
            return False if function.node in reader.session.renewing else _short(body)
    return None


def _asks_forever(name: str) -> bool | None:
    """A server's loop goes on; asking it to stop takes as long as that, which the main code is in."""
    blocks = blocking(name)
    if any(deed.act is Act.STOP for deed in acts(name)):
        return True
    return False if blocks and blocks.limit is None and blocks.asks == math.inf else None


def _short(body: Behaviour) -> bool | None:
    found = list(events(body))
    if any(isinstance(one, Loop) and one.least == 0 and one.count is None and _rests(one) for one in nodes(body)):
        return False
    stops = {one.at for one in found if isinstance(one, Opaque) and one.stops}
    if any(isinstance(one, Wait) and one.asked == math.inf and one.at not in stops for one in found):
        return False
    busy = any(isinstance(one, (Wait, Opaque, Point)) for one in found)
    return None if busy else True


def _rests(loop: Loop) -> bool:
    """A loop in which code may stay for ever, as nothing bounds it."""
    return any(isinstance(one, Point) and one.rest for one in events(loop.again))


def work(reader: Reader, thread: Thing, function: Function) -> Behaviour:
    """What the thread runs, read once, on its own side; what it writes there prunes nothing here."""
    key = (thread.cls, thread.key, function)
    known = reader.session.targets.get(key)
    if known is None:
        reader.session.targets[key] = SKIP
        begun = reader.within(home(reader, function)).afresh(Role(Side.WORKER))
        known = follow(begun, function, Arguments(), begun.at(function.node)).behaviour
        reader.session.targets[key] = known
        reader.knowledge.foreign.update(
            one.key for one in events(known) if isinstance(one, Signal) and "@" not in one.key
        )
        for signal in _last_signals(known):
            reader.knowledge.ends_with(thread.key, signal)
    elif known is SKIP:  # what it runs starts the like again: a timer that renews itself
        reader.session.renewing.add(function.node)
    return known


def _last_signals(body: Behaviour) -> set[str]:
    """Signals that the thread sets as its last act: who waits for one of these waits for the thread."""
    match body:
        case Call(body=inner):
            return _last_signals(inner)
        case Seq(parts=(*first, Emit(event=Count()))):  # what an assignment tells of numbers
            return _last_signals(seq(*first))
        case Seq(parts=(*_, last)):
            return _last_signals(last)
        case Try(body=inner, final=final):
            return _last_signals(final) or _last_signals(inner)
        case Emit(event=Signal(key=key, value=True)):
            return {key}
    return set()
