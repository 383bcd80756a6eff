"""The facts of a service in words and tables, for every form of the report."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from svclint.checking.steps import explain
from svclint.contract.budgets import BUDGETS
from svclint.contract.events import At, Point, Report, Test, Unread, Wait
from svclint.reviewing.diagram import legal, short
from svclint.reviewing.edges import StopPath
from svclint.reviewing.facts import Facts, accept_bit


class Table(NamedTuple):
    """A heading, the heads of columns, and rows of plain text; ``empty``: what is said when there are none."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    empty: str


def place(at: At) -> str:
    """Where something stands."""
    return f"{at.path}:{at.line}"


def tables(found: Facts) -> Iterator[Table]:
    """Everything but the pictures."""
    controls: list[tuple[str, ...]] = [
        (one.control, accept_bit(one.control) or "-", one.method, place(one.at)) for one in found.controls
    ]
    yield Table("Controls", ("control", "accept bit", "handled by", "place"), controls, "no control is handled")
    reports: list[tuple[str, ...]] = [(one.state, one.side, _hint(one.hint), place(one.at)) for one in found.reports]
    yield Table("States reported", ("state", "on", "wait hint", "place"), reports, "all reports are the host's")
    workers: list[tuple[str, ...]] = [
        (place(one.at), "yes" if one.daemon else "no", one.ends, ", ".join(map(place, one.joined)) or "nowhere")
        for one in found.workers
    ]
    yield Table("Threads and processes", ("started", "daemon", "ends", "waited for"), workers, "none is started")
    illegal: list[tuple[str, ...]] = [
        (short(one.before), short(one.after), f"{one.path}:{one.line}")
        for one in found.edges
        if not legal(one.before, one.after)
    ]
    yield Table("Transitions the contract does not have", ("from", "to", "place"), illegal, "none")
    promised: list[tuple[str, ...]] = [
        (report.state.name if report.state else "", _hint(report.wait_hint), seconds(total), place(report.at))
        for report, total in hints(found.stop)
    ]
    yield Table("Wait hints on the stop path", ("state", "hint", "waits that follow", "place"), promised, "no report")
    yield Table(
        "Stop path", ("step", "may take", "place"), list(steps(found.stop)), "no path leads from STOP to STOPPED"
    )


def steps(stop: StopPath | None) -> Iterator[tuple[str, ...]]:
    """What happens from STOP to SERVICE_STOPPED on the longest path."""
    for event in stop.events if stop else ():
        if event.at.line and not isinstance(event, (Point, Test, Unread)):
            yield explain(event), seconds(event.asked) if isinstance(event, Wait) else "", place(event.at)


def seconds(asked: float | None) -> str:
    """A limit in words."""
    if asked is None:
        return "unknown"
    return "without limit" if asked == math.inf else f"{asked:g} s"


def stopping(stop: StopPath | None) -> str:
    """One sentence about the longest stop."""
    if stop is None:
        return "No path leads from STOP to SERVICE_STOPPED."
    length = "has no limit" if stop.seconds == math.inf else f"waits for at most {stop.seconds:g} s"
    doubt = ", and for some things whose length nobody knows" if stop.unknown else ""
    patience = BUDGETS["ConsoleLimit"].seconds
    return f"The longest way from STOP to SERVICE_STOPPED {length}{doubt}; the Services console waits {patience:g} s."


def _hint(hint: int | None) -> str:
    return "" if hint is None else f"{hint} ms"


def hints(stop: StopPath | None) -> Iterator[tuple[Report, float | None]]:
    """Each pending report on the stop path, and the seconds that the waits up to the next report may take."""
    report: Report | None = None
    total: float | None = 0.0
    for event in stop.events if stop else ():
        if isinstance(event, Report):
            if report is not None:
                yield report, total
            report, total = (event if event.state is not None and event.state.pending else None), 0.0
        elif isinstance(event, Wait) and total is not None:
            total = None if event.asked is None else total + event.asked
