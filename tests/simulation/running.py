"""What runs say of files: the fixtures and the examples of rules, each searched once in a test session."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from svclint.contract.controls import Accept
from svclint.rules.base import Rule
from svclint.simulation.jobs import Job
from svclint.simulation.scenarios import fitting
from tests.expectations import FIXTURES
from tests.simulation.searches import Searched, Wanted, searched

HOST = "# host: python\n"  # the first line of a file that is its own host
_HOST = re.compile(r"# host: (\w+)\n")  # one that is not run by pythonservice.exe says what runs it
SCHEDULES, LONG_SCHEDULES = 10, 20  # of each scenario; the more where codes are looked for, found in the first mostly
SLOW = "left-alone"  # ten minutes of a service that looks around each second take long to run
WORDS = {"SvcPause": Accept.PAUSE_CONTINUE, "SvcShutdown": Accept.SHUTDOWN, "PRESHUTDOWN": Accept.PRESHUTDOWN}

_known: dict[tuple[Path, tuple[str, ...]], Searched] = {}


def judge(files: Mapping[Path, Iterable[str]], slow: bool = False) -> dict[Path, Searched]:
    """What runs say of files; where codes are given, the search ends as soon as all of them were found."""
    wanted = {path: tuple(sorted(codes)) for path, codes in files.items()}
    new = {path: codes for path, codes in wanted.items() if (path, codes) not in _known}
    results = searched(Wanted(asked(path, bool(codes), slow), codes) for path, codes in new.items())
    _known.update({(path, codes): results[str(path)] for path, codes in new.items()})
    return {path: _known[path, codes] for path, codes in wanted.items()}


def asked(path: Path, long: bool = False, slow: bool = False) -> Job:
    """The search in a file: in its own host, in the scenarios that fit by its words, or with ``slow`` in all."""
    text = path.read_text("utf-8")
    named = _HOST.match(text)
    host = named[1] if named else "pythonservice"
    scenarios = () if slow else tuple(_quick(text))
    return Job(str(path), str(FIXTURES), host=host, scenarios=scenarios, count=LONG_SCHEDULES if long else SCHEDULES)


def _quick(text: str) -> Iterable[str]:
    """The scenarios that fit a service by the words of its text, apart from the slow one."""
    accepted = Accept.STOP
    for word, accept in WORDS.items():
        accepted |= accept if word in text else Accept(0)
    return (name for name in fitting(accepted) if name != SLOW)


@cache
def example(rule: type[Rule], which: str) -> Path:
    """A file with a rule's ``bad`` or ``good`` example."""
    path = _folder() / f"{rule.code}_{which}.py"
    text = getattr(rule, which)
    path.write_text((HOST if "StartServiceCtrlDispatcher" in text else "\n") + text, "utf-8")
    return path


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="svclint-examples-")
    atexit.register(shutil.rmtree, folder)
    return Path(folder)
