"""The slow work of a handler becomes a method of its own, on a thread that SvcDoRun waits for at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import called, dotted, fixed, mentions, own, receiver, removed
from svclint.repair.shapes.gates import Signal, gate, given, sites
from svclint.repair.shapes.handlers import REPORTS, Handler, asked, is_pending, leads_to, released, reports, waits_of
from svclint.repair.shapes.moves import code_of, needed, used
from svclint.repair.shapes.run_ends import at_end
from svclint.repair.shapes.ways import entries
from svclint.repair.workshop import Statement, Workshop, nodes

LEAVING = (cst.Return, cst.Yield, cst.Await, cst.Global, cst.Nonlocal)


class Cut(NamedTuple):
    """Where a stop handler is cut: the statements from ``first`` on move, the thread starts in front of ``start``.

    ``report`` is one of the moved statements that has to come first of all.
    """

    start: int
    first: int
    report: cst.CSTNode | None = None


def stop_work_moved(shop: Workshop, finding: Finding, stop: Handler) -> Fix | None:
    """The statements behind the last report of a stop handler, up to its end, to a thread."""
    cut = _cut(shop, finding, stop)
    if cut is None or not can_leave(shop, stop, stop.body[cut.first :], cut.report):
        return None
    waiting = _joined(shop, stop, cut)
    if not waiting:
        return None
    spelling, imports = shop.spell("threading.Thread")
    title = f"Do the slow end of {stop.function.name.value} in '{stop.worker}'"
    edits = (*imports, *_split(shop, stop, cut, spelling), *waiting)
    return fixed(shop, finding, title, Applicability.UNSAFE, *edits)


def can_leave(shop: Workshop, one: Handler, moved: Sequence[Statement], report: cst.CSTNode | None = None) -> bool:
    """Whether statements may move: names are free, nothing ends the handler early, all they report is STOP_PENDING."""
    if mentions(shop, one.thread) or mentions(shop, one.worker) or one.function.asynchronous:
        return False
    if any(any(own(one.function, kind)) for kind in LEAVING if kind is not cst.Return):
        return False
    if any(any(own(stmt, cst.Return)) or isinstance(stmt, cst.Return) for stmt in moved):
        return False
    calls = [call for stmt in moved if stmt is not report for call in nodes(stmt, cst.Call)]
    said = [call for call in calls if (dotted(call.func) or "").rpartition(".")[2] in REPORTS]
    return all(is_pending(shop, call, one.self_) for call in said)


def start_of(one: Handler, thread: str, arguments: Sequence[str]) -> str:
    """The code that makes a thread and starts it."""
    args = f", args=({', '.join(arguments)}{',' if len(arguments) == 1 else ''})" if arguments else ""
    made = f"{one.self_}.{one.thread}"
    return f"{made} = {thread}(target={one.self_}.{one.worker}{args})\n{made}.start()"


def guarded(shop: Workshop, one: Handler) -> tuple[Edit, ...]:
    """What waits at the end of SvcDoRun for a thread that may not be there; nothing when the end is passed by."""
    maker = shop.method(one.cls, "__init__")
    self_ = receiver(maker) if maker else None
    if not maker or not self_ or any(own(maker, cst.Return)):
        return ()
    name = f"{one.self_}.{one.thread}"
    waiting = at_end(shop, one.run, asked(shop, one), f"if {name}:\n    {name}.join()")
    return (shop.append(maker, f"{self_}.{one.thread} = None"), *waiting) if waiting else ()


def _cut(shop: Workshop, finding: Finding, stop: Handler) -> Cut | None:
    """Behind the last report before the first wait, and the signals that follow it."""
    waiting = [at for one in waits_of(shop, finding) for at in leads_to(shop, stop.function, one)]
    if not waiting:
        return None
    reporting = [at for at, one in enumerate(stop.body[: min(waiting)]) if reports(shop, one)]
    if not reporting:
        plain = (one for stmt in stop.body[min(waiting) :] for one in _first_acts(stmt))
        late = [one for one in plain if (call := called(one)) and is_pending(shop, call, stop.self_)]
        return Cut(min(waiting), min(waiting), late[0]) if len(late) == 1 else None
    first = reporting[-1] + 1
    while first < min(waiting) and given(shop, stop.body[first], stop.self_):
        first += 1
    known = asked(shop, stop)
    early = (at for at in range(first) if given(shop, stop.body[at], stop.self_) in known)
    return Cut(min([first, *early]), first)


def _first_acts(stmt: Statement) -> Iterator[cst.CSTNode]:
    """A statement, and the first one that it guards."""
    yield stmt
    if isinstance(stmt, cst.Try):
        yield stmt.body.body[0]


def _joined(shop: Workshop, stop: Handler, cut: Cut) -> tuple[Edit, ...]:
    """What waits for the thread at the end of SvcDoRun; nothing where the run side may get there before it starts."""
    places = {signal: released(shop, stop, signal) for signal in asked(shop, stop)}
    if not any(places.values()) or any(at < cut.start for found in places.values() for at in found):
        return ()
    if any(found and gate(shop, stop.run, one) and _is_alone(shop, stop, one) for one, found in places.items()):
        # At the very end: where the run side still rests behind its wait, the linter believes that a stop may come.
        return at_end(shop, stop.run, places, f"{stop.self_}.{stop.thread}.join()")
    return guarded(shop, stop)


def _is_alone(shop: Workshop, stop: Handler, signal: Signal) -> bool:
    """Whether nobody else gives a signal."""
    by = {one.name.value if one else "" for site in sites(shop, signal) for one in entries(shop, site)}
    return by == {stop.function.name.value}


def _split(shop: Workshop, stop: Handler, cut: Cut, thread: str) -> list[Edit]:
    """The handler ends with the start of a thread, and what was its end becomes a method below."""
    kept, moved = stop.body[: cut.first], stop.body[cut.first :]
    defined = [one for one in kept if isinstance(one, cst.FunctionDef) and _only_for(shop, one, kept, moved)]
    arguments = needed(shop, stop.function, [*defined, *moved], stop.self_)
    code = start_of(stop, thread, arguments)
    edits = [_cut_out(shop, one) for one in defined]
    if isinstance(cut.report, cst.SimpleStatementLine):
        code = f"{shop.text_of(cut.report)}\n{code}"
        edits.append(removed(shop, cut.report.body[0]))
    if cut.start < cut.first:
        edits.append(shop.insert_before(stop.body[cut.start], code))
        code = ""
    return [*edits, _headed(shop, stop, moved[0], code, arguments, defined)]


def _only_for(shop: Workshop, function: cst.FunctionDef, kept: Sequence[Statement], moved: Sequence[Statement]) -> bool:
    """Whether a function in a handler is there for its moved statements alone."""
    name = function.name.value
    return name in used(shop, moved) and all(one is function or name not in used(shop, [one]) for one in kept)


def _cut_out(shop: Workshop, stmt: Statement) -> Edit:
    """Takes a definition away with its comment and the blank lines behind it."""
    edit = shop.delete(stmt)
    end = edit.end
    while end.line < len(shop.lines.rows) and not shop.lines.row(end.line).strip():
        end = end._replace(line=end.line + 1, column=1)
    return edit._replace(start=shop.insert_before(stmt, "").start, end=end)


def _headed(
    shop: Workshop, stop: Handler, first: Statement, code: str, arguments: Sequence[str], defined: Sequence[Statement]
) -> Edit:
    """The head of the new method between two statements of the old one, definitions below it."""
    head = f"def {stop.worker}({', '.join([stop.self_, *arguments])}):\n"
    indent = shop.lines.indent(shop.place(stop.function)[0].line)
    edit = shop.insert_before(first, code)
    below = (shop.insert_before(first, code_of(shop, [one])).text + "\n" for one in defined)
    return edit._replace(text="".join((edit.text if code else "", "\n", indent, head, *below)))
