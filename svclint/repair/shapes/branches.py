"""Where STOP is handled: the method that pywin32 calls for it, or a branch of one that takes every control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from svclint.contract.controls import Control
from svclint.repair.fix import Edit
from svclint.repair.shapes.afterwards import later, quiet
from svclint.repair.shapes.common import above, attribute, class_of, dotted, own, parameters_of, receiver
from svclint.repair.shapes.constants import constant
from svclint.repair.shapes.controls import matched, others, passing
from svclint.repair.shapes.uses import DISPATCHERS, entry_names
from svclint.repair.workshop import Statement, Workshop, nodes

ENDING = frozenset({Control.STOP, Control.SHUTDOWN, Control.PRESHUTDOWN})


class Branch(NamedTuple):
    """Statements that are run for controls that end the service, and for no others."""

    function: cst.FunctionDef
    body: Sequence[cst.CSTNode]
    controls: frozenset[int] = ENDING

    @property
    def owner(self) -> str | None:
        """What the object is called there."""
        return receiver(self.function)

    def opened(self, shop: Workshop, code: str) -> Edit:
        """Code as the first that is done."""
        if self.body is self.function.body.body:
            return shop.insert_first(self.function, code)
        return shop.insert_before(self.body[0], code)


def branches(shop: Workshop, function: cst.FunctionDef) -> list[Branch]:
    """Where a method that pywin32 calls handles the end of the service."""
    if entry_names(shop, function) & {*DISPATCHERS} or len(_needed(function)) > 1:
        return [*_in_body(shop, function), *_in_tables(shop, function)]
    return [Branch(function, function.body.body)]


def _needed(function: cst.FunctionDef) -> list[cst.Param]:
    """The parameters that somebody has to give."""
    return [one for one in (*function.params.posonly_params, *function.params.params) if one.default is None]


def _in_body(shop: Workshop, function: cst.FunctionDef) -> Iterator[Branch]:
    """The blocks below a test of the control."""
    for block, controls in _blocks(shop, function):
        if block and controls and controls <= ENDING:
            branch = Branch(function, block, controls)
            yield _delegated(shop, branch) or branch


def _delegated(shop: Workshop, branch: Branch) -> Branch | None:
    """SvcStop, where a branch does nothing but call it."""
    cls, stmt = class_of(shop, branch.function), branch.body[0]
    call = stmt.body[0] if isinstance(stmt, cst.SimpleStatementLine) else None
    value = call.value if isinstance(call, (cst.Expr, cst.Return)) else None
    if cls is None or not isinstance(value, cst.Call) or attribute(value.func, branch.owner) != "SvcStop":
        return None
    stop = shop.method(cls, "SvcStop")
    rest = all(isinstance(one, cst.SimpleStatementLine) and _returns(one) for one in branch.body[1:])
    return Branch(stop, stop.body.body) if stop and rest and len(_needed(stop)) == 1 else None


def _returns(stmt: cst.SimpleStatementLine) -> bool:
    return isinstance(stmt.body[0], cst.Return)


def _blocks(shop: Workshop, function: cst.FunctionDef) -> Iterator[tuple[Sequence[Statement], frozenset[int] | None]]:
    """Blocks of a function, each with the controls that may lead there."""
    name = next(iter(parameters_of(function)[1:]), None)
    if name is None:
        return
    for test in own(function, cst.If):
        yield _statements(test.body), passing(shop, test.test, name)
        yield _behind(shop, test), others(shop, test, name)
    for match in own(function, cst.Match):
        if dotted(match.subject) == name:
            yield from ((_statements(case.body), matched(shop, case.pattern)) for case in match.cases)


def _statements(block: cst.BaseSuite) -> Sequence[Statement]:
    return block.body if isinstance(block, cst.IndentedBlock) else ()  # type: ignore[return-value]


def _behind(shop: Workshop, test: cst.If) -> Sequence[Statement]:
    """What is run when a test fails: its ``else``, or what follows when the function is left otherwise."""
    if test.orelse is not None:
        return _statements(test.orelse.body) if isinstance(test.orelse, cst.Else) else ()
    last = next(iter(_statements(test.body)[-1:]), None)
    leaves = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[0], (cst.Return, cst.Raise))
    return later(shop, test) if leaves else ()  # type: ignore[return-value]


def _in_tables(shop: Workshop, function: cst.FunctionDef) -> Iterator[Branch]:
    """The methods that tables of the class give for controls; a method of several controls counts for all of them."""
    cls = class_of(shop, function)
    served: dict[str, set[int | None]] = {}
    for one in nodes(cls, cst.DictElement) if cls else ():
        key = constant(shop, one.key)
        if written := dotted(one.value):
            served.setdefault(written.rpartition(".")[2], set()).add(key if isinstance(key, int) else None)
    for name, controls in served.items():
        method = shop.method(cls, name) if cls else None
        known = frozenset(one for one in controls if one is not None)
        if method and receiver(method) and known == controls and known <= ENDING:
            yield Branch(method, method.body.body, known)


def leads(shop: Workshop, body: Sequence[cst.CSTNode], small: cst.BaseSmallStatement) -> bool:
    """Whether a statement is the first that does anything in a body but make log entries."""
    first = next((one for one in body if not quiet(shop, one)), None)
    if isinstance(first, (cst.Try, cst.With)):
        return leads(shop, first.body.body, small)
    return first is small or (isinstance(first, cst.SimpleStatementLine) and leads(shop, first.body, small))


def within(shop: Workshop, branch: Branch, node: cst.CSTNode) -> bool:
    """Whether a node stands in a branch."""
    chain = [node, *above(shop, node)]
    return any(one is near for one in branch.body for near in chain)
