"""Loops: what they test, how often they turn, and whether waiting in them can ever end."""

from __future__ import annotations

import ast
import math

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Jump, Loop, events, seq
from svclint.contract.events import ANY_TIME, Join, Known, Point, Report, Unread, Wait, WaitKind
from svclint.source.classes import statements
from svclint.source.frame import Frame
from svclint.source.knowledge import Fact
from svclint.source.lowering.assignments import store
from svclint.source.lowering.conditions import condition
from svclint.source.lowering.counting import countdown
from svclint.source.lowering.deadlines import bounded, until
from svclint.source.lowering.reader import Branches, Lowered, Reader, evaluates, reads
from svclint.source.lowering.shields import comes_round
from svclint.source.lowering.structures import forget
from svclint.source.values import (
    UNKNOWN,
    Alive,
    Awaited,
    Collection,
    Items,
    Mapping,
    Not,
    Symbol,
    Thing,
    Value,
    integer,
)
from svclint.source.walking import walk

UNROLLED = 8  # a display of at most so many elements is read element by element
COUNTED = 100  # up to so many turns of a counted loop are looked at one by one
LOOKED_AT = 2  # of more turns, so many
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@reads(ast.While)
def while_(reader: Reader, node: ast.While, frame: Frame) -> Behaviour:
    """A control may arrive before each test, also before the last one."""
    count = countdown(reader, node, frame)
    bound = _bounded(node)
    _forget(reader, node, frame)
    _looked_once(node, frame)
    point = reader.emit(Point(reader.at(node.test), rest=not bound))
    test = condition(reader, node.test, frame)
    before = dict(frame.env)
    body = reader.block(node.body, frame)
    frame.merge(frame.env, before)
    forget(reader, [node], frame)  # it may have been left in the middle
    after = seq(point, test.before, test.no, reader.block(node.orelse, frame)) if test.no is not NEVER else NEVER
    again = seq(point, test.before, test.yes) if test.yes is not NEVER else NEVER
    round_ = comes_round(reader, node.test, body)
    again, after = (seq(round_, one) if one is not NEVER else NEVER for one in (again, after))
    if count is not None:
        return _repeated(reader, Loop(again, after, body, 0, count))
    after = seq(_given_up(reader, node, body, test, frame), after) if after is not NEVER else NEVER
    endless = _lasts(reader, seq(test.before, body), None if bound else math.inf)
    least = 1 if bound and any(isinstance(one, Join) for one in events(body)) else _least(reader, node.test, frame)
    return bounded(reader, Loop(again, after, seq(body, endless), least), until(reader, node, frame) if bound else None)


def _looked_once(loop: ast.While, frame: Frame) -> None:
    """``while going:`` goes by what the variable was given once, not by the flag that it was given then."""
    test = loop.test.operand if isinstance(loop.test, ast.UnaryOp) else loop.test
    if isinstance(test, ast.Name) and isinstance(held := frame.env.get(test.id), Symbol) and "@" not in held.key:
        frame.env[test.id] = Symbol(f"{test.id}@{frame.label}")


def _given_up(reader: Reader, loop: ast.While, body: Behaviour, test: Branches, frame: Frame) -> Behaviour:
    """A loop that joins or asks threads, and ends for a reason not known, may end because they are over."""
    emptied = _least(reader, loop.test, frame) == 1
    if not emptied and not any(isinstance(one, Unread) for one in events(test.no)):
        return SKIP
    return _perhaps_over(reader, loop.test, body)


def _perhaps_over(reader: Reader, place: ast.expr, body: Behaviour) -> Behaviour:
    """Behind the loop, the threads that its body joins or asks may be over."""
    threads = {one.thread: None for one in events(body) if isinstance(one, (Join, Known))}
    return seq(*(reader.emit(Join(reader.at(place), thread, None)) for thread in threads))


def _least(reader: Reader, test: ast.expr, frame: Frame) -> int:
    """``while self.threads:`` turns at least once when something was put into the container."""
    return int(isinstance(test, (ast.Name, ast.Attribute)) and _filled(reader, test, frame))


def _filled(reader: Reader, container: ast.expr, frame: Frame) -> bool:
    """Whether something was put into the container."""
    held = reader.expression(container, frame).value
    return isinstance(held, Collection) and reader.knowledge.elements(held.key) is not UNKNOWN


@reads(ast.For, ast.AsyncFor)
def for_(reader: Reader, node: ast.For | ast.AsyncFor, frame: Frame) -> Behaviour:
    """A display is read element by element, ``range`` of constants turns exactly so often, the rest any number."""
    iterated = reader.expression(node.iter, frame)
    elements = _display(reader, node, iterated.value, frame)
    if elements is not None:
        turns = [seq(store(reader, node.target, one, frame), reader.block(node.body, frame)) for one in elements]
        return seq(iterated.behaviour, *turns, reader.block(node.orelse, frame))
    return seq(iterated.behaviour, _turns(reader, node, iterated.value, frame))


