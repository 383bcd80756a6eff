"""What a pending report promises, and what is said of one that is not kept."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Verdict
from svclint.contract.events import At, By, Report, Wait

TOLERANCE: Final = 1.1  # times the hint (P42)
SHORT: Final = 1.0  # seconds in which a pending state needs no hint (P43)


class Longest(NamedTuple):
    """The longest wait of a thread since the last report."""

    thread: int | None
    wait: Wait
    seconds: float


class Pending(NamedTuple):
    """Whose turn it is; the pending report that was last, the seconds since, and what threads waited for.

    In behaviours (``read``) the seconds are what the waits ask for, ``late`` is the one that is too much.
    ``given`` are the signals given since, which no wait waits for any more. ``handling``: a handler is at work;
    ``interrupted``: what waits next has waited as it came; ``helped``: a thread may report meanwhile.
    """

    turn: int | None = None
    report: Report | None = None
    seconds: float = 0.0
    waits: tuple[Longest, ...] = ()
    read: bool = False
    late: At | None = None
    given: frozenset[str] = frozenset()
    handling: bool = False
    interrupted: bool = False
    helped: bool = False

    def after(self, report: Report | None) -> Pending:
        """With this as the last report."""
        return self._replace(report=report, seconds=0.0, waits=(), late=None, given=frozenset())


def limit(report: Report | None) -> float:
    """The seconds within which the next report is in time; no limit when the hint is not known."""
    if report is None or not report.wait_hint:
        return math.inf
    return report.wait_hint / 1000 * TOLERANCE


def too_late(at: At, before: Report, seconds: float, takes: str = "takes", sure: bool = True) -> Verdict:
    """The report after ``before`` comes later than that promised; ``at``: what is waited for meanwhile."""
    assert before.state is not None and before.wait_hint is not None
    promised = f"{before.state.name} promised news within {before.wait_hint / 1000:g} s"
    # An exception that nobody raises is a reason to wait that there may never be.
    text = f"{promised}; with '{at.text}' it {takes} {_rounded(seconds)} s"
    return Broken("SVC304", at, text, sure, Fault.OMITTED)


def _rounded(seconds: float) -> str:
    """To three places, as far as that is what a clock has measured."""
    return f"{seconds:g}" if seconds == round(seconds, 1) else f"{seconds:.3g}"


def unhinted(report: Report) -> At | None:
    """The author's call that leaves the hint out."""
    if report.wait_hint != 0:
        return None
    if report.by is By.USER:
        return report.at
    return report.built if report.built.line else None


def no_hint(at: At, report: Report) -> Verdict:
    """The report promises nothing, and lasts; ``at``: the author's call."""
    assert report.state is not None
    return Broken(
        "SVC303", at, f"'{at.text}' reports {report.state.name} with no wait hint, and it is not over at once"
    )
