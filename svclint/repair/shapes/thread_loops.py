"""An endless loop of a thread is given the stop signal: the test, the sleeps, and how the signal gets there."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import class_of, function_of, means, own, receiver
from svclint.repair.shapes.thread_paths import endless
from svclint.repair.shapes.thread_signals import Signal, lasting
from svclint.repair.shapes.thread_waits import INSIDE, OUTSIDE, holding
from svclint.repair.shapes.threads import is_thread
from svclint.repair.workshop import Workshop, nodes


class Made(NamedTuple):
    """A call that makes a thread, the function that it runs, and the class of the service that starts it."""

    call: cst.Call
    target: cst.FunctionDef
    cls: cst.ClassDef | None


class Ending(NamedTuple):
    """How a thread ends: by a signal, by something else that its loops look at, or by itself; and the edits for it."""

    signal: Signal | None = None
    looping: bool = False
    edits: tuple[Edit, ...] = ()


def made_to_end(shop: Workshop, made: Made, signal: Signal) -> Ending | None:
    """The one endless loop asks for the signal each time; nothing in it may wait for ever."""
    loops = [one for one in own(made.target, cst.While) if endless(shop, one, returns=True)]
    if len(loops) != 1 or not is_thread(shop, made.call) or holding(shop, made.target, INSIDE + OUTSIDE):
        return None
    reached, stays = _reach(shop, made, signal), lasting(shop, signal)
    if reached is None or stays is None:
        return None
    subject, passed = reached
    test, imports = signal.asked(shop, subject)
    naps = _naps(shop, loops[0], signal, subject)
    if naps is None:
        return None
    return Ending(signal, True, (*imports, *stays, *passed, shop.replace(loops[0].test, test), *naps))


def _naps(shop: Workshop, loop: cst.While, signal: Signal, subject: str) -> list[Edit] | None:
    """Sleeps of a loop become waits for the signal; none where one cannot and is long."""
    edits: list[Edit] = []
    for call in own(loop.body, cst.Call):
        if not means(shop, call.func, "time.sleep") or len(call.args) != 1:
            continue
        code = signal.slept(shop, subject, call.args[0].value)
        if code is None:
            return None
        edits += [shop.replace(call, code)] if code else []
    return edits


def _reach(shop: Workshop, made: Made, signal: Signal) -> tuple[str, tuple[Edit, ...]] | None:
    """How the thread's code names the signal, and what hands it over where it is no method of the service."""
    owner = made.target if class_of(shop, made.target) else function_of(shop, made.target)
    if owner is not None:
        self_ = receiver(owner)
        return (f"{self_}.{signal.name}", ()) if self_ and class_of(shop, owner) is made.cls else None
    passed = _handed(shop, made, signal)
    return (signal.name, passed) if passed else None


def _handed(shop: Workshop, made: Made, signal: Signal) -> tuple[Edit, ...] | None:
    """One more parameter at the end, and one more argument, where the thread is the function's only use."""
    uses = [one for one in shop.nodes(cst.Name) if one.value == made.target.name.value]
    starter = function_of(shop, made.call)
    self_ = receiver(starter) if starter else None
    taken = any(one.value == signal.name for one in nodes(made.target, cst.Name))
    if signal.flag or len(uses) != 2 or not self_ or taken:
        return None
    takes = _parameter_added(shop, made.target, signal.name)
    gives = _argument_added(shop, made.call, f"{self_}.{signal.name}")
    return (takes, gives) if takes and gives else None


def _parameter_added(shop: Workshop, target: cst.FunctionDef, name: str) -> Edit | None:
    """One more plain parameter; none behind stars and defaults."""
    params = target.params
    if params.kwonly_params or params.star_kwarg or isinstance(params.star_arg, cst.Param):
        return None
    if params.params:
        last = params.params[-1]
        return None if last.default else shop.replace(last, f"{shop.text_of(last)}, {name}")
    start = shop.place(target.name)[1]
    end = start._replace(column=start.column + 2)
    return Edit(start, end, f"({name})") if shop.lines.slice(start, end) == "()" else None


def _argument_added(shop: Workshop, call: cst.Call, code: str) -> Edit | None:
    """One more element in ``args``, or an ``args`` with this one; none when it is no tuple or list of its own."""
    given = [one.value for one in call.args if one.keyword and one.keyword.value == "args"]
    match given:
        case []:
            end = shop.place(call.args[-1])[1]
            return Edit(end, end, f", args=({code},)")
        case [cst.Tuple(elements=[*_, last]) | cst.List(elements=[*_, last])]:
            start = end = shop.place(last.value)[1]
            if isinstance(last.comma, cst.Comma):
                end = shop.place(last.comma)[1]
            return Edit(start, end, f", {code}")
    return None
