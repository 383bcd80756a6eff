"""Which linter it is: a verdict of another one says nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Final

import svclint

# What verdicts are made of, as far as somebody may edit it without installing anything.
PARTS: Final = ("", "checking", "contract", "rules", "source")


def here() -> str:
    """This installation: svclint and Python, and everything that is installed beside them, plugins for one."""
    stamps = [*_of_folders(sys.path), *_of_files(os.path.dirname(svclint.__file__))]
    return repr((svclint.__version__, sys.version_info[:2], stamps))


def _of_folders(paths: list[str]) -> Iterator[tuple[str, int]]:
    """Installing and removing a package changes the time of the folder that it lies in."""
    for path in paths:
        try:
            yield path, os.stat(path).st_mtime_ns
        except OSError:  # Python does not mind either
            continue


def _of_files(package: str) -> Iterator[tuple[int, int]]:
    for part in PARTS:
        for folder, _, names in os.walk(os.path.join(package, part)) if part else [(package, [], os.listdir(package))]:
            for name in sorted(names):
                if name.endswith((".py", ".json")):
                    state = os.stat(os.path.join(folder, name))
                    yield state.st_mtime_ns, state.st_size
