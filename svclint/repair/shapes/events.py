"""Events as the fixers see them: attributes made once, what waits for them, what sets them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import attribute, called, dotted, means, own, receiver
from svclint.repair.workshop import Workshop, nodes

WAIT = "win32event.WaitForSingleObject"
SET = "win32event.SetEvent"
ENDLESS = "win32event.INFINITE"
OVER = "win32event.WAIT_OBJECT_0"
TIMEOUT = "win32event.WAIT_TIMEOUT"


def kind_of(shop: Workshop, cls: cst.ClassDef, name: str) -> str | None:
    """What makes an event attribute, in the constructor or the class itself; none when it may be something else."""
    made = {_maker(shop, value) for value in _values(shop, cls, name)}
    return made.pop() if len(made) == 1 else None


def _maker(shop: Workshop, value: cst.BaseExpression | None) -> str | None:
    known = ("win32event.CreateEvent", "threading.Event")
    return next((one for one in known if isinstance(value, cst.Call) and means(shop, value.func, one)), None)


def _values(shop: Workshop, cls: cst.ClassDef, name: str) -> Iterator[cst.BaseExpression | None]:
    """What an attribute is given: None for a value given elsewhere than at the beginning."""
    maker = shop.method(cls, "__init__")
    early = set(own(maker, cst.Assign)) if maker else set()
    at_class = {small for stmt in cls.body.body if isinstance(stmt, cst.SimpleStatementLine) for small in stmt.body}
    for one in nodes(cls, cst.Assign):
        written = {(dotted(target.target) or "").rpartition(".") for target in one.targets}
        if any(last == name and (owner or one in at_class) for owner, _, last in written):
            yield one.value if one in early or one in at_class else None


def waits(shop: Workshop, run: cst.FunctionDef) -> list[str | None]:
    """The attributes that a function waits for by calls of its own, each once; None for other waits."""
    found = (_waited(shop, call, receiver(run)) for call in own(run, cst.Call) if _is_wait(shop, call))
    return list(dict.fromkeys(found))


def _is_wait(shop: Workshop, call: cst.Call) -> bool:
    several = "win32event.WaitForMultipleObjects"
    if means(shop, call.func, WAIT) or means(shop, call.func, several):
        return True
    return isinstance(call.func, cst.Attribute) and call.func.attr.value == "wait"


def _waited(shop: Workshop, node: cst.CSTNode, self_: str | None) -> str | None:
    """The attribute that a call waits for."""
    match node:
        case cst.Call(func=func, args=[first, *_]) if means(shop, func, WAIT):
            return attribute(first.value, self_)
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="wait"))):
            return attribute(owner, self_)
    return None


def signal(shop: Workshop, cls: cst.ClassDef, self_: str, name: str) -> tuple[str, tuple[Edit, ...]] | None:
    """The statement that sets an event, and the import that it needs."""
    match kind_of(shop, cls, name):
        case "threading.Event":
            return f"{self_}.{name}.set()", ()
        case "win32event.CreateEvent":
            spelling, imports = shop.spell(SET)
            return f"{spelling}({self_}.{name})", imports
    return None


def signalled(shop: Workshop, stmt: cst.CSTNode, self_: str | None) -> str | None:
    """The attribute of the event that a statement sets."""
    match called(stmt):
        case cst.Call(func=func, args=[first]) if means(shop, func, SET):
            return attribute(first.value, self_)
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="set")), args=[]):
            return attribute(owner, self_)
    return None


def holds(shop: Workshop, stmt: cst.CSTNode, name: str, self_: str | None) -> bool:
    """Whether a statement of a run side is passed by the event alone: a wait without limit, a loop that asks it."""
    match stmt:
        case cst.While(test=test, body=cst.IndentedBlock(body=body), orelse=None):
            ended = _until(shop, test, name, self_) or _polled(shop, test, body[-1], name, self_)
            return ended and not any(own(stmt, cst.Break))
        case cst.SimpleStatementLine(body=[cst.Expr(value=call) | cst.Assign(value=call)]):
            return _waited(shop, call, self_) == name and _unlimited(shop, call)
    return False


def _unlimited(shop: Workshop, call: cst.CSTNode) -> bool:
    match call:
        case cst.Call(args=[]):
            return True
        case cst.Call(args=[_, cst.Arg(value=limit)]):
            return means(shop, limit, ENDLESS)
    return False


def _until(shop: Workshop, test: cst.BaseExpression, name: str, self_: str | None) -> bool:
    """Whether a loop goes on until the event is set: ``while not e.wait(1)``, ``while Wait(e, 1) != 0``."""
    match test:
        case cst.UnaryOperation(
            operator=cst.Not(), expression=cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=asked)))
        ):
            return asked in ("wait", "is_set") and attribute(owner, self_) == name
    waited = _compared(shop, test)
    return waited is not None and _waited(shop, waited, self_) == name


def _polled(shop: Workshop, test: cst.BaseExpression, last: cst.CSTNode, name: str, self_: str | None) -> bool:
    """Whether a loop ends by what its last statement finds: ``rc = WaitForSingleObject(e, 1)``."""
    match last:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=code))], value=call)]
        ):
            return dotted(_compared(shop, test)) == code and _waited(shop, call, self_) == name
    return False


def over(shop: Workshop, loop: cst.While, test: cst.BaseExpression, name: str, self_: str | None) -> bool:
    """Whether a test in a loop finds the event set: ``rc == WAIT_OBJECT_0``, ``self.stop.is_set()``."""
    match test:
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=asked))):
            return asked in ("wait", "is_set") and attribute(owner, self_) == name
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Equal(), comparator=code)]):
            if not _is_code(shop, code, OVER, 0):
                return False
            made = [one.value for one in nodes(loop, cst.Assign) if _binds(one, dotted(left))] or [left]
            return all(_waited(shop, one, self_) == name for one in made)
    return False


def _binds(assign: cst.Assign, name: str | None) -> bool:
    return name is not None and any(dotted(target.target) == name for target in assign.targets)


def _compared(shop: Workshop, test: cst.BaseExpression) -> cst.BaseExpression | None:
    """What a test finds not to be WAIT_OBJECT_0, or to be WAIT_TIMEOUT."""
    match test:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.NotEqual(), comparator=code)]):
            return left if _is_code(shop, code, OVER, 0) else None
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Equal(), comparator=code)]):
            return left if _is_code(shop, code, TIMEOUT, 258) else None
    return None


def _is_code(shop: Workshop, node: cst.BaseExpression, canonical: str, number: int) -> bool:
    return means(shop, node, canonical) or (isinstance(node, cst.Integer) and node.evaluated_value == number)
