"""Who runs a statement: the calls of its function, up to the methods that pywin32 calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from svclint.repair.shapes.afterwards import caught, works_on
from svclint.repair.shapes.common import RUNS, above, class_of, function_of, parameters_of
from svclint.repair.workshop import Refused, Workshop

STOPS = ("SvcStop", "SvcShutdown")
DISPATCHERS = ("ServiceCtrlHandlerEx", "SvcOther", "SvcOtherEx")
ENTRIES = (*RUNS, *STOPS, *DISPATCHERS, "SvcPause", "SvcContinue", "SvcInterrogate")


@dataclass
class Reach:
    """How a statement is reached. ``entries``: the methods of pywin32 that lead to it, by the names it calls.

    ``works``: something is done after it before the outermost function is over; ``caught``: an exception raised there
    would not come out. ``functions``: all that are on the way.
    """

    entries: set[str] = field(default_factory=set)
    works: bool = False
    caught: bool = False
    functions: list[cst.FunctionDef] = field(default_factory=list)

    @property
    def on_run_side(self) -> bool:
        """Whether the run side alone leads there."""
        return self.entries <= {*RUNS}

    @property
    def in_handlers(self) -> bool:
        """Whether handlers alone lead there."""
        return not self.entries & {*RUNS}


def reach(shop: Workshop, stmt: cst.CSTNode) -> Reach:
    """Who leads to a statement. Raises Refused when others than pywin32 and functions of the file may call it."""
    found = Reach()
    _follow(shop, stmt, found, counts=True)
    if not found.entries:
        raise Refused("nobody leads there")
    return found


def _follow(shop: Workshop, stmt: cst.CSTNode, found: Reach, counts: bool) -> None:
    """``counts``: what leads here leads to the statement; who calls a handler by himself does not."""
    function = function_of(shop, stmt)
    if function is None:
        raise Refused("a statement outside of functions")
    found.works |= works_on(shop, stmt)
    found.caught |= caught(shop, stmt)
    if any(function is one for one in found.functions):
        return
    found.functions.append(function)
    # What stands around a function by way of a decorator is done after it.
    found.works |= bool(function.decorators)
    names = entry_names(shop, function)
    if counts:
        found.entries |= names
    for call in _known_uses(shop, function, found) if names else uses(shop, function):
        _follow(shop, _statement(shop, call, found), found, counts and not names)


def _known_uses(shop: Workshop, function: cst.FunctionDef, found: Reach) -> list[cst.Call]:
    """The calls of a method of pywin32; others may call it as well, and do something then."""
    try:
        return list(uses(shop, function))
    except Refused:
        found.works = True
        return []


def _statement(shop: Workshop, call: cst.Call, found: Reach) -> cst.CSTNode:
    """The statement that a call stands in. A call inside of other expressions has something done after it."""
    line = next(one for one in above(shop, call) if isinstance(one, (cst.BaseSmallStatement, cst.BaseStatement)))
    match line:
        case cst.Expr(value=value) | cst.Return(value=value) | cst.Assign(value=value):
            whole = value.expression if isinstance(value, cst.Await) else value
            found.works |= whole is not call
        case _:
            found.works = True
    return line


def entry_names(shop: Workshop, function: cst.FunctionDef) -> set[str]:
    """The names by which pywin32 calls a method: its own, and those its class gives it."""
    cls = class_of(shop, function)
    if cls is None:
        return set()
    aliases = {
        target.target.value
        for one in shop.nodes(cst.Assign, cls.body)
        if function_of(shop, one) is None and isinstance(one.value, cst.Name) and one.value.value == function.name.value
        for target in one.targets
        if isinstance(target.target, cst.Name)
    }
    return {function.name.value, *aliases} & {*ENTRIES}


def uses(shop: Workshop, function: cst.FunctionDef) -> Iterator[cst.Call]:
    """The calls of a function. Raises Refused when it is handed on to somebody else."""
    for name in shop.nodes(cst.Name):
        if name.value != function.name.value or name is function.name:
            continue
        mention = _method(shop, function, name) if class_of(shop, function) else _plain(shop, name)
        if mention is None:
            continue
        user = shop.parents[mention]
        if isinstance(user, cst.Call) and user.func is mention:
            yield user
        elif not _aliased(shop, mention):
            raise Refused(f"{function.name.value} is handed on")


def _aliased(shop: Workshop, mention: cst.CSTNode) -> bool:
    """Whether a method gets another name in its class: ``SvcShutdown = SvcStop``."""
    line = shop.parents[mention]
    return isinstance(line, cst.Assign) and function_of(shop, line) is None


def _method(shop: Workshop, function: cst.FunctionDef, name: cst.Name) -> cst.CSTNode | None:
    """The expression by which a name means a method; none when it means something else."""
    mention = shop.parents[name]
    if not isinstance(mention, cst.Attribute) or mention.attr is not name:
        bare = function_of(shop, name) is None and isinstance(mention, cst.Assign) and mention.value is name
        return name if bare else None
    match mention.value:
        case cst.Call(func=cst.Name(value="super")):
            return mention if _class_around(shop, name) is not class_of(shop, function) else None
        case cst.Name(value=owner) if any(one.name.value == owner for one in shop.nodes(cst.ClassDef)):
            return mention
        case cst.Name(value=owner) if not _belongs_elsewhere(shop, function, name):
            around = (one for one in above(shop, name) if isinstance(one, cst.FunctionDef))
            return mention if any(owner in parameters_of(one) for one in around) else None
    return None


def _belongs_elsewhere(shop: Workshop, function: cst.FunctionDef, name: cst.Name) -> bool:
    """Whether a name stands in another class, which has a method of that name itself."""
    cls = _class_around(shop, name)
    return cls is not None and cls is not class_of(shop, function) and shop.method(cls, name.value) is not None


def _class_around(shop: Workshop, node: cst.CSTNode) -> cst.ClassDef | None:
    return next((one for one in above(shop, node) if isinstance(one, cst.ClassDef)), None)


def _plain(shop: Workshop, name: cst.Name) -> cst.CSTNode | None:
    """A name that stands by itself, not for an attribute or a parameter."""
    parent = shop.parents[name]
    if isinstance(parent, cst.Attribute) and parent.attr is name:
        return None
    if isinstance(parent, cst.Arg) and parent.keyword is name:
        return None
    return None if isinstance(parent, (cst.Param, cst.FunctionDef, cst.ImportAlias)) else name
