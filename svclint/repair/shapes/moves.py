"""Statements that leave their function: their text, the names they need, what stays where they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

from svclint.repair.fix import Edit, Place
from svclint.repair.shapes.common import parameters_of
from svclint.repair.workshop import Refused, Statement, Workshop, nodes


def code_of(shop: Workshop, body: Sequence[Statement]) -> str:
    """Statements with the comments in front of them, four spaces a level. Raises Refused for long strings."""
    for stmt in body:
        strings = (*nodes(stmt, cst.SimpleString), *nodes(stmt, cst.FormattedString))
        if any(shop.place(one)[0].line != shop.place(one)[1].line for one in strings):
            raise Refused("a string of several lines would change with its indentation")
    first, last = shop.insert_before(body[0], "").start.line, shop.place(body[-1])[1].line
    indent = shop.lines.indent(shop.place(body[0])[0].line)
    unit = "\t" if "\t" in indent else shop.module.default_indent
    return "\n".join(_shifted(row.removeprefix(indent), unit) for row in shop.lines.rows[first - 1 : last])


def _shifted(row: str, unit: str) -> str:
    """A line with four spaces for each level."""
    bare = row.lstrip(" \t")
    levels, rest = divmod(len(row) - len(bare), len(unit))
    return " " * (4 * levels + rest) + bare if bare else ""


def indented(code: str) -> str:
    """Code one level deeper."""
    return "\n".join(f"    {row}" if row else "" for row in code.splitlines())


def erased(shop: Workshop, stmt: Statement) -> Edit:
    """Takes a statement away; the comments in it keep its place."""
    edit = shop.delete(stmt)
    inside = list(_comments(stmt))
    if not inside:
        return edit
    first, last = shop.place(stmt)[0].line, shop.place(stmt)[1].line
    rows = [*inside, "pass"] if edit.text.endswith("pass") else inside
    text = "\n".join(shop.lines.indent(first) + row for row in rows)
    return Edit(Place(first, 1), shop.lines.end_of(last), text)


def _comments(stmt: Statement) -> Iterator[str]:
    before = {one for line in stmt.leading_lines for one in nodes(line, cst.Comment)}
    return (one.value for one in nodes(stmt, cst.Comment) if one not in before)


def bound(tree: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    """The names that the statements of a tree bind, and what binds them."""
    for node in _all(tree):
        match node:
            case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
                yield name.value, node
            case cst.ImportAlias():
                yield (node.evaluated_alias or node.evaluated_name).partition(".")[0], node
            case cst.AsName(name=target):
                yield from ((name, node) for name in _targets(target))
            case cst.AssignTarget() | cst.AnnAssign() | cst.AugAssign() | cst.For() | cst.CompFor() | cst.NamedExpr():
                yield from ((name, node) for name in _targets(node.target))


def _all(tree: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield tree
    for child in tree.children:
        yield from _all(child)


def _targets(target: cst.CSTNode) -> Iterator[str]:
    match target:
        case cst.Name(value=name):
            yield name
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for one in elements:
                yield from _targets(one.value)


def used(shop: Workshop, statements: Iterable[cst.CSTNode]) -> dict[str, None]:
    """The names that statements look up or bind, in order of the text; those behind a dot are not names of theirs."""
    return {one.value: None for stmt in statements for one in nodes(stmt, cst.Name) if not _belongs(shop, one)}


def _belongs(shop: Workshop, name: cst.Name) -> bool:
    """Whether a name is an attribute's, or a keyword's."""
    match shop.parents[name]:
        case cst.Attribute(attr=last):
            return last is name
        case cst.Arg(keyword=keyword):
            return keyword is name
    return False


def needed(shop: Workshop, function: cst.FunctionDef, moved: Sequence[cst.CSTNode], self_: str) -> list[str]:
    """The local names that moved statements have from the rest of their function. Raises Refused for doubtful ones."""
    inside = {node for stmt in moved for node in _all(stmt)}
    local = [(name, node) for name, node in bound(function.body) if node not in inside]
    doubtful = {name for name, node in local if not _is_plain(shop, node, function)}
    known = ({name for name, _ in local} | set(parameters_of(function))) - {self_}
    names = [name for name in used(shop, moved) if name in known]
    if doubtful.intersection(names):
        raise Refused("a name may not be bound where the moved statements need it")
    return names


def _is_plain(shop: Workshop, node: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether a name is bound by an assignment that stands right in the function."""
    line = shop.parents[shop.parents[node]] if isinstance(node, cst.AssignTarget) else None
    return isinstance(line, cst.SimpleStatementLine) and shop.parents[line] is function.body
