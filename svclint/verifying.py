"""A service that was repaired, in runs: before and after. This runs the user's code, in processes of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from svclint.checking.finding import Problem
from svclint.exploring.search import verified
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result
from svclint.simulation.targets import BadTarget
from svclint.source.imports import FRAMEWORK
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.text import decode, parse
from svclint.visible import visible

SCHEDULES: Final = 40  # per scenario, before and after


class Compared(NamedTuple):
    """The runs of one service class before and after; ``why``: it could not be run."""

    target: str
    before: Result | None
    after: Result | None
    why: str = ""


def compared(path: str, before: bytes, after: bytes) -> Iterator[Compared]:
    """Every service class of a file, in runs of the one text and of the other."""
    with tempfile.TemporaryDirectory(prefix="svclint-") as folder:
        texts = [Path(folder, name) for name in ("before.py", "after.py")]
        for file, data in zip(texts, (before, after), strict=True):
            file.write_bytes(data)
        for name in _services(after, path):
            job = Job(f"{os.path.abspath(path)}:{name}", os.getcwd(), count=SCHEDULES)
            try:
                first, second = (_runs(replace(job, instead=str(file))) for file in texts)
            except BadTarget as error:
                yield Compared(f"{path}:{name}", None, None, str(error))
            else:
                yield Compared(f"{path}:{name}", first, second)


def _runs(job: Job) -> Result:
    return verified(job)


def _services(data: bytes, path: str) -> list[str]:
    """The names of the service classes of a text."""
    text = decode(data, path)
    tree = None if isinstance(text, Problem) else parse(text, path)
    if tree is None or isinstance(tree, Problem) or isinstance(text, Problem):
        return []
    module = Module(tree, Source(path, text.split("\n")))
    return [cls.node.name for cls in module.classes if cls.derives(FRAMEWORK) and cls.method("SvcDoRun")]


def line(one: Compared) -> str:
    """Both verdicts, and what was found."""
    if one.before is None or one.after is None:
        return visible(f"{one.target}: could not be run: {one.why}")
    return visible(f"{one.target}: before {_told(one.before)}; after {_told(one.after)}")


def _told(result: Result) -> str:
    codes = ", ".join(sorted({one.finding.code for one in result.shown}))
    limits = ", ".join(result.limits)
    why = codes or limits
    return f"{result.verdict.value} ({why})" if why else result.verdict.value
