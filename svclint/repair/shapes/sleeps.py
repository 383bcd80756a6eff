"""A run side that sleeps between two rounds, and waits for an event instead: made in the constructor, and manual."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, attribute, block_of, free_name, means, own, receiver
from svclint.repair.shapes.events import OVER, SET, WAIT, kind_of
from svclint.repair.workshop import Workshop

FRAMEWORK = "win32serviceutil.ServiceFramework"
CREATE, THREADS = "win32event.CreateEvent", "threading.Event"
LOOPS = (cst.For, cst.While)
NAME = "stop_event"


class Sleep(NamedTuple):
    """The one sleep of a loop: its statement, the seconds as they are written, and the method's own ``self``."""

    small: cst.BaseSmallStatement
    seconds: cst.BaseExpression
    self_: str


class Event(NamedTuple):
    """An event by the name of its attribute; ``made``: what makes it, where that is still to be done."""

    name: str
    kind: str
    made: Edit | None = None


def slept(shop: Workshop, loop: cst.While, function: cst.FunctionDef) -> Sleep | None:
    """The one sleep in a loop, a statement of its body; the loop is no part of another one."""
    self_ = receiver(function)
    inside = any(isinstance(one, LOOPS) for one in above(shop, loop))
    sleeps = [one for one in own(loop, cst.Call) if means(shop, one.func, "time.sleep")]
    if self_ is None or inside or len(sleeps) != 1 or block_of(shop, sleeps[0]) is not loop:
        return None
    small = shop.parents[sleeps[0]]
    match sleeps[0].args:
        case [cst.Arg(keyword=None, star="", value=seconds)] if isinstance(small, cst.Expr):
            return Sleep(small, seconds, self_) if shop.is_plain_block(shop.parents[small]) else None
    return None


def awaited(shop: Workshop, cls: cst.ClassDef, self_: str, sleep: Sleep) -> tuple[str, tuple[Edit, ...]] | None:
    """What sets an event, and the edits that wait for it; one is made where none is idle, if there is a place."""
    event = _idle(shop, cls) or _new(shop, cls)
    if event is None:
        return None
    needed = [shop.spell(one)[1] for one in ((CREATE, SET, WAIT, OVER) if event.kind == CREATE else (event.kind,))]
    edits = [one for imports in needed for one in imports]
    edits += [event.made] if event.made else []
    return _set(shop, self_, event), (*edits, shop.replace(sleep.small, f"if {_test(shop, sleep, event)}:\n    break"))


def _idle(shop: Workshop, cls: cst.ClassDef) -> Event | None:
    """The one event that the constructor makes and nobody has a use for."""
    maker = shop.method(cls, "__init__")
    targets = [to.target for one in own(maker, cst.Assign) for to in one.targets] if maker else []
    names = [name for one in targets if (name := attribute(one, receiver(maker)))] if maker else []
    used = Counter(one.attr.value for one in shop.nodes(cst.Attribute))
    kinds = {name: kind_of(shop, cls, name) for name in names if used[name] == 1}
    found = [Event(name, kind) for name, kind in kinds.items() if kind]
    return found[0] if len(found) == 1 else None


def _new(shop: Workshop, cls: cst.ClassDef) -> Event | None:
    """An event of threading in a file that keeps to it, else one of Windows."""
    modules = {one.canonical.partition(".")[0] for one in shop.spelling.names}
    name, kind = free_name(shop, NAME), THREADS if "threading" in modules and "win32event" not in modules else CREATE
    made = _created(shop, cls, name, shop.spell(kind)[0] + ("()" if kind == THREADS else "(None, True, False, None)"))
    return made and Event(name, kind, made)


def _set(shop: Workshop, self_: str, event: Event) -> str:
    return f"{self_}.{event.name}.set()" if event.kind == THREADS else f"{shop.spell(SET)[0]}({self_}.{event.name})"


def _test(shop: Workshop, sleep: Sleep, event: Event) -> str:
    """Whether the event is set within the time that was slept so far."""
    seconds, subject = shop.text_of(sleep.seconds), f"{sleep.self_}.{event.name}"
    if event.kind == THREADS:
        return f"{subject}.wait({seconds})"
    wait, over = shop.spell(WAIT)[0], shop.spell(OVER)[0]
    return f"{wait}({subject}, {_milliseconds(sleep.seconds, seconds)}) == {over}"


def _milliseconds(seconds: cst.BaseExpression, written: str) -> str:
    match seconds:
        case cst.Integer() | cst.Float():
            return str(int(seconds.evaluated_value * 1000))
        case cst.Name() | cst.Attribute() | cst.Call() | cst.Subscript():
            return f"int({written} * 1000)"
    return f"int(({written}) * 1000)"


def _created(shop: Workshop, cls: cst.ClassDef, name: str, made: str) -> Edit | None:
    """The event as the last of the constructor, or a constructor for it where the framework's is the only other."""
    maker = shop.method(cls, "__init__")
    if maker:
        self_ = receiver(maker)
        return shop.append(maker, f"{self_}.{name} = {made}") if self_ and not any(own(maker, cst.Return)) else None
    first = next((one for one in cls.body.body if isinstance(one, cst.FunctionDef)), None)
    if first is None or len(cls.bases) != 1 or not means(shop, cls.bases[0].value, FRAMEWORK):
        return None
    code = f"def __init__(self, args):\n    super().__init__(args)\n    self.{name} = {made}"
    edit = shop.insert_before(first, code)
    return edit._replace(text=edit.text + "\n")
