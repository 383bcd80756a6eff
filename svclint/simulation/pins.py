"""The source files that a run came from: a token has a fingerprint of each, so that no other is replayed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from svclint.simulation.exploration.token import fingerprint
from svclint.simulation.importing import CodeKeeper
from svclint.simulation.recording.calls import Author
from svclint.simulation.runs import Run
from svclint.simulation.standins import FRAMEWORK


def pinned(made: Run, author: Author, framework: str | None) -> dict[str, str]:
    """Fingerprints by path: of the author's files, of what else is not installed, and of a framework that is."""
    return {**_others(author, framework), **made.files}


def read_files(author: Author, framework: str | None) -> dict[str, str]:
    """The same for all runs of this process so far."""
    return {**_others(author, framework), **CodeKeeper.kept()}


def _others(author: Author, framework: str | None) -> dict[str, str]:
    paths = [*_strays(author), *(_framework() if framework else ())]
    others = {}
    for path in paths:
        with suppress(OSError):
            others[path] = fingerprint(Path(path).read_bytes())
    return others


def _strays(author: Author) -> Iterator[str]:
    """Modules from folders that the author put on the path: they are the same ones in every run."""
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if isinstance(path, str) and path.endswith(".py") and os.path.isabs(path) and author.strange(path):
            yield path


def _framework() -> Iterator[str]:
    return (path for name in FRAMEWORK if (path := sys.modules[name].__file__))
