"""``if``, ``match`` and conditional expressions: branches that cannot be taken are not there."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, choice, seq
from svclint.contract.events import Unread
from svclint.source.frame import Frame
from svclint.source.lowering.assignments import store
from svclint.source.lowering.conditions import condition
from svclint.source.lowering.patterns import fit
from svclint.source.lowering.reader import Branches, Lowered, Reader, evaluates, reads
from svclint.source.lowering.results import ends, single
from svclint.source.values import NONE, UNKNOWN, Library, Symbol, Value, const, join


@reads(ast.If)
def if_(reader: Reader, node: ast.If, frame: Frame) -> Behaviour:
    """Each branch is read with its own values; what both leave behind is joined."""
    test = condition(reader, node.test, frame)
    before = frame.env
    taken = []
    ways = []
    for lead, body in ((test.yes, node.body), (test.no, node.orelse)):
        if lead is NEVER:
            continue
        frame.env = dict(before)
        ways.append(seq(lead, reader.block(body, frame)))
        if not leaves(body):
            taken.append(frame.env)
    frame.env = before
    frame.merge(*taken)
    return seq(test.before, choice(*ways))


@evaluates(ast.IfExp)
def if_expression(reader: Reader, node: ast.IfExp, frame: Frame) -> Lowered:
    """``a if c else b``."""
    test = condition(reader, node.test, frame)
    parts = [(lead, reader.expression(one, frame)) for lead, one in ((test.yes, node.body), (test.no, node.orelse))]
    live = [(lead, lowered) for lead, lowered in parts if lead is not NEVER]
    values = [lowered.value for _, lowered in live]
    value = values[0] if len(values) == 1 else _either(values[0], values[1])
    return Lowered(seq(test.before, choice(*(seq(lead, low.behaviour) for lead, low in live))), value)


def _either(left: Value, right: Value) -> Value:
    """One of two values; what they have in common is no place, so it has no name. What uses a library has it."""
    if NONE in (left, right) and any(isinstance(one, Library) for one in (left, right)):
        return left if right == NONE else right
    joined = join(left, right, "")
    return UNKNOWN if isinstance(joined, Symbol) and joined.key == "" else joined


@dataclass(slots=True)
class _Search:
    """A ``match`` on its way from case to case."""

    lead: Behaviour = SKIP  # what the guards did that have failed so far
    ways: list[Behaviour] = field(default_factory=list)
    ends: list[dict[str, Value]] = field(default_factory=list)
    doubtful: bool = False  # whether a pattern decides that could not be read


@reads(ast.Match)
def match_(reader: Reader, node: ast.Match, frame: Frame) -> Behaviour:
    """Cases that cannot be taken are left out; the first certain one ends the search."""
    subject = reader.expression(node.subject, frame)
    result = single(node.subject, subject.value)
    if result is None:
        return seq(subject.behaviour, _searched(reader, node, subject.value, frame))
    numbers = ends(reader, reader.at(node.subject), result, subject.behaviour)
    before, ways, after = frame.env, [], []
    for number, lead in numbers:
        frame.env = dict(before)
        ways.append(seq(lead, _searched(reader, node, const(number), frame)))
        after.append(frame.env)
    frame.env = before
    frame.merge(*after)
    return seq(subject.behaviour, choice(*ways))


def _searched(reader: Reader, node: ast.Match, subject: Value, frame: Frame) -> Behaviour:
    """The case that fits, or one of those that may."""
    before, search = frame.env, _Search()
    frame.env = dict(before)
    if not any(_ends(reader, case, subject, search, frame) for case in node.cases):
        search.ways.append(search.lead)
        search.ends.append(frame.env)
    frame.env = before
    frame.merge(*search.ends)
    unread = reader.emit(Unread(reader.at(node.subject))) if search.doubtful else SKIP
    return choice(*(seq(unread, way) for way in search.ways))


def _ends(reader: Reader, case: ast.match_case, subject: Value, search: _Search, frame: Frame) -> bool:
    """Read one case; whether it is taken for certain when the search comes to it."""
    found = fit(reader, case.pattern, subject, frame)
    if found.matches is False:
        return False
    missed = dict(frame.env)
    bound = _bind(reader, case.pattern, found.names, frame)
    test = condition(reader, case.guard, frame) if case.guard else Branches(SKIP, SKIP, NEVER)
    failed = dict(frame.env)
    if test.yes is not NEVER:
        search.doubtful |= found.matches is None
        search.ways.append(seq(search.lead, bound, test.before, test.yes, reader.block(case.body, frame)))
        search.ends += [] if leaves(case.body) else [frame.env]
    frame.env = failed if found.matches else missed
    no = NEVER if test.no is NEVER else seq(bound, test.before, test.no)
    if found.matches is None and no is not NEVER:
        frame.merge(missed, failed)
    search.lead = seq(search.lead, no if found.matches else choice(SKIP, no))
    return bool(found.matches) and no is NEVER


def _bind(reader: Reader, pattern: ast.pattern, names: dict[str, Value], frame: Frame) -> Behaviour:
    """The names of a pattern get their values; they are local unless declared otherwise."""
    parts = []
    for name, value in names.items():
        if name not in frame.shared:
            frame.env[name] = value
        parts.append(store(reader, ast.copy_location(ast.Name(name, ast.Store()), pattern), value, frame))
    return seq(*parts)


def leaves(body: list[ast.stmt]) -> bool:
    """Whether the block surely ends in a jump, so that nothing after it sees its values."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return leaves(last.body) and leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise, ast.Break, ast.Continue))
