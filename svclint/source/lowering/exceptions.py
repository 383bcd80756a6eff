"""``try``, ``raise``, ``with`` and ``assert``."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import SKIP, Behaviour, Jump, Try, choice, events, seq
from svclint.contract.effects import Act, acts, blocking
from svclint.contract.events import ANY_TIME, SOME_THREAD, At, Join, Known, Opaque, Quit, Wait
from svclint.source.classes import statements
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.assignments import store
from svclint.source.lowering.branches import leaves
from svclint.source.lowering.conditions import condition
from svclint.source.lowering.functions import bind, follow
from svclint.source.lowering.locks import hold
from svclint.source.lowering.reader import Lowered, Reader, reads
from svclint.source.lowering.shields import shielded, suppressing
from svclint.source.lowering.structures import forget
from svclint.source.lowering.things import ended
from svclint.source.lowering.waits import wait
from svclint.source.values import NONE, Instance, Thing, Unknown, Value, join


@reads(ast.Try)
def try_(reader: Reader, node: ast.Try, frame: Frame) -> Behaviour:
    """A handler is entered with what was known before the body, or after it, whichever agrees."""
    before = dict(frame.env)
    catching = any(_stops_exit(one) for one in node.handlers)
    reader.session.catching += catching
    body = reader.block(node.body, frame)
    reader.session.catching -= catching
    after = frame.env
    orelse = reader.block(node.orelse, frame)
    ends = [frame.env] if not leaves([*node.body, *node.orelse]) else []
    handlers = []
    for handler in node.handlers:
        frame.env = _either(before, after, frame.label)
        forget(reader, node.body, frame)
        handlers.append(reader.block(handler.body, frame))
        if not leaves(handler.body):
            ends.append(frame.env)
    frame.env = after
    frame.merge(*ends)
    final = reader.block(node.finalbody, frame)
    begins, handlers = shielded(reader, node, node.handlers, body, handlers)
    return seq(begins, Try(body, tuple(handlers), orelse, final, any(_catches_all(one) for one in node.handlers)))


def _either(before: dict[str, Value], after: dict[str, Value], label: str) -> dict[str, Value]:
    names = {**before, **after}
    return {
        name: join(before[name], after[name], f"{name}@{label}") if name in before and name in after else known
        for name, known in names.items()
    }


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return _catches(handler, {"Exception", "BaseException"})


def _stops_exit(handler: ast.ExceptHandler) -> bool:
    """Whether ``sys.exit()`` in the try body gets no further than this handler."""
    again = any(isinstance(one, ast.Raise) for one in statements(handler.body))
    return _catches(handler, {"SystemExit", "BaseException"}) and not again


def _catches(handler: ast.ExceptHandler, names: set[str]) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in names) for kind in kinds)


@reads(ast.Raise)
def raise_(reader: Reader, node: ast.Raise, frame: Frame) -> Behaviour:
    """``raise SystemExit`` asks for the end of the process; any raise ends this path."""
    jump = Jump("raise", at=reader.at(node))
    if node.exc is None:
        return jump
    named = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    leaving = isinstance(named, ast.Name) and named.id == "SystemExit" and not reader.session.catching
    said = reader.emit(Quit(reader.at(node), "SystemExit", reader.role.side)) if leaving else SKIP
    # Making the exception object means nothing, whatever its class; what is passed to it may.
    made = reader.parts(ast.Tuple(node.exc.args), frame) if isinstance(node.exc, ast.Call) else Lowered()
    return seq(made.behaviour, said, jump)


@reads(ast.With, ast.AsyncWith)
def with_(reader: Reader, node: ast.With | ast.AsyncWith, frame: Frame) -> Behaviour:
    """Leaving an executor, a pool or a child process waits for it."""
    lead: list[Behaviour] = []
    managed: list[tuple[At, Value]] = []
    unseen: list[Behaviour] = []
    for item in node.items:
        lowered = reader.expression(item.context_expr, frame)
        at = reader.at(item.context_expr)
        entered = _enter(reader, at, lowered.value)
        lead += [lowered.behaviour, entered.behaviour]
        if item.optional_vars is not None:
            lead.append(store(reader, item.optional_vars, entered.value, frame))
        managed.append((at, lowered.value))
        unseen.append(_unseen(reader, at, lowered))
    body = _suppressed(reader, node, reader.block(node.body, frame))
    hold(reader, [value for _, value in managed], body)
    exits = seq(*(_leave(reader, at, value) for at, value in reversed(managed)), *reversed(unseen))
    return seq(*lead, Try(body, (), SKIP, exits) if exits is not SKIP else body)


def _suppressed(reader: Reader, node: ast.With | ast.AsyncWith, body: Behaviour) -> Behaviour:
    """The body of a with statement; what ``suppress(Exception)`` keeps is as good as caught."""
    clauses = [clause for item in node.items for clause in suppressing(reader, item) if _catches_all(clause)]
    if not clauses:
        return body
    begins, handlers = shielded(reader, node, clauses[:1], body, [SKIP])
    return seq(begins, Try(body, tuple(handlers), SKIP, SKIP))


def _unseen(reader: Reader, at: At, entered: Lowered) -> Behaviour:
    """What a call out of sight may do as the block is entered, its result may do as the block is left."""
    if not isinstance(entered.value, Unknown):
        return SKIP
    calls = [one for one in events(entered.behaviour) if isinstance(one, Opaque) and one.reports and one.at == at]
    return seq(*map(reader.emit, calls), reader.emit(Join(at, SOME_THREAD, None))) if calls else SKIP


def _enter(reader: Reader, at: At, value: Value) -> Lowered:
    """``__enter__`` of a class of this file; what it gives is what the name holds. A lock is taken."""
    if isinstance(value, Thing):
        blocks = blocking(f"{value.cls}.__enter__")
        return Lowered(wait(reader, at, value.key, blocks, Arguments()) if blocks else SKIP, value)
    found = value.cls.method("__enter__") if isinstance(value, Instance) else None
    if found is None or not isinstance(value, Instance):
        return Lowered(SKIP, value)
    return follow(reader, bind(found, value), Arguments(), at)


def _leave(reader: Reader, at: At, value: Value) -> Behaviour:
    if isinstance(value, Instance):
        found = value.cls.method("__exit__")
        return follow(reader, bind(found, value), Arguments((NONE, NONE, NONE)), at).behaviour if found else SKIP
    if not isinstance(value, Thing):
        return SKIP
    blocks = blocking(f"{value.cls}.__exit__")
    if blocks is None:
        ends = any(deed.act is Act.END for deed in acts(f"{value.cls}.__exit__"))
        return reader.emit(Known(at, value.key, False)) if ends else SKIP
    return seq(reader.emit(Wait(at, blocks.kind, at.text, blocks.asks, ANY_TIME)), ended(reader, at, value))


@reads(ast.Assert)
def assert_(reader: Reader, node: ast.Assert, frame: Frame) -> Behaviour:
    """An assertion teaches what it asserts."""
    test = condition(reader, node.test, frame)
    return seq(test.before, choice(test.yes, seq(test.no, Jump("raise", at=reader.at(node)))))
