"""What a worker process is told to do, and what it tells: one JSON object per line, both ways."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Job:
    """A search, or the replay of one schedule.

    ``target`` and ``base`` (the folder that paths are shown from) as the user gave them; ``host`` and ``profile`` by
    name; ``scenarios`` by name, none: those that fit, or with ``longest`` sequences of at most so many of ``words``.
    ``instead``: a file whose text is run in the place of the target's.
    ``first``, ``count`` and ``stride`` choose the runs of the search; of the first scenario, those before ``begin``
    are done. ``allow``: effects by name.
    """

    target: str
    base: str
    host: str = "pythonservice"
    profile: str = "windows"
    framework: str | None = None
    instead: str | None = None
    scenarios: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    longest: int | None = None
    seed: int = 0
    first: int = 0
    count: int = 100
    stride: int = 1
    begin: int | None = None
    slack: float = 2.0
    steps: int = 100_000
    watchdog: float = 5.0
    allow: tuple[str, ...] = ()
    deviations: dict[int, int] | None = field(default=None)

    def line(self) -> str:
        """The job as a line of text."""
        held = asdict(self)
        if self.deviations is not None:
            held["deviations"] = sorted(self.deviations.items())
        return json.dumps(held)


def job(line: str) -> Job:
    """The job of a line."""
    held: dict[str, Any] = json.loads(line)
    for name in ("scenarios", "words", "allow"):
        held[name] = tuple(held[name])
    if held["deviations"] is not None:
        held["deviations"] = dict(held["deviations"])
    return Job(**held)
