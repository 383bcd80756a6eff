"""What the fixers ask of a tree: who is around a node, what a function does by itself, what a name stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix, Place
from svclint.repair.workshop import Statement, Workshop, children

Node = TypeVar("Node", bound=cst.CSTNode)
ELSEWHERE = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
RUNS = ("SvcDoRun", "SvcRun")


def fixed(shop: Workshop, finding: Finding, title: str, trust: Applicability, *edits: Edit) -> Fix | None:
    """The fix of these edits, equal ones once; none when a comment would be lost."""
    texts = "\n".join(edit.text for edit in edits)
    if any(shop.comment_inside(edit._replace(text=texts)) for edit in edits):
        return None
    return Fix(finding.code, title, trust, tuple(dict.fromkeys(edits)))


def above(shop: Workshop, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes around a node, the innermost first."""
    parent = shop.parents.get(node)
    while parent is not None:
        yield parent
        parent = shop.parents.get(parent)


def block_of(shop: Workshop, node: cst.CSTNode) -> cst.CSTNode | None:
    """The innermost compound statement around a node."""
    return next((one for one in above(shop, node) if isinstance(one, cst.BaseCompoundStatement)), None)


def class_of(shop: Workshop, function: cst.FunctionDef) -> cst.ClassDef | None:
    """The class whose method the function is; functions in methods belong to none."""
    near = next((one for one in above(shop, function) if isinstance(one, ELSEWHERE)), None)
    return near if isinstance(near, cst.ClassDef) else None


def own(tree: cst.CSTNode, kind: type[Node]) -> Iterator[Node]:
    """The nodes of a kind that run with a function or loop, those of functions inside it left out."""
    stack = list(reversed(children(tree.body if isinstance(tree, cst.FunctionDef) else tree)))
    while stack:
        node = stack.pop()
        if isinstance(node, kind):
            yield node
        if not isinstance(node, ELSEWHERE):
            stack += reversed(children(node))


def dotted(node: cst.CSTNode | None) -> str | None:
    """A chain of names as it is written: ``self.worker``."""
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=owner, attr=cst.Name(value=name)):
            before = dotted(owner)
            return before and f"{before}.{name}"
    return None


def means(shop: Workshop, node: cst.CSTNode, canonical: str) -> bool:
    """Whether a name stands for something imported."""
    written = dotted(node)
    module, _, last = canonical.rpartition(".")
    for name in shop.spelling.names:
        if name.written == "*":
            if written == last and name.canonical == module:
                return True
        elif written and f"{written}.".startswith(f"{name.written}."):
            return name.canonical + written[len(name.written) :] == canonical
    return False


def receiver(function: cst.FunctionDef) -> str | None:
    """What a method calls ``self``; none when it takes no such parameter."""
    parameters = parameters_of(function)
    return parameters[0] if parameters and not function.decorators else None


def parameters_of(function: cst.FunctionDef) -> list[str]:
    """The names of the positional parameters."""
    return [one.name.value for one in (*function.params.posonly_params, *function.params.params)]


def attribute(node: cst.CSTNode | None, self_: str | None) -> str | None:
    """The name of an attribute of ``self``: ``worker`` for ``self.worker``."""
    match node:
        case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name(value=name)) if owner == self_:
            return name
    return None


def called(stmt: cst.CSTNode) -> cst.Call | None:
    """The call that a statement consists of."""
    match stmt:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call() as call)]) | cst.Expr(value=cst.Call() as call):
            return call
    return None


def method_called(stmt: cst.CSTNode, name: str) -> cst.BaseExpression | None:
    """The object whose method a statement calls, without arguments."""
    match called(stmt):
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=called_)), args=[]) if called_ == name:
            return owner
    return None


def index_of(shop: Workshop, function: cst.FunctionDef, node: cst.CSTNode) -> int | None:
    """The number of the statement of a body that a node stands in; none when it runs elsewhere."""
    if function_of(shop, node) is not function:
        return None
    chain = [node, *above(shop, node)]
    return next((at for at, one in enumerate(shop.statements(function)) if any(one is near for near in chain)), None)


