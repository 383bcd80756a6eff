"""Objects of library classes: threads that start and end, signals that are set and awaited."""

from __future__ import annotations

import math

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.effects import STARTERS, Act, Acts, acts, blocking, bound, starter
from svclint.contract.events import (
    SOME_THREAD,
    At,
    Bound,
    Join,
    Known,
    Opaque,
    Pulsed,
    Requested,
    Side,
    Signal,
    Test,
)
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.crews import tend
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.lowering.threads import start
from svclint.source.lowering.waits import limit, wait, waits
from svclint.source.values import (
    NONE,
    UNKNOWN,
    Alive,
    Awaited,
    Collection,
    Function,
    Instance,
    Items,
    Many,
    Method,
    Not,
    Symbol,
    Thing,
    Value,
    options,
    truth,
)


def signal_key(value: Value | None) -> str | None:
    """The key of "this signal is set", which is not the truth of the name that holds it."""
    return f"{value.key}.is_set" if isinstance(value, (Thing, Symbol)) else None


def make(reader: Reader, cls: str, name: str, key: str, given: Arguments) -> Thing:
    """A new object of a library class; for a thread: what it will run, and whether it is a daemon."""
    starts = starter(cls) or STARTERS.get(name)
    if starts is None:
        return Thing(cls, key)
    daemon = given.get(starts.daemon) if starts.daemon else None
    return Thing(cls, key, given.get(starts.target), truth(daemon) if daemon not in (None, NONE) else None)


def call_known(reader: Reader, name: str, receiver: Value | None, at: At, given: Arguments) -> Lowered:
    """A call that the effect table knows: what it waits for, and what it does to its subjects."""
    blocks = blocking(name)
    happens = wait(reader, at, _subject(receiver, at), blocks, given) if blocks else SKIP
    asked = limit(blocks, given) if blocks and waits(blocks, given) else 0
    parts: list[Behaviour] = [happens]
    value: Value = UNKNOWN
    for deed in acts(name):
        subject = given.get(deed.subject) if deed.subject else receiver
        lowered = _act(reader, deed, subject, at, asked, name)
        parts.append(lowered.behaviour)
        value = lowered.value if lowered.value != UNKNOWN else value
    return Lowered(seq(*parts, _crossing(reader, name, at)), value)


def _crossing(reader: Reader, name: str, at: At) -> Behaviour:
    """A handler calls what belongs to the thread of an event loop."""
    instead = bound(name) if reader.role.side is Side.HANDLER else None
    return reader.emit(Bound(at, instead)) if instead else SKIP


def _subject(receiver: Value | None, at: At) -> str:
    return receiver.key if isinstance(receiver, Thing) else at.text


def _act(reader: Reader, deed: Acts, subject: Value | None, at: At, asked: float | None, name: str) -> Lowered:
    match deed.act:
        case Act.START:
            return Lowered(start(reader, at, subject))
        case Act.JOIN:
            complete = None if asked is None else asked == math.inf
            tend(reader, subject if complete is not False or asked else None)
            return Lowered(_each(reader, at, subject, complete))
        case Act.OVER:
            return Lowered(SKIP, Not(Alive(subject.key, child=True)) if isinstance(subject, Thing) else UNKNOWN)
        case Act.ALIVE:
            return Lowered(SKIP, Alive(subject.key) if isinstance(subject, Thing) else UNKNOWN)
        case Act.END:
            tend(reader, subject)
            return Lowered(seq(reader.emit(Opaque(at, at.text, stops=True, reports=False)), _over(reader, at, subject)))
        case Act.SIGNAL | Act.CLEAR:
            return Lowered(_signal(reader, at, subject, deed.act is Act.SIGNAL))
        case Act.PULSE:
            keys = [signal_key(one) for one in options(subject)] if subject else []
            return Lowered(seq(*(reader.emit(Pulsed(at, key)) for key in keys if key)))
        case Act.ASK:
            return _ask(
                reader, at, subject, asked, code=name.rpartition(".")[2].startswith(("Wait", "MsgWait", "Signal"))
            )
        case Act.LIST:
            return Lowered(reader.emit(Join(at, SOME_THREAD, None)), _all_threads(reader, name))
        case Act.STOP:
            return Lowered(reader.emit(Opaque(at, at.text, stops=True, reports=False)))
        case Act.REQUEST:
            return Lowered(reader.emit(Requested(at)))
    return Lowered()


def _all_threads(reader: Reader, name: str) -> Value:
    """``threading.enumerate()``: whoever joins each of these has joined whatever was started."""
    if name.rpartition(".")[2] != "enumerate":
        return UNKNOWN
    reader.knowledge.hold(f"{name}[]", Thing("threading.Thread", SOME_THREAD))
    return Collection(name)


def _signal(reader: Reader, at: At, subject: Value | None, value: bool) -> Behaviour:
    keys = [signal_key(one) for one in options(subject)] if subject else [None]
    return seq(*(reader.emit(Signal(at, key or f"?{at.line}", value)) for key in keys))


def _ask(reader: Reader, at: At, subject: Value | None, asked: float | None, code: bool) -> Lowered:
    """Asking for a signal; a wait without limit for one signal ends only when that is set."""
    if isinstance(subject, Method) and subject.name == "sentinel" and isinstance(subject.receiver, Thing):
        return Lowered(_each(reader, at, subject.receiver, None if asked is None else asked == math.inf))
    keys = _keys(reader, subject)
    single = keys[0] if len(keys) == 1 else None
    if single is None or asked != math.inf:
        return Lowered(SKIP, Awaited(keys, code))
    joined = [reader.emit(Join(at, thread, True)) for thread in reader.knowledge.ended_by(single)]
    return Lowered(seq(reader.emit(Test(at, single, True)), *joined), Awaited(keys, code))


def _keys(reader: Reader, subject: Value | None) -> tuple[str | None, ...]:
    match subject:
        case Items(values=values):
            return tuple(signal_key(one) for one in values)
        case Collection(key=key):
            return tuple(signal_key(one) for one in reader.knowledge.listed(key))
        case Many():
            return (None, None)
    return (signal_key(subject),)


def _over(reader: Reader, at: At, subject: Value | None) -> Behaviour:
    return reader.emit(Known(at, subject.key, False)) if isinstance(subject, Thing) else SKIP


def ended(reader: Reader, at: At, thing: Thing) -> Behaviour:
    """The thing has been waited for."""
    return reader.emit(Join(at, thing.key, True))


def _each(reader: Reader, at: At, subject: Value | None, complete: bool | None) -> Behaviour:
    things = [one for one in options(subject) if isinstance(one, Thing)] if subject else []
    return seq(*(reader.emit(Join(at, one.key, complete)) for one in things))


def instance_thing(instance: Instance) -> Thing | None:
    """The library object that an instance of a subclass is: a Thread subclass is a thread that runs its ``run``."""
    for base in instance.cls.lineage():
        if isinstance(base, str) and starter(base):
            run = instance.cls.method("run")
            target = Function(run[0], run[1], instance) if run else None
            return Thing(base, instance.key, target)
    return None
