"""Fixes of classes that know nothing of each other: what one of them does cannot change what is said of another."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from svclint.repair.fix import Place
from svclint.repair.offers import Offer
from svclint.source.text import parse


class Homed(NamedTuple):
    """An offer, the class at the top of its file in which all its edits stand, and what that class leads to."""

    offer: Offer
    home: str | None = None
    knows: frozenset[str] = frozenset()

    def strange_to(self, other: Homed) -> bool:
        """Whether both have a home, neither leads to that of the other, and they change different text."""
        if self.home is None or other.home is None or self.home in other.knows or other.home in self.knows:
            return False
        return not self.offer.meets(other.offer)


def estranged(offers: Iterable[Offer]) -> Iterator[list[Offer]]:
    """The offers in groups, each of strangers: the first of every class, then the second of every class..."""
    left = _homed(list(offers))
    while left:
        group: list[Homed] = []
        others: list[Homed] = []
        for one in left:
            (group if all(map(one.strange_to, group)) else others).append(one)
        yield [one.offer for one in group]
        left = others


def _homed(offers: list[Offer]) -> list[Homed]:
    """A single one has no strangers, and what it knows is nobody's business."""
    tree = parse(offers[0].document.text, "") if len(offers) > 1 else None
    if not isinstance(tree, ast.Module):
        return [Homed(one) for one in offers]
    known = _known(tree)
    homes = {one.name: one for one in tree.body if isinstance(one, ast.ClassDef)}
    named = ((one, _home(one, homes)) for one in offers)
    return [Homed(one, home, known[home] if home else frozenset()) for one, home in named]


def _home(offer: Offer, homes: Mapping[str, ast.ClassDef]) -> str | None:
    places = {place for edit in offer.fix.edits for place in (edit.start, edit.end)}
    inside = (name for name, node in homes.items() if all(_within(node, place) for place in places))
    return next(inside, None)


def _within(node: ast.ClassDef, place: Place) -> bool:
    """Whether a place stands below the head of a class; what is put behind its last line does."""
    last = node.end_lineno or node.lineno
    return node.lineno < place.line <= last or place == (last + 1, 1)


def _known(tree: ast.Module) -> dict[str, frozenset[str]]:
    """For each name that is made at the top of a file: what its code mentions, and what that mentions in turn.

    Who mentions an object that others may change knows all who mention it.
    """
    mentioned: dict[str, set[str]] = {}
    for statement in tree.body:
        names = {one.id for one in ast.walk(statement) if isinstance(one, ast.Name)}
        for name in _made_by(statement):
            mentioned.setdefault(name, {name}).update(names)
    for shared in _shared(tree):
        mentioned.setdefault(shared, set()).update(name for name, names in mentioned.items() if shared in names)
    return {name: _closure(name, mentioned) for name in mentioned}


def _made_by(statement: ast.stmt) -> list[str]:
    """The names that a statement at the top of a file makes."""
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return [statement.name]
    return [one.id for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]


def _shared(tree: ast.Module) -> set[str]:
    """Names at the top that stand for more than a number or a text, or are made anew by functions."""
    kept = (one for one in tree.body if not isinstance(one, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)))
    objects = {name for one in kept if not _is_constant(one) for name in _made_by(one)}
    return objects.union(*(one.names for one in ast.walk(tree) if isinstance(one, ast.Global)))


def _is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Assign, ast.AnnAssign)) and isinstance(statement.value, ast.Constant)


def _closure(name: str, mentioned: Mapping[str, set[str]]) -> frozenset[str]:
    found, queue = {name}, [name]
    while queue:
        fresh = mentioned.get(queue.pop(), set()) - found
        found |= fresh
        queue += fresh
    return frozenset(found)
