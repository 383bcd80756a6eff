"""Signals that only the code of the file can hear: of its own making, and handed to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from svclint.repair.shapes.afterwards import logs
from svclint.repair.shapes.common import attribute, class_of, dotted, means, own, parameters_of, receiver
from svclint.repair.shapes.hearing import GIVING, REPORTS, SETTERS, gifts
from svclint.repair.shapes.lineage import line
from svclint.repair.workshop import Workshop

# What events and queues are made by; what else a name holds may be known to others.
MAKERS = (
    *("threading.Event", "threading.Condition", "threading.Semaphore", "asyncio.Event"),
    *("queue.Queue", "queue.SimpleQueue", "win32event.CreateEvent"),
)
BASES = ("win32serviceutil.ServiceFramework", "threading.Thread", "abc.ABC")
QUIET = (*GIVING, *SETTERS, *REPORTS, "CloseHandle", "is_set", "super")
WORDS = ("True", "False", "None")


def kept(shop: Workshop, functions: Sequence[cst.FunctionDef]) -> set[str] | None:
    """The names of what a handler's functions give; none where code that cannot be read may hear of it."""
    classes = [cls for one in functions if (cls := class_of(shop, one))]
    if any(_tells(shop, one) for one in functions) or any(foreign(shop, one) for one in classes) or _handed_on(shop):
        return None
    found = [(function, one) for function in functions for one in gifts(function)]
    if not all(_is_own(function, one) for function, one in found):
        return None
    names = {_last(one) for _, one in found}
    return names if all(_made_here(shop, name) for name in names) else None


def foreign(shop: Workshop, cls: cst.ClassDef) -> bool:
    """Whether a class inherits from one that cannot be read."""
    known = {"object", *(one.name.value for one in shop.nodes(cst.ClassDef))}
    bases = [base.value for one in line(shop, cls) for base in one.bases]
    return any(dotted(one) not in known and not _means_any(shop, one, BASES) for one in bases)


def _tells(shop: Workshop, function: cst.FunctionDef) -> bool:
    """Whether a function calls something that is not of the file, and may stop the service by that."""
    calls = (call for call in own(function, cst.Call) if not logs(shop, call))
    return any(not _is_known(shop, function, call) for call in calls)


def _is_known(shop: Workshop, function: cst.FunctionDef, call: cst.Call) -> bool:
    if _last(call.func) in QUIET or means(shop, call.func, "time.sleep"):
        return True
    if isinstance(call.func, cst.Attribute) and not isinstance(call.func.value, cst.Call):
        classes = (one.name.value for one in shop.nodes(cst.ClassDef))
        if dotted(call.func.value) not in (receiver(function), *classes):
            return False
    return any(one.name.value == _last(call.func) for one in shop.nodes(cst.FunctionDef))


def _is_own(function: cst.FunctionDef, node: cst.BaseExpression) -> bool:
    """Whether a name is reached by way of the object alone, or is a global one."""
    if isinstance(node, cst.Name):
        return node.value not in parameters_of(function)
    return attribute(node, receiver(function)) is not None


def _made_here(shop: Workshop, name: str) -> bool:
    """Whether all that a name is ever given is a plain value, or an event that is made there."""
    if any(one.name.value == name for one in shop.nodes(cst.FunctionDef)):
        return False
    made = [one for one in shop.nodes(cst.Assign) if any(_last(target.target) == name for target in one.targets)]
    values = [one.value for one in made]
    values += [one.value for one in shop.nodes(cst.AnnAssign) if one.value and _last(one.target) == name]
    alone = all(len(one.targets) == 1 for one in made)
    return alone and bool(values) and all(_is_plain(shop, one) for one in values)


def _is_plain(shop: Workshop, value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.Call):
        return _means_any(shop, value.func, MAKERS)
    return isinstance(value, (cst.BaseNumber, cst.SimpleString)) or dotted(value) in WORDS


def _handed_on(shop: Workshop) -> bool:
    """Whether an object is given to others, who can ask for all of its attributes."""
    methods = [one for one in shop.nodes(cst.FunctionDef) if class_of(shop, one)]
    names = {name for one in methods if (name := receiver(one))}
    return any(one.value in names and not _is_inside(shop, one) for one in shop.nodes(cst.Name))


def _is_inside(shop: Workshop, name: cst.Name) -> bool:
    """Whether a name is a parameter, is asked for an attribute, or goes to a method of a base class."""
    user = shop.parents[name]
    if isinstance(user, (cst.Param, cst.Attribute)):
        return True
    call = shop.parents[user] if isinstance(user, cst.Arg) else None
    if not isinstance(call, cst.Call):
        return False
    owner = call.func.value if isinstance(call.func, cst.Attribute) else None
    classes = [one.name.value for one in shop.nodes(cst.ClassDef)]
    base = owner is not None and (dotted(owner) in classes or _means_any(shop, owner, BASES))
    return base or dotted(call.func) == "super"


def _means_any(shop: Workshop, node: cst.CSTNode, names: Iterable[str]) -> bool:
    return any(means(shop, node, one) for one in names)


def _last(node: cst.CSTNode) -> str:
    return node.attr.value if isinstance(node, cst.Attribute) else dotted(node) or ""
