"""SVC505: reports that the run side should not make go away; handlers report the states of their own control."""

from __future__ import annotations

from typing import Final, NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import callers, fixed, function_of, means, on_run_side
from svclint.repair.shapes.states import (
    SERVICE,
    Step,
    all_told,
    below,
    chooser,
    choosing,
    reports_of,
    says,
    without,
)
from svclint.repair.shapes.tracing import Told
from svclint.repair.workshop import Workshop

START, STOP = "SERVICE_START_PENDING", "SERVICE_STOP_PENDING"
RUNNING, PAUSED = "SERVICE_RUNNING", "SERVICE_PAUSED"
PAUSING, RESUMING = "SERVICE_PAUSE_PENDING", "SERVICE_CONTINUE_PENDING"
PENDING = (START, STOP, PAUSING, RESUMING)
STATES = (*PENDING, RUNNING, PAUSED)

# What a handler reports while it works and when it is done, and the state that it leaves.
OPERATIONS: Final = {"PAUSE": (PAUSING, PAUSED, RUNNING), "CONTINUE": (RESUMING, RUNNING, PAUSED)}

# What the run side should not report, after what, and the states that nobody must speak of then: another report
# of those may be the reason.
SUPERFLUOUS: Final = {
    (RUNNING, START): (),
    (RUNNING, RESUMING): (PAUSED, PAUSING),
    (STOP, RUNNING): (START, PAUSED, PAUSING, RESUMING),
}


class Pair(NamedTuple):
    """Two reports in a row, and what chooses their states; of the earlier one as far as it can be seen."""

    before: Step
    after: Step
    earlier: Told | None
    later: Told

    @property
    def together(self) -> Told | None:
        """The earlier one, where both stand in one function."""
        return self.earlier if self.earlier and self.earlier.function is self.later.function else None


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete the report, or say the state that is meant; none where only the author can tell."""
    steps = reports_of(finding)
    if len(steps) < 2 or steps[-1].by_host or steps[-1][:2] != (finding.at.line, finding.at.column):
        return None
    entries = [(one.at.line, one.text) for one in finding.steps if one.text.startswith("SCM calls")]
    entry = shop.function_at(entries[-1][0]) if entries else None
    later = chooser(shop, steps[-1], entry)
    if later is None:
        return None
    earlier = None if steps[-2].by_host else chooser(shop, steps[-2], entry)
    pair = Pair(steps[-2], steps[-1], earlier, later)
    if entry and _belongs(shop, later.function, entry):
        return _of_control(shop, finding, pair, entries[-1][1].rpartition("(")[2].rstrip(")"))
    # Where this report is the only RUNNING, as it may be with a SvcRun of one's own, it has to stay.
    runs = any(one.state == RUNNING and one[:2] != steps[-1][:2] for one in steps)
    return _of_run_side(shop, finding, pair) if runs else None


def _belongs(shop: Workshop, function: cst.FunctionDef, entry: cst.FunctionDef) -> bool:
    """Whether a function is a handler, or called by it alone."""
    calls = callers(shop, function)
    return function is entry or (bool(calls) and all(function_of(shop, one) is entry for one in calls))


def _of_run_side(shop: Workshop, finding: Finding, pair: Pair) -> Fix | None:
    """Without reports that take back what the host has reported, or a stop."""
    told, state = pair.later, pair.after.state
    reasons = SUPERFLUOUS.get((pair.before.state, state))
    if reasons is None or _spoken(shop, reasons) or not _runs(shop, told):
        return None
    # RUNNING is right before the stop; the others would only take the place of this one.
    further = below(shop, told, state) if state == RUNNING else all_told(shop, state)
    gone = [told, *(one for one in further if one != told and _runs(shop, one))]
    safe = state == START and _is_first(shop, told) and all(one.function is told.function for one in gone)
    trust = Applicability.SAFE if safe else Applicability.UNSAFE
    return fixed(shop, finding, f"Delete the report of {_short(state)}", trust, *without(shop, gone))


def _runs(shop: Workshop, told: Told) -> bool:
    """Whether the run side chooses the state, in SvcDoRun or in a method that it calls."""
    line = shop.parents[told.small]
    at = on_run_side(shop, line) if isinstance(line, cst.SimpleStatementLine) else None
    return at is not None and (told.function is at[0] or not told.function.name.value.startswith("Svc"))


def _is_first(shop: Workshop, told: Told) -> bool:
    first = next(iter(shop.statements(told.function)), None)
    return shop.parents[told.small] is first and told.function.name.value == "SvcDoRun"


def _spoken(shop: Workshop, states: tuple[str, ...]) -> bool:
    """Whether the file speaks of one of some states."""
    names = [one for kind in (cst.Attribute, cst.Name) for one in shop.nodes(kind)]
    return any(means(shop, one, SERVICE + state) for state in states for one in names)


def _of_control(shop: Workshop, finding: Finding, pair: Pair, control: str) -> Fix | None:
    if control in ("STOP", "SHUTDOWN"):
        return _of_stop(shop, finding, pair)
    if control not in OPERATIONS:
        return None
    return _of_operation(shop, finding, pair, *OPERATIONS[control])


def _of_stop(shop: Workshop, finding: Finding, pair: Pair) -> Fix | None:
    """STOP_PENDING, and nothing else after it."""
    if pair.before.state == STOP:
        title = f"Delete the report of {_short(pair.after.state)}: a stop is one way"
        return fixed(
            shop,
            finding,
            title,
            Applicability.UNSAFE,
            *without(shop, [pair.later, *below(shop, pair.later, pair.after.state)]),
        )
    if pair.after.state not in PENDING:
        return None
    return _said(shop, finding, pair.later, STOP)


def _of_operation(shop: Workshop, finding: Finding, pair: Pair, working: str, done: str, left: str) -> Fix | None:
    """A pause or a resume: the pending state, then the one that it leads to."""
    before, after = pair.before.state, pair.after.state
    match pair.together:
        case None if before == left and after in PENDING:
            return _said(shop, finding, pair.later, working)
        case Told() as told if (before, after) == (done, working):
            return _swapped(shop, finding, pair, told, working, done)
        case Told() as told if before in PENDING and before != working and after == done:
            return _said(shop, finding, told, working)
        case Told() if (before, after) == (working, left):
            return _said(shop, finding, pair.later, done)
    return None


def _swapped(shop: Workshop, finding: Finding, pair: Pair, told: Told, working: str, done: str) -> Fix | None:
    """The pending state first, and the other one once it is so."""
    again = below(shop, pair.later, done)
    last = without(shop, [pair.later]) if again else choosing(shop, pair.later, done)
    title = f"Report {_short(working)} before {_short(done)}"
    return fixed(shop, finding, title, Applicability.UNSAFE, *choosing(shop, told, working), *last)


def _said(shop: Workshop, finding: Finding, told: Told, state: str) -> Fix | None:
    """Another state, here and where the handler says the wrong one once more."""
    wrong = next(one for one in STATES if says(shop, told, one))
    edits = [edit for one in (told, *below(shop, told, wrong)) for edit in choosing(shop, one, state)]
    return fixed(shop, finding, f"Report {_short(state)} instead", Applicability.UNSAFE, *edits)


def _short(state: str) -> str:
    return state.removeprefix("SERVICE_")
