"""Which linter it is: the verdicts of another one say nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final

import svclint

# What verdicts are made of, as far as somebody may edit it without installing anything.
PARTS: Final = ("checking", "contract", "rules", "source")
PACKAGES: Final = ("site-packages", "dist-packages")


def here() -> str:
    """This installation: svclint and Python, and everything that is installed beside them, plugins for one."""
    states = [os.stat(name) for name in _files()]
    stamps = [*_of_folders(sys.path), *((one.st_mtime_ns, one.st_size) for one in states)]
    return repr((svclint.__version__, sys.version_info[:2], stamps))


@cache
def anywhere() -> str:
    """The same for other machines, in words: what differs between two of them is to be read from it."""
    from importlib.metadata import entry_points

    from svclint.rules.plugins import GROUP
    from svclint.source.looks import digest

    content = bytearray()
    for name in _files():
        with open(name, "rb") as file:
            content += file.read()
    plugins = "".join(f", {one.value}" for one in sorted(entry_points(group=GROUP), key=lambda one: one.name))
    python = ".".join(map(str, sys.version_info[:2]))
    return f"svclint {svclint.__version__} ({digest(bytes(content))[:8]}{plugins}), Python {python}"


def _of_folders(paths: list[str]) -> Iterator[tuple[str, int]]:
    """Installing and removing a package changes the time of the folder that it lies in.

    The other folders, like the current one, change all the time and hold no packages.
    """
    for path in paths:
        if os.path.basename(path) not in PACKAGES:
            continue
        try:
            yield path, os.stat(path).st_mtime_ns
        except OSError:  # Python does not mind either
            continue


def _files() -> Iterator[str]:
    package = os.path.dirname(svclint.__file__)
    yield from (os.path.join(package, name) for name in sorted(os.listdir(package)) if name.endswith(".py"))
    for part in PARTS:
        for folder, folders, names in os.walk(os.path.join(package, part)):
            folders.sort()
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith((".py", ".json")))
