"""A control handler as the fixers see it: the run side beside it, and which of its statements lead to a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.shapes.common import (
    RUNS,
    attribute,
    class_of,
    dotted,
    function_of,
    handler_of,
    index_of,
    means,
    mentions,
    own,
    receiver,
)
from svclint.repair.shapes.gates import Signal, gate, given, sites
from svclint.repair.shapes.reports import PENDING
from svclint.repair.shapes.ways import ways
from svclint.repair.workshop import Refused, Statement, Workshop, nodes

REPORTS = ("ReportServiceStatus", "SetServiceStatus")
DISPATCHER = "ServiceCtrlHandlerEx"
STOPS = ("SvcStop", "SvcShutdown")


class Handler(NamedTuple):
    """A method that the SCM calls, and the SvcDoRun beside it, both with the same name for ``self``."""

    function: cst.FunctionDef
    cls: cst.ClassDef
    run: cst.FunctionDef
    self_: str
    body: Sequence[Statement]
    topic: str

    @property
    def thread(self) -> str:
        """What its thread is called: ``_svc_stop_thread`` for SvcStop, ``_svc_other_thread`` for SvcOtherEx."""
        return f"_svc_{self.topic}_thread"

    @property
    def worker(self) -> str:
        """What the method is called that the thread runs."""
        return f"_svc_{self.topic}_worker"


def is_handler(function: cst.FunctionDef) -> bool:
    """Whether a function has the name of a control handler."""
    name = function.name.value
    return name == DISPATCHER or (name.startswith("Svc") and name not in RUNS)


def handler(shop: Workshop, finding: Finding) -> Handler | None:
    """The handler on the way to a finding, in the class of SvcDoRun."""
    function = handler_of(shop, finding)
    cls = function and class_of(shop, function)
    run = cls and shop.method(cls, "SvcDoRun")
    self_ = receiver(function) if function else None
    if not function or not cls or not run or not is_handler(function) or not self_ or self_ != receiver(run):
        return None
    return Handler(function, cls, run, self_, shop.statements(function), _topic(shop, function.name.value))


def _topic(shop: Workshop, name: str) -> str:
    """What names are made of; another one for the second work of a handler that serves several controls."""
    topic = "control" if name == DISPATCHER else name.removeprefix("Svc").removesuffix("Ex").lower()
    number = 1
    while name not in STOPS and mentions(shop, f"_svc_{topic}_thread"):
        number += 1
        topic = f"{topic.partition('_')[0]}_{number}"
    return topic


def signals(shop: Workshop, one: Handler, body: Sequence[Statement]) -> list[Signal | None]:
    """What each statement gives; None for those that do something else."""
    return [given(shop, stmt, one.self_) for stmt in body]


def gates(shop: Workshop, one: Handler, body: Sequence[Statement]) -> list[Statement]:
    """What SvcDoRun waits with for signals that statements give."""
    found = (gate(shop, one.run, signal) for signal in signals(shop, one, body) if signal)
    return list(dict.fromkeys(stmt for stmt in found if stmt))


def waits_of(shop: Workshop, finding: Finding) -> Iterator[cst.BaseSmallStatement | cst.BaseCompoundStatement]:
    """The statements that wait on the way to a finding, its own the last."""
    places = [one.at for one in finding.steps if " waits " in one.text]
    for at in (*places, finding.at):
        try:
            yield shop.small_at(at.line, at.column)
        except Refused:
            yield shop.covering(cst.BaseCompoundStatement, at.line, at.column)


def anchors(shop: Workshop, function: cst.FunctionDef, node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes of a function that lead to a node: itself, or calls."""
    return [one for one in ways(shop, node) if function_of(shop, one) is function]


def leads_to(shop: Workshop, function: cst.FunctionDef, node: cst.CSTNode) -> set[int]:
    """The numbers of the statements of a function that lead to a node."""
    found = (index_of(shop, function, one) for one in anchors(shop, function, node))
    return {at for at in found if at is not None}


def reached(shop: Workshop, function: cst.FunctionDef) -> list[cst.FunctionDef]:
    """A function, and those of this file that it calls by their names, however deep."""
    known = {one.name.value: one for one in shop.nodes(cst.FunctionDef)}
    found = [function]
    for one in found:
        names = {(dotted(call.func) or "").rpartition(".")[2] for call in own(one, cst.Call)}
        found += (known[name] for name in sorted(names) if name in known and known[name] not in found)
    return found


def asked(shop: Workshop, one: Handler) -> set[Signal]:
    """The signals given in the class that SvcDoRun, or what it calls, speaks of."""
    lines = (line for function in nodes(one.cls, cst.FunctionDef) for line in own(function, cst.SimpleStatementLine))
    found = (given(shop, line, one.self_) for line in lines)
    ran = (function for function in reached(shop, one.run) if function is not one.function)
    spoken = {near.attr.value for function in ran for near in own(function, cst.Attribute)}
    return {signal for signal in found if signal and signal.name in spoken}


def released(shop: Workshop, one: Handler, signal: Signal) -> set[int]:
    """The statements of a handler that lead to a signal."""
    return {at for site in sites(shop, signal) for at in leads_to(shop, one.function, site)}


def reports(shop: Workshop, stmt: cst.CSTNode) -> bool:
    """Whether a statement reports a status, itself or by a function of this file that it calls."""
    names = {(dotted(call.func) or "").rpartition(".")[2] for call in nodes(stmt, cst.Call)}
    helpers = (one for one in shop.nodes(cst.FunctionDef) if one.name.value in names)
    return bool(names.intersection(REPORTS)) or any(_reports_itself(one) for one in helpers)


def _reports_itself(function: cst.FunctionDef) -> bool:
    return any((dotted(call.func) or "").rpartition(".")[2] in REPORTS for call in own(function, cst.Call))


def is_pending(shop: Workshop, call: cst.Call, self_: str) -> bool:
    """Whether a call reports STOP_PENDING, in pywin32's way."""
    if attribute(call.func, self_) != "ReportServiceStatus" or not call.args:
        return False
    return means(shop, call.args[0].value, PENDING)
