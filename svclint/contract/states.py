"""Service states and the transitions the contract allows (contract tables 1.1 and B.1)."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple

from svclint.contract.sources import Document


class State(IntEnum):
    """The state a service reports (dwCurrentState), by the names of the Windows headers."""

    SERVICE_STOPPED = 1
    SERVICE_START_PENDING = 2
    SERVICE_STOP_PENDING = 3
    SERVICE_RUNNING = 4
    SERVICE_CONTINUE_PENDING = 5
    SERVICE_PAUSE_PENDING = 6
    SERVICE_PAUSED = 7

    @property
    def pending(self) -> bool:
        """Whether an operation is under way, so that check points must rise (PRG-01)."""
        return self in PENDING


STOPPED = State.SERVICE_STOPPED
START_PENDING = State.SERVICE_START_PENDING
STOP_PENDING = State.SERVICE_STOP_PENDING
RUNNING = State.SERVICE_RUNNING
CONTINUE_PENDING = State.SERVICE_CONTINUE_PENDING
PAUSE_PENDING = State.SERVICE_PAUSE_PENDING
PAUSED = State.SERVICE_PAUSED

PENDING = frozenset({START_PENDING, STOP_PENDING, CONTINUE_PENDING, PAUSE_PENDING})


class Reporter(Enum):
    """Who reports an edge."""

    SERVICE = "service"
    SCM = "SCM"
    SCM_THEN_SERVICE = "SCM, then the service"
    EITHER = "service or SCM"


_SCMR = "SCMR 3.1.1"
_BOTH = f"W32/service-status-transitions; {_SCMR}"
_HANDLER = f"{_BOTH}; {Document.HANDLER.cited}"
_MULTITHREADED = f"{_BOTH}; {Document.MULTITHREADED.cited}"


class Transition(NamedTuple):
    """An edge of the state diagram. Edges from a state to itself are refreshes, in pending states progress."""

    before: State
    after: State
    trigger: str
    reporter: Reporter = Reporter.SERVICE
    source: str = _BOTH


TRANSITIONS = (
    Transition(STOPPED, START_PENDING, "start request", Reporter.SCM),
    Transition(STOPPED, RUNNING, "start request, first report is RUNNING", Reporter.SCM_THEN_SERVICE, _SCMR),
    Transition(START_PENDING, START_PENDING, "progress while starting"),
    Transition(START_PENDING, RUNNING, "initialisation done"),
    Transition(START_PENDING, STOP_PENDING, "STOP accepted early, or start fails and clean-up is long"),
    Transition(START_PENDING, STOPPED, "STOP accepted early, or start fails"),
    Transition(RUNNING, RUNNING, "mask change, INTERROGATE refresh (not a transition)"),
    Transition(RUNNING, PAUSE_PENDING, "PAUSE"),
    Transition(RUNNING, PAUSED, "PAUSE done at once"),
    Transition(RUNNING, STOP_PENDING, "STOP, SHUTDOWN, PRESHUTDOWN or own decision", Reporter.SERVICE, _HANDLER),
    Transition(RUNNING, STOPPED, "the same, done at once", Reporter.SERVICE, _HANDLER),
    Transition(PAUSE_PENDING, PAUSE_PENDING, "progress"),
    Transition(PAUSE_PENDING, PAUSED, "paused"),
    Transition(PAUSE_PENDING, STOP_PENDING, "STOP while pausing"),
    Transition(PAUSE_PENDING, STOPPED, "STOP while pausing"),
    Transition(PAUSED, PAUSED, "refresh"),
    Transition(PAUSED, CONTINUE_PENDING, "CONTINUE"),
    Transition(PAUSED, RUNNING, "CONTINUE done at once"),
    Transition(PAUSED, STOP_PENDING, "STOP while paused"),
    Transition(PAUSED, STOPPED, "STOP while paused"),
    Transition(CONTINUE_PENDING, CONTINUE_PENDING, "progress"),
    Transition(CONTINUE_PENDING, RUNNING, "resumed"),
    Transition(CONTINUE_PENDING, STOP_PENDING, "STOP while resuming"),
    Transition(CONTINUE_PENDING, STOPPED, "STOP while resuming"),
    Transition(STOP_PENDING, STOP_PENDING, "progress", Reporter.SERVICE, _MULTITHREADED),
    Transition(
        STOP_PENDING, STOPPED, "stopped; or the SCM at system shutdown; or the process dies (1067)",
        Reporter.EITHER, _MULTITHREADED,
    ),
)  # fmt: skip

# Within one run. The edges out of STOPPED belong to the SCM's next start, so here there are none (STP-06).
EDGES: dict[State, frozenset[State]] = {
    state: frozenset(edge.after for edge in TRANSITIONS if edge.before is state is not STOPPED) for state in State
}

# What the SCM's start adds (STP-10): a run begins with one of these.
START_EDGES = frozenset(edge.after for edge in TRANSITIONS if edge.before is STOPPED)
