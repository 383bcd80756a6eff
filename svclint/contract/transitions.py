"""Edges that the diagram does not have, and why authors report them nevertheless (contract table B.2).

The allowed ones are ``states.TRANSITIONS``. The SCM refuses none of these (STP-10): only a check tells the author.
"""

from __future__ import annotations

from typing import NamedTuple

from svclint.contract.states import (
    CONTINUE_PENDING,
    EDGES,
    PAUSE_PENDING,
    PAUSED,
    RUNNING,
    START_PENDING,
    STOP_PENDING,
    STOPPED,
    TRANSITIONS,
    State,
    Transition,
)

__all__ = ["SHAPES", "TRANSITIONS", "Shape", "Transition", "illegal", "shape"]


class Shape(NamedTuple):
    """A way to leave ``before`` that the diagram does not have; an empty ``after`` means all that are left."""

    before: State
    after: frozenset[State]
    name: str
    remark: str = ""


def _shape(before: State, after: tuple[State, ...], name: str, remark: str = "") -> Shape:
    return Shape(before, frozenset(after), name, remark)


SHAPES = (
    _shape(STOPPED, (), "report after STOPPED", "the SCM stores it: the run becomes a ghost without a process"),
    _shape(STOP_PENDING, (), "turning back from a stop", ".NET's ServiceBase does it when OnStop throws"),
    _shape(RUNNING, (START_PENDING,), "START_PENDING after RUNNING", "pywin32: SvcDoRun is taken for ServiceMain"),
    _shape(RUNNING, (CONTINUE_PENDING,), "CONTINUE_PENDING without PAUSED", "follows pywin32's answer to INTERROGATE"),
    _shape(PAUSED, (), "neither resumed nor stopped"),
    _shape(PAUSE_PENDING, (), "pause rolled back", ".NET's ServiceBase goes back to RUNNING on an exception"),
    _shape(CONTINUE_PENDING, (), "resume rolled back", ".NET's ServiceBase goes back to PAUSED on an exception"),
    _shape(START_PENDING, (), "pause or resume before RUNNING"),
)


def illegal(before: State, after: State) -> bool:
    """Whether no edge of the diagram leads from one to the other within a run."""
    return after not in EDGES[before]


def shape(before: State, after: State) -> Shape | None:
    """What the illegal edge looks like; None when the edge is legal."""
    if not illegal(before, after):
        return None
    return next(each for each in SHAPES if each.before is before and (not each.after or after in each.after))
