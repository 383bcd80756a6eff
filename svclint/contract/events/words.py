"""The words that events are told in: where, how long, by whom, on which thread."""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple


class At(NamedTuple):
    """Where something stands: lines and columns count characters from 1, the end is exclusive.

    ``text`` is the user's own spelling of it, for messages.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    def seen_from(self, other: At) -> str:
        """This place, in a sentence about another one: "line 7", with the file where that is another."""
        return f"line {self.line}" if self.path == other.path else f"{self.path}:{self.line}"


NOWHERE = At("", 0, 0, 0, 0, "")


class Took(NamedTuple):
    """How long something lasts, as an interval in seconds."""

    least: float
    most: float


AT_ONCE = Took(0.0, 0.0)
ANY_TIME = Took(0.0, math.inf)


class By(Enum):
    """Who reported a status: the author's code, or the host (pywin32's framework and C++ parts)."""

    USER = "user"
    HOST = "host"


class Side(Enum):
    """The thread an event happens on: the service thread, the control dispatcher's, or a worker's."""

    RUN = "run side"
    HANDLER = "handler"
    WORKER = "worker"


class WaitKind(Enum):
    """What a wait waits for."""

    SLEEP = "sleep"
    JOIN = "join"
    EVENT = "event"
    QUEUE = "queue"
    PROCESS = "process"
    NETWORK = "network"
    DATABASE = "database"
    LOCK = "lock"
    UI = "user interface"
    SCM = "SCM"
    SERVE = "serve"
    FILE = "file"
    LOOP = "loop"
