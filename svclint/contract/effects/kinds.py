"""What an entry of the effect table can say: a call waits, acts on something, starts something, quits."""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from svclint.contract.events import WaitKind

SECONDS = 1.0
MILLISECONDS = 0.001
UNBOUNDED = math.inf
UNKNOWN = None


class Argument(NamedTuple):
    """Where an argument is found: position (the receiver not counted), keyword, or either."""

    position: int | None
    keyword: str | None


class Limit(NamedTuple):
    """The argument that bounds a wait. ``absent`` is what is asked, in seconds, when it is not given.

    None, negative numbers and 0xFFFFFFFF (INFINITE) given as value mean no limit.
    """

    argument: Argument
    unit: float = SECONDS
    absent: float | None = UNBOUNDED


class Blocks(NamedTuple):
    """The call waits. Without ``limit`` it asks for ``asks`` seconds: UNBOUNDED, a number, or UNKNOWN length.

    ``exact``: it lasts as long as asked (a sleep), not at most so long.
    ``unless``: the call does not wait when this argument is false or zero (``block=False``, ``wait=False``).
    ``given``: it waits only when this argument is there at all (``smtplib.SMTP()`` does not connect).
    ``spared``: it does not wait when this argument is there and not None (overlapped I/O).
    """

    kind: WaitKind
    limit: Limit | None = None
    asks: float | None = UNBOUNDED
    exact: bool = False
    unless: Argument | None = None
    given: Argument | None = None
    spared: Argument | None = None


class Act(Enum):
    """What a call does to its subject, beside waiting."""

    START = "starts the thread or process"
    JOIN = "waits until the thread, or all of them, are over"
    ALIVE = "asks whether the thread is alive"
    OVER = "asks whether the process is over; the result is None while it is not"
    END = "ends the thread or process, or keeps it from running"
    SIGNAL = "sets the signal"
    PULSE = "sets the signal for those who wait at this moment, and takes it back"
    CLEAR = "takes the signal back"
    ASK = "asks whether the signal is set, or waits for it; the result is its truth"
    TAKE = "waits for what somebody puts; the result is what was put, not a truth"
    LIST = "gives all threads: whoever asks for them may wait for each"
    STOP = "asks somebody's loop or server to stop"
    REQUEST = "asks the SCM to start or control a service, or waits until it has obeyed"


class Acts(NamedTuple):
    """The call acts on ``subject``: the receiver (None) or an argument."""

    act: Act
    subject: Argument | None = None


class Starter(NamedTuple):
    """A class whose objects run code, or a function that starts it at once: where target and daemon flag are given."""

    target: Argument
    daemon: Argument | None = None
    process: bool = False


class Exit(Enum):
    """How a call ends the process, or stops it until a person comes by."""

    RAISES = "raises SystemExit"
    ENDS = "ends the process and does not return"
    SHOWS = "opens a user interface"
