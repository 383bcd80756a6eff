"""Paths as services on the net want them: relative to the repository, with slashes."""

from __future__ import annotations

import os
from functools import cache
from urllib.parse import quote


def repository_path(path: str) -> str:
    """A path from the top of its repository; from the working folder when there is none; absolute outside both."""
    return _relative(path, os.getcwd())


@cache
def _relative(path: str, folder: str) -> str:
    real = os.path.realpath(os.path.join(folder, path))
    relative = os.path.relpath(real, _top(folder))
    inside = not relative.startswith(os.pardir)
    return (relative if inside else real).replace(os.sep, "/")


def uri(found: str) -> str:
    """A path of a repository with everything unusual percent-encoded; one outside of it as a whole URI."""
    encoded = quote(os.fsencode(found))
    return f"file://{encoded}" if found.startswith("/") else encoded


@cache
def _top(folder: str) -> str:
    """The nearest folder, from here upwards, that holds a repository."""
    above = os.path.realpath(folder)
    while True:
        if os.path.exists(os.path.join(above, ".git")):
            return above
        parent = os.path.dirname(above)
        if parent == above:
            return os.path.realpath(folder)
        above = parent
