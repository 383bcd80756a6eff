"""Functions: defining, calling, returning. Calls to functions of this file are followed with the known arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from svclint.checking.behaviour import SKIP, Behaviour, Call, Jump, seq
from svclint.contract.events import At, Opaque
from svclint.source.classes import ClassModel, Def
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.reader import Lowered, Reader, evaluates, reads
from svclint.source.module import Module
from svclint.source.values import (
    NONE,
    UNKNOWN,
    Const,
    Function,
    FunctionNode,
    Instance,
    Items,
    Library,
    Symbol,
    Type,
    Value,
    join,
)

DEPTH = 10  # calls followed into one another
REPORT = "ReportServiceStatus"
NOWHERE = ""  # the next call may give something else, so a result has no place of its own


@reads(ast.FunctionDef, ast.AsyncFunctionDef)
def define(reader: Reader, node: Def, frame: Frame) -> Behaviour:
    """A nested function sees the variables around it."""
    frame.env[node.name] = Function(node, scope=frame)
    return SKIP


@evaluates(ast.Lambda)
def lambda_(reader: Reader, node: ast.Lambda, frame: Frame) -> Lowered:
    """A function without a name."""
    return Lowered(SKIP, Function(node, scope=frame))


@reads(ast.Return)
def return_(reader: Reader, node: ast.Return, frame: Frame) -> Behaviour:
    """``return value``: the handler's answer, when it is one."""
    lowered = reader.expression(node.value, frame) if node.value else Lowered(SKIP, NONE)
    frame.returned.append(lowered.value)
    value, known = _answer(lowered.value)
    return seq(lowered.behaviour, Jump("return", value, known, reader.at(node)))


def _answer(value: Value) -> tuple[object, bool]:
    """What a return gives, and whether that is known; of an error code the name suffices: it is not zero."""
    match value:
        case Const(value=constant):
            return constant, True
        case Library(name=name) if name.startswith("winerror.ERROR_"):
            return name, True
    return None, False


