"""SVC105: nothing ends the process; the run side is told to end, returns, or raises when it has failed."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import (
    ELSEWHERE,
    RUNS,
    above,
    callers,
    class_of,
    dotted,
    fixed,
    function_of,
    mentions,
    own,
    receiver,
    removed,
)
from svclint.repair.shapes.dialogs import unshown
from svclint.repair.shapes.endings import Ending, ending
from svclint.repair.shapes.exits import Leaving, failure, leaving
from svclint.repair.shapes.gates import gate
from svclint.repair.shapes.handler_ends import is_last
from svclint.repair.shapes.handlers import STOPS, Handler, asked, handler, is_handler, leads_to, released
from svclint.repair.shapes.ways import entries, ways
from svclint.repair.workshop import Workshop

FAILURE = "_svc_failure"
UNSAFE = Applicability.UNSAFE
CATCHING = ("Exception", "BaseException", "RuntimeError", "SystemExit")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Let a handler return, and the run side return or raise; none where both come to one exit, or it is not clear."""
    small = shop.small_at(finding.at.line, finding.at.column)
    leave = leaving(shop, small)
    if leave is None:
        return unshown(shop, finding, small)
    by = entries(shop, small)
    if all(one and one.name.value in RUNS for one in by):
        return _on_run_side(shop, finding, leave)
    one = handler(shop, finding)
    if one is None or any(not each or not is_handler(each) for each in by):
        return None
    if all(each and each.name.value in STOPS for each in by):
        return _in_stop(shop, finding, leave, one)
    return _in_control(shop, finding, leave, one)


def _on_run_side(shop: Workshop, finding: Finding, leave: Leaving) -> Fix | None:
    """A planned end is a return, any other an exception: pywin32 reports it, and recovery actions can run."""
    function = function_of(shop, leave.small)
    told = failure(shop, leave)
    if function is None or _is_caught(shop, leave.small):
        return None
    if told is not None:
        near = next((one for one in above(shop, leave.small) if isinstance(one, (*ELSEWHERE, cst.ExceptHandler))), None)
        again = isinstance(near, cst.ExceptHandler) and told.startswith('"exit code')
        edit = shop.replace(leave.small, "raise" if again else f"raise RuntimeError({told})")
        return fixed(shop, finding, "Raise an exception instead of leaving the process", UNSAFE, edit)
    title = f"Delete '{shop.text_of(leave.small)}': {function.name.value} ends here anyway"
    if shop.parents[leave.small] is shop.statements(function)[-1] and is_last(shop, leave.small):
        trust = Applicability.SAFE if leave.raises and _is_host_alone(shop, function) else UNSAFE
        return fixed(shop, finding, title, trust, removed(shop, leave.small))
    if not _is_host_alone(shop, function):
        return None
    return fixed(shop, finding, "Return instead of leaving the process", UNSAFE, shop.replace(leave.small, "return"))


def _is_host_alone(shop: Workshop, function: cst.FunctionDef) -> bool:
    """Whether a function is what the host calls, and nobody else does."""
    return function.name.value in RUNS and not callers(shop, function)


def _is_caught(shop: Workshop, small: cst.CSTNode) -> bool:
    """Whether an exception from a place, or a return, ends somewhere between it and the host."""
    return any(_caught_here(shop, one) for one in ways(shop, small))


def _caught_here(shop: Workshop, node: cst.CSTNode) -> bool:
    inner = node
    for near in above(shop, node):
        if isinstance(near, ELSEWHERE):
            return False
        if isinstance(near, cst.Finally) or (isinstance(near, cst.Try) and near.body is inner and _catches(near)):
            return True
        inner = near
    return False


def _catches(guard: cst.Try) -> bool:
    for one in guard.handlers:
        types = one.type.elements if isinstance(one.type, cst.Tuple) else ()
        names = [dotted(each.value) for each in types] or [dotted(one.type)]
        if one.type is None or any((name or "").rpartition(".")[2] in CATCHING for name in names):
            return True
    return False


def _in_stop(shop: Workshop, finding: Finding, leave: Leaving, stop: Handler) -> Fix | None:
    """A stop goes on without the exit, or gives the signal that the exit was meant to be."""
    at = min(leads_to(shop, stop.function, leave.small), default=0)
    places = {number for one in asked(shop, stop) for number in released(shop, stop, one)}
    last, straight = is_last(shop, leave.small), any(shop.parents[leave.small] is one for one in stop.body)
    before = any(one < at or (one == at and last) for one in places)
    back = "" if last or straight else "return"
    if before or (straight and any(one > at for one in places)):
        return _instead(shop, finding, leave, [back])
    ended = _ending(shop, stop, leave)
    return ended and _instead(shop, finding, leave, [ended.code, back], *ended.edits)


def _in_control(shop: Workshop, finding: Finding, leave: Leaving, one: Handler) -> Fix | None:
    """Another control that ends the service gives the stop signal; of a failure SvcDoRun tells at its end."""
    ended, told = _ending(shop, one, leave), failure(shop, leave)
    if ended is None:
        return None
    back = "" if is_last(shop, leave.small) else "return"
    if told is None:
        return _instead(shop, finding, leave, [ended.code, back], *ended.edits)
    maker = shop.method(one.cls, "__init__")
    self_ = receiver(maker) if maker else None
    if not maker or not self_ or mentions(shop, FAILURE) or any(own(one.run, cst.Return)):
        return None
    name = f"{one.self_}.{FAILURE}"
    lasting = (
        shop.append(maker, f"{self_}.{FAILURE} = None"),
        shop.append(one.run, f"if {name}:\n    raise RuntimeError({name})"),
    )
    return _instead(shop, finding, leave, [f"{name} = {told}", ended.code, back], *ended.edits, *lasting)


def _ending(shop: Workshop, one: Handler, leave: Leaving) -> Ending | None:
    """What ends SvcDoRun, from a method of the handler's class."""
    function = function_of(shop, leave.small)
    if function is None or class_of(shop, function) is not one.cls or receiver(function) != one.self_:
        return None
    flags = [signal for signal in asked(shop, one) if signal.value and gate(shop, one.run, signal)]
    code = f"{one.self_}.{flags[0].name} = {flags[0].value}" if len(flags) == 1 else None
    return ending(shop, one.cls, one.self_) or (Ending(code, (), "end the loop") if code else None)


def _instead(shop: Workshop, finding: Finding, leave: Leaving, rows: list[str], *more: Edit) -> Fix | None:
    """Other statements in the place of an exit; ``return`` only where the handler itself can do so."""
    code = [row for row in rows if row]
    if "return" in code and function_of(shop, leave.small) is not shop.function_at(_entry(finding)):
        return None
    shop.statement_at(*shop.place(leave.small)[0])
    edit = shop.replace(leave.small, "\n".join(code)) if code else removed(shop, leave.small)
    title = "Give the stop signal instead of leaving the process" if code else "Do not leave the process"
    return fixed(shop, finding, title, UNSAFE, edit, *more)


def _entry(finding: Finding) -> int:
    """The line of the handler that the SCM calls."""
    return next((step.at.line for step in finding.steps if step.text.startswith("SCM calls")), finding.at.line)
