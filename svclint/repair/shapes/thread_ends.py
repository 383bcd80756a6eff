"""Whether a thread ends when the service is told to stop, and what lets an endless one do so."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.shapes.common import callers, class_of, dotted, function_of, own, receiver
from svclint.repair.shapes.lineage import replaced, strange
from svclint.repair.shapes.thread_loops import Ending, Made, made_to_end
from svclint.repair.shapes.thread_paths import endless
from svclint.repair.shapes.thread_signals import STOPS, Signal, lasting, order, signals
from svclint.repair.shapes.thread_waits import OUTSIDE, holding
from svclint.repair.shapes.threads import Started, is_process, makers, target_of
from svclint.repair.workshop import Workshop, nodes


def ending(shop: Workshop, thread: Started) -> Ending | None:
    """How a thread ends; none when it may not, or when what it runs cannot be read."""
    cls = _service(shop, thread)
    if cls and replaced(shop, cls, STOPS):
        return None
    found: list[Ending] = []
    for call in makers(shop, thread):
        target = target_of(shop, call)
        one = _end_of(shop, Made(call, target, cls)) if target else None
        if one is None:
            return None
        found.append(one)
    edits = tuple(edit for one in found for edit in one.edits)
    if not found:
        return None
    signal = found[0].signal or (order(shop, cls, thread.name) if cls and thread.kept else None)
    return Ending(signal, any(one.looping for one in found), edits)


def _service(shop: Workshop, thread: Started) -> cst.ClassDef | None:
    """The class whose code starts the thread, a function inside a method included."""
    function: cst.FunctionDef | None = thread.function
    while function is not None and class_of(shop, function) is None:
        function = function_of(shop, function)
    return class_of(shop, function) if function else None


def _end_of(shop: Workshop, made: Made) -> Ending | None:
    loops = list(own(made.target, cst.While))
    known = signals(shop, made.cls) if made.cls else []
    if any(endless(shop, one, returns=True) for one in loops):
        return made_to_end(shop, made, known[0]) if known else None
    if is_process(shop, made.call) and loops and receiver(made.target):
        return None
    if any(not _woken(shop, made, one) for one in holding(shop, made.target, OUTSIDE)):
        return None
    if any(not _heard(shop, made, loop) for loop in loops):
        return None
    watched = next((one for one in known if _watches(shop, made, one)), None)
    edits = lasting(shop, watched) if watched else ()
    return Ending(watched, bool(loops), edits) if edits is not None else None


def _woken(shop: Workshop, made: Made, call: cst.Call) -> bool:
    """Whether somebody else handles the object that a call waits for: closes it, or gives it a time limit."""
    owner = dotted(call.func.value) if isinstance(call.func, cst.Attribute) else None
    if owner is None:
        return False
    limits = (one for one in shop.nodes(cst.Call) if dotted(one.func) == f"{owner}.settimeout")
    return any(limits) or ("." in owner and _spoken_of(shop, made, owner.rpartition(".")[2]))


def _heard(shop: Workshop, made: Made, loop: cst.While) -> bool:
    """Whether what ends a loop is changed by others, as far as it is reached by way of the object."""
    found = [one for test in _tests(loop) for one in nodes(test, cst.Attribute)]
    asked = [one for one in found if (dotted(one) or "").startswith(f"{receiver(made.target)}.")]
    names = {one.attr.value for one in asked if not _is_called(shop, one)}
    return not names or any(_spoken_of(shop, made, name) for name in names)


def _is_called(shop: Workshop, node: cst.Attribute) -> bool:
    call = shop.parents[node]
    return isinstance(call, cst.Call) and call.func is node


def _tests(loop: cst.While) -> Iterator[cst.CSTNode]:
    yield loop.test
    for one in own(loop.body, cst.If):
        if any(any(own(one.body, kind)) for kind in (cst.Break, cst.Return)):
            yield one.test


def _spoken_of(shop: Workshop, made: Made, name: str) -> bool:
    """Whether an attribute is used in a function that is called, other than the thread's own and constructors.

    What another service of the file does is nothing to this one.
    """
    for one in shop.nodes(cst.Attribute):
        function = function_of(shop, one) if one.attr.value == name else None
        if function is None or function is made.target or function.name.value == "__init__":
            continue
        if made.cls and strange(shop, made.cls, class_of(shop, function)):
            continue
        if (
            function.name.value.startswith("Svc")
            or _is_asked_for(shop, made, function)
            or class_of(shop, function) is None
        ):
            return True
    return False


def _is_asked_for(shop: Workshop, made: Made, function: cst.FunctionDef) -> bool:
    """Whether a function is called, by anybody but another service of the file."""
    users = (function_of(shop, call) for call in callers(shop, function))
    return any(not (made.cls and one and strange(shop, made.cls, class_of(shop, one))) for one in users)


def _watches(shop: Workshop, made: Made, signal: Signal) -> bool:
    """Whether a thread looks at a signal, as an attribute of the service or as an argument."""
    given = {one.attr.value for arg in made.call.args for one in nodes(arg, cst.Attribute)}
    cls = class_of(shop, made.target)
    seen = [one for one in nodes(made.target.body, cst.Attribute) if cls in (None, made.cls) or _far(one)]
    return signal.name in given | {one.attr.value for one in seen}


def _far(node: cst.Attribute) -> bool:
    """Whether a name leads by way of another object: ``self.service.running``."""
    return isinstance(node.value, cst.Attribute)
