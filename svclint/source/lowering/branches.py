"""``if``, ``match`` and conditional expressions: branches that cannot be taken are not there."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, choice, seq
from svclint.contract.events import Unread
from svclint.source.frame import Frame
from svclint.source.lowering.conditions import condition
from svclint.source.lowering.reader import Lowered, Reader, evaluates, reads
from svclint.source.values import UNKNOWN, Const, Symbol, Value, join


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
    """One of two values; what they have in common is no place, so it has no name."""
    joined = join(left, right, "")
    return UNKNOWN if isinstance(joined, Symbol) and joined.key == "" else joined


@reads(ast.Match)
def match_(reader: Reader, node: ast.Match, frame: Frame) -> Behaviour:
    """Cases whose constant is not the subject's are left out; the first certain one ends the search."""
    subject = reader.expression(node.subject, frame)
    before, taken = frame.env, []
    ways: list[Behaviour] = []
    for case in node.cases:
        fits = _matches(reader, case.pattern, subject.value, frame)
        if fits is False:
            continue
        frame.env = dict(before)
        guard = condition(reader, case.guard, frame) if case.guard else None
        ways.append(
            seq(guard.before, guard.yes, reader.block(case.body, frame)) if guard else reader.block(case.body, frame)
        )
        if not leaves(case.body):
            taken.append(frame.env)
        if fits and case.guard is None:
            break
    else:
        ways.append(SKIP)
        taken.append(dict(before))
    frame.env = before
    frame.merge(*taken)
    unread = reader.emit(Unread(reader.at(node.subject))) if len(ways) > 1 else SKIP
    return seq(subject.behaviour, choice(*(seq(unread, way) for way in ways)))


def _matches(reader: Reader, pattern: ast.pattern, subject: Value, frame: Frame) -> bool | None:
    """Whether the pattern matches: yes, no, or not known."""
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _matches(reader, inner, subject, frame)
        case ast.MatchOr(patterns=patterns):
            found = [_matches(reader, one, subject, frame) for one in patterns]
            return True if True in found else None if None in found else False
        case ast.MatchValue(value=expression):
            value = reader.expression(expression, frame).value
            known = isinstance(value, Const) and isinstance(subject, Const)
            return value.value == subject.value if known else None  # type: ignore[union-attr]
    return None


def leaves(body: list[ast.stmt]) -> bool:
    """Whether the block surely ends in a jump, so that nothing after it sees its values."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return leaves(last.body) and leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise, ast.Break, ast.Continue))
