"""Which files judging a file will ask for, by the text of its import statements alone: a guess, and a cheap one.

What it misses is asked for later, and what it adds does no harm.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.project import Files, Project, Unit

_IMPORT: Final = re.compile(
    r"""^[ \t]*(?:
        from[ \t]+(?P<origin>[.\w]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n#;]*)
      | import[ \t]+(?P<modules>[^\n#;]+)
    )""",
    re.MULTILINE | re.VERBOSE,
)
_NAME: Final = re.compile(r"[\w.]+")
_EMPTY: Final = ast.Module([], [])


def foresee(data: bytes, path: str, files: Files) -> None:
    """Ask ``files`` what judging the file is likely to ask, and what judging those would ask that it imports."""
    open_ones = [(data, path)]

    def imported(data: bytes, path: str, project: Project) -> None:
        open_ones.append((data, path))

    project = Project(files, imported)
    while open_ones:
        text, at = open_ones.pop()
        importer = Module(_EMPTY, Source(at, []), project)
        for name in set(_names(text.decode("utf-8", "replace"))):
            found = project.lookup(importer, name)
            if isinstance(found, Unit):
                _ = found.module  # asking is all


def _names(text: str) -> Iterator[str]:
    """Dotted names that the text may import; what follows ``as`` is among them."""
    for found in _IMPORT.finditer(text):
        if found["modules"]:
            yield from _NAME.findall(found["modules"])
        else:
            origin = found["origin"]
            yield origin
            joint = "" if origin.endswith(".") else "."
            yield from (f"{origin}{joint}{name}" for name in _NAME.findall(found["names"]))