def follow(reader: Reader, function: Function, arguments: Arguments, at: At) -> Lowered:
    """The body of the called function, read with these arguments; opaque when it cannot be read."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return _follow_lambda(reader, function, node, arguments, at)
    refusal = _refusal(reader, node)
    if refusal:
        reader.give_up(at, refusal)
        return Lowered(reader.emit(Opaque(at, at.text, stops=refusal == HOOK)), UNKNOWN)
    inner = reader.inside(node, home(reader, function), at if node.name == REPORT and function.self_ else None)
    frame = _frame(inner, function, node, arguments)
    body, value = _body(inner, function, node, frame)
    return Lowered(Call(body, node.name, at), value)


HOOK = "the method is empty: a hook for subclasses"


def _refusal(reader: Reader, node: Def) -> str:
    """Why a function is not followed; empty when it is."""
    if isinstance(node, ast.AsyncFunctionDef):
        return "a coroutine"
    if _decorated(node, "contextmanager"):
        return "a generator that stops half-way"
    if node in reader.stack:
        return "recursion"
    if len(reader.stack) >= DEPTH:
        return "called too deep"
    if reader.session.budget <= 0:
        reader.session.bursts += 1
        return "the service is too large"
    return HOOK if reader.stack and is_hook(node) else ""


def is_hook(node: Def) -> bool:
    """Whether the body only says that a subclass fills it: ``pass``, a docstring, NotImplementedError."""
    body = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    if not body:
        return True
    if len(body) > 1:
        return False
    only = body[0]
    return isinstance(only, ast.Pass) or (isinstance(only, ast.Raise) and "NotImplemented" in ast.dump(only))


def is_abstract(node: Def) -> bool:
    """Whether a subclass has to fill the method: decorated so, or raising NotImplementedError."""
    raises = any(isinstance(one, ast.Raise) for one in node.body)
    return _decorated(node, "abstractmethod") or (raises and is_hook(node))


def home(reader: Reader, function: Function) -> Module:
    """The file in which a function stands."""
    owner, outer = function.owner, function.scope
    return owner.module if owner else outer.module if outer else function.home or reader.module


def _frame(reader: Reader, function: Function, node: Def, given: Arguments) -> Frame:
    owner = function.owner
    label = f"{owner.name}.{node.name}" if owner else f"{node.name}:{node.lineno}"
    outer = function.scope
    self_ = function.self_ or (outer.self_ if outer else None)
    frame = Frame(label, reader.module, self_, owner or (outer.owner if outer else None), outer)
    frame.env.update(_bound(reader, function, node, given, frame))
    return frame


def _bound(
    reader: Reader, function: Function, node: Def, given: Arguments, frame: Frame
) -> Iterator[tuple[str, Value]]:
    """Parameters and what they hold: default, then positional, then keyword."""
    spec = node.args
    names = [one.arg for one in (*spec.posonlyargs, *spec.args)]
    positional = given.positional
    if function.self_ is not None and function.owner is not None:
        positional = (function.self_, *positional)
    defaults = dict(zip(reversed(names), reversed(spec.defaults), strict=False))
    defaults |= {one.arg: value for one, value in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if value}
    for name in (*names, *(one.arg for one in spec.kwonlyargs)):
        default = defaults.get(name)
        yield name, reader.expression(default, frame).value if default and given.complete else UNKNOWN
    yield from zip(names, positional, strict=False)
    yield from ((name, value) for name, value in given.keywords.items())
    if spec.vararg:
        yield spec.vararg.arg, Items(positional[len(names) :]) if given.complete else UNKNOWN
    if spec.kwarg:
        yield spec.kwarg.arg, UNKNOWN


def _body(reader: Reader, function: Function, node: Def, frame: Frame) -> tuple[Behaviour, Value]:
    """The body, read once for each way of calling it."""
    called = (node, function.self_, function.scope, tuple(frame.env.items()))
    key = (*called, reader.role, reader.site, reader.session.catching > 0, len(reader.stack) > DEPTH - 2)
    known = reader.session.bodies.get(key)
    if known is None:
        behaviour = reader.block(node.body, frame)
        known = reader.session.bodies[key] = behaviour, _result(frame)
    return known


def _result(frame: Frame) -> Value:
    """What the function gives when all its returns agree."""
    if not frame.returned:
        return NONE
    value = frame.returned[0]
    for other in frame.returned[1:]:
        value = join(value, other, NOWHERE)
    return UNKNOWN if value == Symbol(NOWHERE) else value


def _follow_lambda(reader: Reader, function: Function, node: ast.Lambda, given: Arguments, at: At) -> Lowered:
    if node in reader.stack or function.scope is None:
        return Lowered()
    frame = Frame(
        f"lambda:{node.lineno}", function.scope.module, function.scope.self_, function.scope.owner, function.scope
    )
    frame.env.update(zip((one.arg for one in node.args.args), given.positional, strict=False))
    inner = reader.inside(node, function.scope.module)
    return inner.expression(node.body, frame)


def is_static(node: FunctionNode) -> bool:
    """Whether a method takes no ``self``."""
    return not isinstance(node, ast.Lambda) and _decorated(node, "staticmethod")


def is_property(node: FunctionNode) -> bool:
    """Whether reading the attribute calls the method."""
    return not isinstance(node, ast.Lambda) and (_decorated(node, "property") or _decorated(node, "cached_property"))


def is_setter(node: FunctionNode) -> bool:
    """Whether assigning to the attribute calls the method."""
    return not isinstance(node, ast.Lambda) and _decorated(node, "setter")


def _decorated(node: Def, name: str) -> bool:
    return any(getattr(one, "id", getattr(one, "attr", None)) == name for one in node.decorator_list)


def bind(found: tuple[Def, ClassModel], self_: Instance | Type) -> Function:
    """The method found in a class, bound to ``self_`` unless it is static."""
    node, owner = found
    return Function(node, owner, None if is_static(node) else self_)
