"""The files of this machine, as the project around a file sees them. A file is parsed again only when it changed."""

from __future__ import annotations

import ast
import os
from functools import lru_cache
from typing import Final

from svclint.checking.finding import Problem
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.project import Project
from svclint.source.text import decode, parse

KEPT: Final = 256  # parsed files


class Disk:
    """What is there now."""

    def is_file(self, path: str) -> bool:
        """Whether there is a regular file."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder."""
        return os.path.isdir(path)

    def module(self, path: str, project: Project) -> Module | None:
        """The file as a module of the project; None when it cannot be read or parsed: then nothing is known of it."""
        try:
            state = os.stat(path)
            parsed = _parsed(path, state.st_mtime_ns, state.st_size)
        except (OSError, ValueError):
            return None
        if parsed is None:
            return None
        tree, lines = parsed
        return Module(tree, Source(path, lines), project, f"<{path}>")


@lru_cache(maxsize=KEPT)
def _parsed(path: str, changed: int, size: int) -> tuple[ast.Module, list[str]] | None:
    with open(path, "rb") as file:
        text = decode(file.read(), path)
    tree = parse(text, path) if isinstance(text, str) else text
    return None if isinstance(tree, Problem) or isinstance(text, Problem) else (tree, text.split("\n"))
