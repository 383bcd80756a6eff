"""How far a search has come: a file, for the next run of the same search, until it is over.

Kept after finished cells, about once a second. Two runs of the same search may write to it: each replaces it whole by
what it has done itself, which is true whichever comes last, and the next run goes on from there.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from svclint import __version__
from svclint.cache.folder import NAME, made
from svclint.exploring.harvest import Harvest
from svclint.saving import Unwritten, save
from svclint.simulation.exploration.token import PYTHON, fingerprint
from svclint.simulation.jobs import Job
from svclint.simulation.verdicts import told_found

BELOW: Final = "verify"
SELDOM: Final = 1.0  # seconds between two writes
_ELSEWHERE: Final = ("count", "first", "stride", "begin", "deviations")  # not what is searched, but how much of it


class State:
    """The file of a search. Where it cannot be had, ``say`` hears it once, and the search does without."""

    def __init__(self, job: Job, say: Callable[[str], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._job, self._say, self._clock = job, say, clock
        self._key = {name: value for name, value in asdict(job).items() if name not in _ELSEWHERE}
        self._key |= {"svclint": __version__, "python": PYTHON}
        name = sha256(json.dumps(self._key, sort_keys=True).encode()).hexdigest()[:16] + ".json"
        self.path = Path(job.base, NAME, BELOW, name)
        self._due = clock()
        self._idle = False

    def loaded(self) -> Harvest:
        """What was done, if the files are as they were; else nothing."""
        try:
            held = json.loads(self.path.read_bytes())
            harvest, count = harvested(held, self._job), int(held["count"])
        except (FileNotFoundError, NotADirectoryError):
            return Harvest()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._say(f"{self.path}: cannot be read as a search that was begun; it begins anew")
            return Harvest()
        self._idle = count > self._job.count  # a shorter search is another question: the long one is left as it is
        same = all(_mark(path) == mark for path, mark in harvest.files.items())
        return harvest if same and not self._idle else Harvest()

    def save(self, harvest: Harvest, now: bool = False) -> None:
        """Keep it, unless that was done just before; ``now``: all the same."""
        if self._idle or not harvest.done or not (now or self._clock() >= self._due):
            return
        try:
            self._folder()
            save(str(self.path), json.dumps({"count": self._job.count, **plain(harvest)}))
        except Unwritten as error:
            self._idle = True
            self._say(f"{error}: this search could not be gone on with")
        self._due = self._clock() + SELDOM

    def _folder(self) -> None:
        """See that it is there. Raises Unwritten."""
        try:
            Path(made(self._job.base), BELOW).mkdir(exist_ok=True)
        except OSError as error:
            raise Unwritten(f"{self.path} cannot be written: {(error.strerror or str(error)).lower()}") from error

    @property
    def kept(self) -> bool:
        """Whether there is something to go on with."""
        return not self._idle and self.path.exists()

    def remove(self) -> None:
        """It is over, or to be begun anew."""
        if not self._idle:
            with suppress(OSError):
                self.path.unlink()


def _mark(path: str) -> str | None:
    try:
        return fingerprint(Path(path).read_bytes())
    except OSError:
        return None


def plain(harvest: Harvest) -> dict[str, Any]:
    """A harvest as JSON can have it."""
    seen = harvest.seen
    return {
        "done": harvest.done,
        "begun": harvest.begun,
        "names": harvest.scenarios,
        "found": [[rank, message] for rank, message in harvest.found.values()],
        "dropped": harvest.dropped,
        "files": harvest.files,
        "limits": seen.limits,
        "denied": seen.denied,
        "scenarios": seen.scenarios,
        "lines": sorted(seen.lines),
    }


def harvested(held: dict[str, Any], job: Job) -> Harvest:
    """The harvest again. Raises KeyError, TypeError, ValueError or AttributeError for what is none."""
    harvest = Harvest()
    harvest.done = [(int(first), int(end)) for first, end in held["done"]]
    harvest.begun, harvest.scenarios = int(held["begun"]), tuple(map(str, held["names"]))
    for rank, message in held["found"]:
        key = message["finding"]["code"], tuple(message["finding"]["at"])
        told_found(message, job)
        harvest.found[key] = tuple(map(int, rank)), message
    harvest.dropped, harvest.files = _counter(held["dropped"]), dict(held["files"])
    harvest.seen.limits, harvest.seen.denied = _counter(held["limits"]), _counter(held["denied"])
    harvest.seen.scenarios = {name: _counter(runs) for name, runs in held["scenarios"].items()}
    harvest.seen.lines = {(str(path), int(line)) for path, line in held["lines"]}
    return harvest


def _counter(held: dict[str, Any]) -> Counter[str]:
    return Counter({str(name): int(number) for name, number in held.items()})
