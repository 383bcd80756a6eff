"""Joins at a report of the run side: in its place, since pywin32 makes it, or in front of what makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import RUNS, called, callers, dotted, function_of, own
from svclint.repair.shapes.removal import taken_out
from svclint.repair.shapes.sites import Site
from svclint.repair.shapes.thread_closing import join_code, joined, joins
from svclint.repair.shapes.thread_farewell import needed
from svclint.repair.shapes.thread_loops import Ending
from svclint.repair.shapes.thread_paths import goes_before
from svclint.repair.shapes.thread_timing import told_later
from svclint.repair.shapes.threads import Started
from svclint.repair.workshop import Statement, Workshop, nodes


class Left(NamedTuple):
    """A thread that starts on the way to the report, and how it ends."""

    thread: Started
    end: Ending


def joined_at(shop: Workshop, stmt: Statement, found: Sequence[Site], left: Sequence[Left]) -> list[Edit]:
    """Joins for the statements that report, or for the statement of a finding when those cannot be told."""
    edits: list[Edit] = []
    for site in found or (None,):
        line = shop.parents[site.small] if site else stmt
        here = _joined(shop, line, site, left)
        if here is None:
            return []
        edits += here
    return edits


def _joined(shop: Workshop, line: cst.CSTNode, site: Site | None, left: Sequence[Left]) -> list[Edit] | None:
    """The edits for one statement; none where a thread may have no name, or may not have been told to end."""
    for place, function in _places(shop, line, left):
        still = [one for one in left if not joined(shop, one.thread, function, place)]
        gone = site if place is line and site and not site.codes and not site.more else None
        if gone:
            still = [one for one in still if not _joins_later(shop, one.thread, function, place)]
        codes = [join_code(shop, one.thread, function, place) for one in still]
        said = [needed(shop, function, one.end, place) for one in still]
        if None in codes or None in said or any(told_later(shop, one.thread, function, place) for one in still):
            continue
        code = _lines([*(line for one in said if one for line in one.lines), *codes])
        edits = _instead(shop, gone, code) if gone else [shop.insert_before(place, code)] if code else []
        return [*edits, *(edit for one in said if one for edit in one.imports)]
    return None


def _joins_later(shop: Workshop, thread: Started, function: cst.FunctionDef, place: Statement) -> bool:
    """Whether the join stands behind the report."""
    return any(goes_before(shop, place, one, function) for one in joins(thread, function))


def _lines(codes: Iterable[str | None]) -> str:
    """Each statement once."""
    return "\n".join(dict.fromkeys(filter(None, codes)))


def _instead(shop: Workshop, site: Site, code: str) -> list[Edit]:
    """The code in the place of the report; the variable that was made for it goes too."""
    unused = [taken_out(shop, one) for one in made_for(site)]
    if not code:
        return [*unused, taken_out(shop, site.small)]
    here = shop.replace(site.small, code)
    line = shop.parents[site.small]
    if shop.comment_inside(here) or not shop.is_plain_block(line):
        return [shop.insert_before(line, code)]
    return [*unused, here]


def made_for(site: Site) -> list[cst.BaseSmallStatement]:
    """The assignments of a plain name to a variable that nothing but the report uses."""
    call = called(site.small)
    written = [one.value for one in nodes(site.function, cst.Name)]
    names = {dotted(one.value) for one in call.args} if call else set()
    spare = {name for name in names if name and written.count(name) == len(("made", "used"))}
    return [one for one in own(site.function, cst.Assign) if _plain(one) and dotted(one.targets[0].target) in spare]


def _plain(assign: cst.Assign) -> bool:
    return len(assign.targets) == 1 and dotted(assign.value) is not None


def _places(shop: Workshop, line: cst.CSTNode, left: Sequence[Left]) -> Iterator[tuple[Statement, cst.FunctionDef]]:
    """The statements of the run side that report, or lead to the report, the last ones first, and their functions."""
    seen: list[cst.FunctionDef] = []
    waiting = [line]
    for one in waiting:
        function = function_of(shop, one)
        if function is None or function in seen or not isinstance(one, (cst.SimpleStatementLine, cst.If)):
            continue
        if function.name.value in RUNS or all(each.thread.function is function for each in left):
            yield one, function
            continue
        seen.append(function)
        waiting += [shop.parents[shop.parents[call]] for call in reversed(callers(shop, function))]