def _turns(reader: Reader, node: ast.For | ast.AsyncFor, iterable: Value, frame: Frame) -> Behaviour:
    _forget(reader, node, frame)
    element = _element(reader, iterable)
    count = _count(reader, node.iter, frame)
    if count == 0:
        return reader.block(node.orelse, frame)
    before = dict(frame.env)
    body = seq(store(reader, node.target, element, frame), reader.block(node.body, frame))
    lasting = SKIP if count is not None else _lasts(reader, body, None)
    frame.merge(frame.env, before)
    forget(reader, [node], frame)
    known = count is None and (element is not UNKNOWN or _over_indices(reader, node.iter, frame))
    head = SKIP if count is not None or known else reader.emit(Point(reader.at(node.iter), rest=False))
    round_ = comes_round(reader, node.iter, body)
    orelse = seq(round_, _tired(reader, node, body), reader.block(node.orelse, frame))
    return _repeated(reader, Loop(seq(round_, head), orelse, seq(body, lasting), int(known), count))


def _tired(reader: Reader, loop: ast.For | ast.AsyncFor, body: Behaviour) -> Behaviour:
    """A loop that breaks when a thread is over, and gives up after some turns, has at least asked."""
    if not _jumps(loop.body, (ast.Break,)):
        return SKIP
    return _perhaps_over(reader, loop.iter, body)


def _over_indices(reader: Reader, iterable: ast.expr, frame: Frame) -> bool:
    """``range(len(threads))``: as many turns as there are elements."""
    match iterable:
        case ast.Call(func=ast.Name(id="range"), args=[ast.Call(func=ast.Name(id="len"), args=[container])]):
            return _filled(reader, container, frame)
    return False


@reads(ast.Break, ast.Continue)
def jump(reader: Reader, node: ast.Break | ast.Continue, frame: Frame) -> Behaviour:
    """Out of the loop, or to its next turn."""
    return Jump("break" if isinstance(node, ast.Break) else "continue")


@evaluates(ast.ListComp, ast.SetComp, ast.GeneratorExp)
def comprehension(reader: Reader, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, frame: Frame) -> Lowered:
    """A container of what the element expression gives; it is read as if it turned once or not at all."""
    key = frame.naming or f"list@{frame.label}:{node.lineno}:{node.col_offset}"
    inside = Frame(f"{frame.label}.<comp>{node.col_offset}", frame.module, frame.self_, frame.owner, frame)
    inside.naming = f"{key}[]"
    lead: list[Behaviour] = []
    for generator in node.generators:
        iterated = reader.expression(generator.iter, frame)
        element = _element(reader, iterated.value)
        lead += [iterated.behaviour, store(reader, generator.target, element, inside)]
        lead += [_asked(reader, one, inside).behaviour for one in generator.ifs]
    made = _asked(reader, node.elt, inside)
    reader.knowledge.hold(f"{key}[]", made.value)
    if _tells_who_lives(node):
        reader.knowledge.note(Fact.LIVING, key)
        reader.knowledge.hold(f"{key}[]", element)
    return Lowered(
        seq(*lead, Loop(SKIP, SKIP, made.behaviour, 1) if made.behaviour is not SKIP else SKIP), Collection(key)
    )


def _tells_who_lives(node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> bool:
    """``[t for t in threads if t.is_alive()]``, or the same as truths: ``t.is_alive() for t in threads``."""
    match node.generators:
        case [ast.comprehension(target=ast.Name(id=name), ifs=[test])]:
            return _is_alive(test, name) and isinstance(node.elt, ast.Name) and node.elt.id == name
        case [ast.comprehension(target=ast.Name(id=name), ifs=[])]:
            return _is_alive(node.elt, name)
    return False


def _is_alive(node: ast.expr, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="is_alive"), args=[]):
            return owner == name
    return False


def _asked(reader: Reader, node: ast.expr, frame: Frame) -> Lowered:
    """An expression of a comprehension: whoever asks all threads whether they are alive goes by the answers."""
    lowered = reader.expression(node, frame)
    asked = lowered.value.of if isinstance(lowered.value, Not) else lowered.value
    if not isinstance(asked, Alive):
        return lowered
    return Lowered(seq(lowered.behaviour, reader.emit(Join(reader.at(node), asked.key, None))))