def function_of(shop: Workshop, node: cst.CSTNode) -> cst.FunctionDef | None:
    """The function that a node runs with; none in classes, lambdas and the module itself."""
    near = next((one for one in above(shop, node) if isinstance(one, ELSEWHERE)), None)
    return near if isinstance(near, cst.FunctionDef) else None


def handler_of(shop: Workshop, finding: Finding) -> cst.FunctionDef | None:
    """The handler that the SCM calls on the way to a finding."""
    entry = next((step.at for step in finding.steps if step.text.startswith("SCM calls")), None)
    if entry is None:
        return None
    function = shop.function_at(entry.line)
    return function if function.name.value == entry.text else None


def callers(shop: Workshop, function: cst.FunctionDef) -> list[cst.Call]:
    """The calls in the file that may mean a function, by its name."""
    name = function.name.value
    return [call for call in shop.nodes(cst.Call) if (dotted(call.func) or "").rpartition(".")[2] == name]


def on_run_side(shop: Workshop, stmt: Statement) -> tuple[cst.FunctionDef, Statement] | None:
    """The statement of SvcDoRun or SvcRun that a statement is or is called by, where only one can be meant."""
    function = function_of(shop, stmt)
    if function is None:
        return None
    if function.name.value in RUNS:
        return function, stmt
    calls = callers(shop, function)
    line = shop.parents[shop.parents[calls[0]]] if len(calls) == 1 else None
    if not isinstance(line, cst.SimpleStatementLine) or called(line) is not calls[0]:
        return None
    caller = function_of(shop, line)
    return (caller, line) if caller and caller.name.value in RUNS else None


def mentions(shop: Workshop, name: str) -> bool:
    """Whether the file uses a name for anything."""
    return any(one.value == name for one in shop.nodes(cst.Name))


def free_name(shop: Workshop, name: str) -> str:
    """A name that the file does not use yet."""
    number = 1
    while mentions(shop, candidate := name if number == 1 else f"{name}_{number}"):
        number += 1
    return candidate


def removed(shop: Workshop, small: cst.BaseSmallStatement) -> Edit:
    """Takes a statement away; a comment behind it keeps its line."""
    edit = shop.delete(small)
    line = shop.parents[small]
    if not shop.comment_inside(edit) or not isinstance(line, cst.SimpleStatementLine):
        return edit
    start, end = shop.place(line)
    block = shop.parents[line]
    if isinstance(block, cst.IndentedBlock) and len(block.body) == 1:
        return Edit(start, end, "pass")
    gap = len(line.trailing_whitespace.whitespace.value)
    return Edit(start, Place(end.line, end.column + gap), "")


def smalls_of(function: cst.FunctionDef) -> list[cst.BaseSmallStatement]:
    """The simple statements that run with a function, as far as they stand on lines of their own."""
    return [one for line in own(function, cst.SimpleStatementLine) for one in line.body]


def removed_together(shop: Workshop, smalls: list[cst.BaseSmallStatement]) -> list[Edit]:
    """Takes statements away; the last of a block in which nothing else stands says ``pass``."""
    lines = [shop.parents[one] for one in smalls]
    return [shop.replace(one, "pass") if _ends_alone(shop, one, lines) else removed(shop, one) for one in smalls]


def _ends_alone(shop: Workshop, small: cst.BaseSmallStatement, lines: list[cst.CSTNode]) -> bool:
    line = shop.parents[small]
    match shop.parents[line]:
        case cst.IndentedBlock(body=[*_, last] as body):
            return last is line and all(any(one is other for other in lines) for one in body)
    return False


def argument(call: cst.Call, function: cst.FunctionDef, parameter: cst.BaseExpression) -> cst.BaseExpression | None:
    """What a call hands to a function, or to a method of some object, for one of its parameters."""
    names = parameters_of(function)[1 if isinstance(call.func, cst.Attribute) else 0 :]
    if any(one.star for one in call.args):
        return None
    named = zip(call.args, [*names, *("" for _ in call.args)], strict=False)
    given = {one.keyword.value if one.keyword else name: one.value for one, name in named}
    return given.get(dotted(parameter) or "")
