"""Code that lets the check point of a report by hand rise: what is put in front of it, and what it sends then."""

from __future__ import annotations

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, attribute, block_of, dotted, free_name, function_of, own, receiver
from svclint.repair.shapes.counters import CHECK_POINT, FIELDS, Sent, others
from svclint.repair.workshop import Workshop

LOOPS = (cst.For, cst.While)
AT_REST = ("SERVICE_RUNNING", "SERVICE_PAUSED", "SERVICE_STOPPED")
COUNTER = "svc_check_point"


def counted(shop: Workshop, function: cst.FunctionDef, call: cst.Call, status: Sent) -> tuple[Edit, ...]:
    """A counter that begins in front of the loops, and gives the first report the number that was written there."""
    number, block = status.check_point, block_of(shop, call)
    loops = [one for one in above(shop, call) if isinstance(one, LOOPS) and function_of(shop, one) is function]
    if not loops or block_of(shop, status.stmt) is not block:
        return ()
    if not isinstance(number, cst.Integer) or others(shop, call):
        return ()
    name = free_name(shop, COUNTER)
    begun = shop.insert_before(loops[-1], f"{name} = {max(number.evaluated_value - 1, 0)}")
    return begun, shop.insert_before(status.stmt, f"{name} += 1"), shop.replace(number, name)


def told_apart(shop: Workshop, function: cst.FunctionDef, call: cst.Call, status: Sent) -> tuple[Edit, ...]:
    """What reports every state sends the framework's counter while one is pending, and 0 otherwise."""
    owner = receiver(function)
    # The counter belongs to the framework, whose handle is ``self.ssh``.
    if owner is None or attribute(call.args[0].value, owner) != "ssh" or others(shop, call):
        return ()
    name = free_name(shop, COUNTER)
    raised = f"{owner}.checkPoint += 1\n    {name} = {owner}.checkPoint"
    test, imports = _at_rest(shop, status)
    before = shop.insert_before(status.stmt, f"{test}    {name} = 0\nelse:\n    {raised}")
    return *imports, before, shop.replace(status.check_point, name)


def raised(shop: Workshop, function: cst.FunctionDef, status: Sent, told: bool) -> tuple[Edit, ...]:
    """The counter that is sent, raised before; with a test where the state is ``told`` by the caller.

    Nothing where the name may serve for more than that.
    """
    counter = status.check_point
    held = _local(function, counter) or attribute(counter, receiver(function))
    if not held or not _only_counts(shop, counter):
        return ()
    name = shop.text_of(counter)
    if not told:
        return (shop.insert_before(status.stmt, f"{name} += 1"),)
    test, imports = _at_rest(shop, status)
    return *imports, shop.insert_before(status.stmt, f"{test}    {name} = 0\nelse:\n    {name} += 1")


def _local(function: cst.FunctionDef, counter: cst.BaseExpression) -> bool:
    """Whether a name is one of the function's own."""
    targets = (to.target for one in own(function, cst.Assign) for to in one.targets)
    return isinstance(counter, cst.Name) and any(dotted(one) == counter.value for one in targets)


def _at_rest(shop: Workshop, status: Sent) -> tuple[str, tuple[Edit, ...]]:
    """The head of a test whether a state is none that is pending, and the import that it needs."""
    spelt = [shop.spell(f"win32service.{one}") for one in AT_REST]
    states = "".join(f"    {one},\n" for one, _ in spelt)
    return f"if {shop.text_of(status.state)} in (\n{states}):\n", spelt[0][1]


def _only_counts(shop: Workshop, counter: cst.BaseExpression) -> bool:
    """Whether a name is given plain numbers and sent as a check point, and serves for nothing else."""
    name = counter.attr.value if isinstance(counter, cst.Attribute) else shop.text_of(counter)
    return all(_counts(shop, one) for one in shop.nodes(cst.Name) if one.value == name)


def _counts(shop: Workshop, name: cst.Name) -> bool:
    owner = shop.parents[name]
    user = shop.parents[owner] if isinstance(owner, cst.Attribute) else owner
    match shop.parents[user]:
        case cst.Assign(value=cst.Integer()):
            return True
        case cst.Tuple(elements=elements):
            return len(elements) == FIELDS and user is elements[CHECK_POINT]
    return False