def _element(reader: Reader, iterable: Value) -> Value:
    """What the loop variable holds."""
    return reader.knowledge.elements(iterable.key) if isinstance(iterable, (Collection, Symbol)) else UNKNOWN


def _display(reader: Reader, node: ast.For | ast.AsyncFor, value: Value, frame: Frame) -> tuple[Value, ...] | None:
    """The elements of ``for x in (a, b)``, when the body can be read once for each."""
    if isinstance(value, Items):
        elements: tuple[Value, ...] | None = value.values
    elif isinstance(value, Mapping):
        elements = tuple(key for key, _ in value.items)
    elif isinstance(node.iter, (ast.List, ast.Tuple)):
        elements = tuple(reader.expression(one, frame).value for one in node.iter.elts)
    else:
        elements = None
    short = elements is not None and 0 < len(elements) <= UNROLLED
    return elements if short and not _jumps(node.body, (ast.Break, ast.Continue)) else None


def _count(reader: Reader, iterable: ast.expr, frame: Frame) -> int | None:
    """How often ``for _ in range(...)`` turns, or a loop over a display of constants."""
    match iterable:
        case ast.Call(func=ast.Name(id="range"), args=[_, *_] as args, keywords=[]):
            limits = [integer(reader.expression(one, frame).value) for one in args]
            whole = [one for one in limits if one is not None]
            return len(range(*whole)) if len(whole) == len(limits) and 0 not in whole[2:] else None
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return len(elements) if not any(isinstance(one, ast.Starred) for one in elements) else None
    return None


def _forget(reader: Reader, loop: ast.For | ast.AsyncFor | ast.While, frame: Frame) -> None:
    """What the body assigns is not known at the loop's head; objects stay what they are."""
    forget(reader, [loop], frame)
    for name in frame.module.stores(loop):
        if not isinstance(frame.env.get(name), (Thing, Collection)):
            frame.env[name] = Symbol(f"{name}@{frame.label}")
    for statement in loop.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                _expect(reader, name, call, frame)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.ListComp() as living) if _tells_who_lives(living):
                frame.env[name] = reader.expression(living, frame).value


def _expect(reader: Reader, name: str, call: ast.Call, frame: Frame) -> None:
    """``rc = WaitForSingleObject(...)`` at the end of a turn is what ``while rc != WAIT_OBJECT_0`` tests."""
    if isinstance(call.func, ast.Attribute):
        result = reader.expression(call, frame).value
        if isinstance(result, Awaited):
            frame.env[name] = result


def _lasts(reader: Reader, turn: Behaviour, asked: float | None) -> Behaviour:
    """What waiting again and again asks for: no limit, or one that is not known."""
    waits = [event for event in events(turn) if isinstance(event, Wait) and event.asked != 0]
    if not waits:
        return SKIP
    first = min(waits, key=lambda event: (event.at.line, event.at.column))
    return reader.emit(Wait(first.at, WaitKind.LOOP, first.subject, asked, ANY_TIME))


def _repeated(reader: Reader, loop: Loop) -> Behaviour:
    """A counted loop of very many turns: a few of them, and what the others add if a single wait is all they do.

    Where a turn also reports, its wait is no part of a longer one: as many turns stand for all as are looked at.
    """
    if loop.count is None or loop.count <= COUNTED:
        return loop
    if any(isinstance(event, Report) for event in events(loop.body)):
        return Loop(loop.again, loop.leave, loop.body, loop.least, COUNTED)
    waits = [event for event in events(loop.body) if isinstance(event, Wait)]
    few = Loop(loop.again, loop.leave, loop.body, loop.least, LOOKED_AT)
    if len(waits) != 1 or not waits[0].asked:
        return few
    asked = (loop.count - LOOKED_AT) * waits[0].asked
    return seq(few, reader.emit(Wait(waits[0].at, WaitKind.LOOP, waits[0].subject, asked, ANY_TIME)))


def _bounded(loop: ast.While) -> bool:
    """Whether something in the loop compares by order: a counter or a deadline may end it."""
    exits: list[ast.expr] = [loop.test]
    exits += [one.test for one in statements(loop.body) if isinstance(one, ast.If) and _jumps([*one.body, *one.orelse])]
    compared = (one for test in exits for one in walk(test) if isinstance(one, ast.Compare))
    return any(isinstance(op, _ORDER) for one in compared for op in one.ops) or _single_turn(loop.body)


def _single_turn(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], (ast.Break, ast.Return, ast.Raise))


def _jumps(body: list[ast.stmt], kinds: tuple[type[ast.stmt], ...] = (ast.Break, ast.Return, ast.Raise)) -> bool:
    """Whether a statement of these kinds stands in the block."""
    return any(isinstance(one, kinds) for one in statements(body))
