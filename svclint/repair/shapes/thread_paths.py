"""Which statement of a function is over for sure when another is reached, and where the function ends."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.shapes.common import above, attribute, called, callers, class_of, dotted, function_of, own
from svclint.repair.shapes.threads import ALIVE, GIVEN, Started, loop_of, looped
from svclint.repair.workshop import Statement, Workshop


def goes_before(shop: Workshop, first: cst.CSTNode, then: cst.CSTNode | None, function: cst.FunctionDef) -> bool:
    """Whether a statement is over when another one, or the end of the function, is reached."""
    line: cst.CSTNode = first
    while isinstance(block := shop.parents[line], cst.IndentedBlock):
        later = _behind(block, line)
        if then is not None and any(one is near for near in (then, *above(shop, then)) for one in later):
            return True
        if not isinstance(around := shop.parents[block], cst.With):
            return then is None and around is function
        line = around
    return False


def _behind(block: cst.IndentedBlock, line: cst.CSTNode) -> list[cst.BaseStatement]:
    number = next(at for at, one in enumerate(block.body) if one is line)
    return list(block.body[number + 1 :])


def comes_first(shop: Workshop, place: cst.CSTNode, thread: Started, function: cst.FunctionDef) -> bool:
    """Whether a statement of a function is passed only before the thread is started."""
    begin = _begin(shop, thread, function)
    return begin is not None and not looped(shop, begin) and shop.place(place)[0] < shop.place(begin)[0]


def begun(shop: Workshop, thread: Started, function: cst.FunctionDef, place: cst.CSTNode | None) -> bool:
    """Whether a thread was started for sure when a statement, or the end, of a function is reached."""
    begin = _begin(shop, thread, function)
    if begin is not thread.stmt and not _surely_starts(shop, thread, function):
        return False
    if begin is not None:
        return goes_before(shop, begin, place, function)
    return thread.function.name.value == "__init__"


def _surely_starts(shop: Workshop, thread: Started, function: cst.FunctionDef) -> bool:
    """Whether another method of the class starts the thread whenever it is called."""
    if not thread.kept or class_of(shop, thread.function) is not class_of(shop, function):
        return False
    return not any(own(thread.function, cst.Return)) and goes_before(shop, thread.stmt, None, thread.function)


def _begin(shop: Workshop, thread: Started, function: cst.FunctionDef) -> cst.CSTNode | None:
    """The statement of a function that starts the thread, or is the one call of the method that does."""
    if thread.function is function:
        return thread.stmt
    calls = callers(shop, thread.function)
    line = shop.parents[shop.parents[calls[0]]] if len(calls) == 1 else None
    if not isinstance(line, cst.SimpleStatementLine) or called(line) is not calls[0]:
        return None
    return line if function_of(shop, line) is function else None


def there(shop: Workshop, thread: Started, function: cst.FunctionDef) -> str | None:
    """What to ask before a thread is joined that may not have been started; none where its name may not be there."""
    maker = thread.kept and (cls := class_of(shop, function)) and shop.method(cls, "__init__")
    if not maker:
        return None
    match [one.value for one in own(maker, cst.Assign) for to in one.targets if _is(to, maker, thread.name)]:
        case [cst.Name(value="None")]:
            return None if thread.each else GIVEN
        case [_]:
            return ALIVE
    return None


def _is(target: cst.AssignTarget, function: cst.FunctionDef, name: str) -> bool:
    return attribute(target.target, function.params.params[0].name.value) == name


def ways_out(shop: Workshop, function: cst.FunctionDef) -> Iterator[Statement | None]:
    """The statements that return from a function, and None for its end where that can be reached."""
    body = shop.statements(function)
    for one in own(function, cst.Return):
        yield shop.statement_at(*shop.place(one)[0])
    if not body or not _ends(shop, body[-1]):
        yield None


def _ends(shop: Workshop, last: Statement) -> bool:
    match last:
        case cst.SimpleStatementLine(body=[*_, cst.Return() | cst.Raise()]):
            return True
        case cst.While():
            return endless(shop, last)
    return False


def endless(shop: Workshop, loop: cst.While, returns: bool = False) -> bool:
    """Whether a loop goes round for ever; ``returns``: and is not left by a return or an exception either."""
    if not _always(loop.test) or (returns and (any(own(loop.body, cst.Return)) or any(own(loop.body, cst.Raise)))):
        return False
    return not any(loop_of(shop, one) is loop for one in own(loop.body, cst.Break))


def _always(test: cst.BaseExpression) -> bool:
    return dotted(test) == "True" or (isinstance(test, cst.Integer) and test.evaluated_value != 0)
