"""PAUSED from a thread: only as long as nobody has continued or stopped the service meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import attribute, called, means, own, receiver
from svclint.repair.shapes.events import TIMEOUT, WAIT, kind_of
from svclint.repair.shapes.gates import OPPOSITE, Signal, gate, given
from svclint.repair.shapes.handlers import Handler, asked
from svclint.repair.workshop import Statement, Workshop, nodes

PAUSE = "SvcPause"
PAUSED = "win32service.SERVICE_PAUSED"
REMARK = "# Meanwhile the service may have been continued, or stopped."


def says_paused(shop: Workshop, one: Handler, stmt: Statement) -> bool:
    """Whether a statement of SvcPause completes the pause."""
    call = called(stmt)
    if one.function.name.value != PAUSE or not call or attribute(call.func, one.self_) != "ReportServiceStatus":
        return False
    return len(call.args) == 1 and means(shop, call.args[0].value, PAUSED)


def still_pausing(shop: Workshop, one: Handler) -> tuple[str, tuple[Edit, ...]] | None:
    """The remark and the test to put in front of PAUSED, and the imports that they need; none where nothing tells."""
    wanted, stopping = list(_wanted(shop, one)), list(_stopping(shop, one))
    if len(wanted) != 1 or len(stopping) != 1:
        return None
    test, imports = stopping[0]
    return f"{REMARK}\nif {wanted[0]} and {test}:\n", imports


def _wanted(shop: Workshop, one: Handler) -> Iterator[str]:
    """The flags that SvcPause gives a value and SvcContinue the other one."""
    resume = shop.method(one.cls, "SvcContinue")
    if resume is None:
        return
    back = {given(shop, line, receiver(resume)) for line in own(resume, cst.SimpleStatementLine)}
    for line in one.body:
        signal = given(shop, line, one.self_)
        if signal and signal.value and Signal(signal.name, OPPOSITE[signal.value]) in back:
            yield f"{'not ' if signal.value == 'False' else ''}{one.self_}.{signal.name}"


def _stopping(shop: Workshop, one: Handler) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Tests that the signal for which SvcDoRun waits was not given, none of which takes it away."""
    for signal in sorted(one_ for one_ in asked(shop, one) if gate(shop, one.run, one_)):
        name = f"{one.self_}.{signal.name}"
        if signal.value:
            yield (f"not {name}" if signal.value == "True" else name), ()
        elif kind_of(shop, one.cls, signal.name) == "threading.Event":
            yield f"not {name}.is_set()", ()
        elif _stays_set(shop, one, signal.name):
            (wait, first), (timeout, second) = shop.spell(WAIT), shop.spell(TIMEOUT)
            yield f"{wait}({name}, 0) == {timeout}", (*first, *second)


def _stays_set(shop: Workshop, one: Handler, name: str) -> bool:
    """Whether an event is made to stay set until somebody resets it: the second argument of CreateEvent."""
    for assign in nodes(one.cls, cst.Assign):
        match assign.value:
            case cst.Call(args=[_, cst.Arg(value=cst.Integer(value="1") | cst.Name(value="True")), *_]):
                if any(attribute(to.target, one.self_) == name for to in assign.targets):
                    return kind_of(shop, one.cls, name) == "win32event.CreateEvent"
    return False
