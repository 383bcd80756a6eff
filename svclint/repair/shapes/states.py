"""States as they are told on the way to a finding, and how another one is told, or none."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Edit
from svclint.repair.shapes.common import dotted, function_of, means, removed_together, smalls_of
from svclint.repair.shapes.tracing import Told, choosers
from svclint.repair.workshop import Refused, Workshop, nodes

SERVICE = "win32service."


class Step(NamedTuple):
    """A report on the way to a finding: its place, the state, and whether pywin32 makes it."""

    line: int
    column: int
    state: str
    by_host: bool


def reports_of(finding: Finding) -> list[Step]:
    """The reports on the way to a finding, in order, as far as their states are known."""
    split = ((one.at, *one.text.rpartition(" reports ")) for one in finding.steps)
    return [
        Step(at.line, at.column, state, who == "pywin32") for at, who, _, state in split if state.startswith("SERVICE_")
    ]


def chooser(shop: Workshop, step: Step, near: cst.FunctionDef | None) -> Told | None:
    """What chooses the state of a report; of several statements that may be it, the one in a function near by."""
    small = shop.small_at(step.line, step.column)
    function = function_of(shop, small)
    found = [one for one in choosers(shop, function, small) if says(shop, one, step.state)] if function else []
    if len(found) > 1:
        found = [one for one in found if one.function is near]
    return found[0] if len(found) == 1 else None


def says(shop: Workshop, told: Told, state: str) -> bool:
    """Whether a state is chosen."""
    if told.table is None:
        return means(shop, told.chosen, SERVICE + state)
    return shop.text_of(told.chosen) in _keys(shop, told.table, state)


def all_told(shop: Workshop, state: str) -> list[Told]:
    """All that chooses a state, in the order of the reports in the text."""
    functions = shop.nodes(cst.FunctionDef)
    found = (told for one in functions for small in smalls_of(one) for told in choosers(shop, one, small))
    return [one for one in found if says(shop, one, state)]


def below(shop: Workshop, told: Told, state: str) -> list[Told]:
    """What chooses a state further down in the same function."""
    last = shop.place(told.small)[1]
    found = [one for one in all_told(shop, state) if one.function is told.function]
    return [one for one in found if shop.place(one.small)[0] > last]


def choosing(shop: Workshop, told: Told, state: str) -> tuple[Edit, ...]:
    """Chooses another state. Raises Refused where the same words may say more."""
    if told.kept is not None:
        raise Refused("the state is kept under a name")
    if told.table is None:
        spelling, imports = shop.spell(SERVICE + state)
        return *imports, shop.replace(told.chosen, spelling)
    keys = _keys(shop, told.table, state)
    if len(keys) != 1:
        raise Refused(f"no word for {state}")
    return (shop.replace(told.chosen, keys[0]),)


def without(shop: Workshop, gone: list[Told]) -> list[Edit]:
    """Takes reports away. Raises Refused where more would go with one."""
    if not all(one.plain for one in gone):
        raise Refused("the statement does more than report")
    kept = [one.kept for one in gone if one.kept and _is_used_once(one.function, one.kept)]
    return removed_together(shop, [*kept, *(one.small for one in gone)])


def _is_used_once(function: cst.FunctionDef, kept: cst.Assign) -> bool:
    name = dotted(kept.targets[0].target)
    return len([one for one in nodes(function, cst.Name) if one.value == name]) == 2


def _keys(shop: Workshop, table: cst.Dict, state: str) -> list[str]:
    """The keys under which a table has a state."""
    pairs = [one for one in table.elements if isinstance(one, cst.DictElement)]
    return [shop.text_of(one.key) for one in pairs if means(shop, one.value, SERVICE + state)]
