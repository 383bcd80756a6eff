"""The API-effect table: what a call means to the contract, by canonical name. Written once.

The source reader infers events from it, a simulated run emits events by it. A method stands under the
class that defines it (``threading.Thread.join``); ``BASES`` says which known class inherits from which,
``ALIASES`` which names (or modules) are other spellings, ``RETURNS`` what class a call gives.
"""

from __future__ import annotations

from svclint.contract.effects.exits import THIS_PROCESS
from svclint.contract.effects.kinds import (
    MILLISECONDS,
    SECONDS,
    UNBOUNDED,
    UNKNOWN,
    Act,
    Acts,
    Argument,
    Blocks,
    Exit,
    Limit,
    Starter,
)
from svclint.contract.effects.lookup import (
    acts,
    blocking,
    bound,
    canonical,
    dll,
    family,
    has_lessons,
    is_library,
    is_process,
    job,
    knows,
    learn,
    provides,
    quiet,
    quits,
    reports,
    returns,
    serving,
    starter,
    taught,
    tells,
    wants,
)
from svclint.contract.effects.loops import PRIMITIVES
from svclint.contract.effects.remarks import LOG_METHODS, remark
from svclint.contract.effects.silence import QUIET
from svclint.contract.effects.tables import ACTS, ALIASES, BASES, BLOCKS, CLASSES, QUITS, RETURNS, STARTERS
from svclint.contract.effects.taught import WORDS, Lessons
from svclint.contract.effects.words import REST_WORDS, SIGNAL_WORDS, STOP_WORDS

__all__ = [
    "ACTS",
    "ALIASES",
    "BASES",
    "BLOCKS",
    "CLASSES",
    "LOG_METHODS",
    "MILLISECONDS",
    "PRIMITIVES",
    "QUIET",
    "QUITS",
    "REST_WORDS",
    "RETURNS",
    "SECONDS",
    "SIGNAL_WORDS",
    "STARTERS",
    "STOP_WORDS",
    "THIS_PROCESS",
    "UNBOUNDED",
    "UNKNOWN",
    "WORDS",
    "Act",
    "Acts",
    "Argument",
    "Blocks",
    "Exit",
    "Lessons",
    "Limit",
    "Starter",
    "acts",
    "blocking",
    "bound",
    "canonical",
    "dll",
    "family",
    "has_lessons",
    "is_library",
    "is_process",
    "job",
    "knows",
    "learn",
    "provides",
    "quiet",
    "quits",
    "remark",
    "reports",
    "returns",
    "serving",
    "starter",
    "taught",
    "tells",
    "wants",
]
