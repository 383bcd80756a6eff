"""Virtual time on real threads: every thread is a task, one runs at a time, and a chooser says which.

The names below are imported when they are first asked for: a child process imports `boot` before anything
that would import `threading` or `functools`, and those would keep the real locks.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from svclint.simulation.kernel.outcome import Ending as Ending
    from svclint.simulation.kernel.outcome import Limits as Limits
    from svclint.simulation.kernel.outcome import Outcome as Outcome
    from svclint.simulation.kernel.parties import Chooser as Chooser
    from svclint.simulation.kernel.parties import Observer as Observer
    from svclint.simulation.kernel.running import Abort as Abort
    from svclint.simulation.kernel.running import Unmodelled as Unmodelled
    from svclint.simulation.kernel.running import active as active
    from svclint.simulation.kernel.scheduler import Scheduler as Scheduler
    from svclint.simulation.kernel.task import State as State
    from svclint.simulation.kernel.task import Task as Task
    from svclint.simulation.kernel.waitlist import WaitList as WaitList

HOMES = {
    "Abort": "running",
    "Chooser": "parties",
    "Ending": "outcome",
    "Limits": "outcome",
    "Observer": "parties",
    "Outcome": "outcome",
    "Scheduler": "scheduler",
    "State": "task",
    "Task": "task",
    "Unmodelled": "running",
    "WaitList": "waitlist",
    "active": "running",
}


def __getattr__(name: str) -> object:
    """The public name ``name``, from the module that defines it; AttributeError when there is none."""
    home = HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    full = f"{__name__}.{home}"
    __import__(full)
    value = globals()[name] = getattr(sys.modules[full], name)
    return value
