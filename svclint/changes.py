"""What changed since a revision, by git: files, lines, and the functions around them. The working tree counts."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from svclint.settings import BadSettings

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

_HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE: Final = re.compile(rb"\\([0-7]{3}|.)")
_PLAIN: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_EVERYTHING: Final = range(1, 1 << 40)


class Changes:
    """The lines that changed, by real path. Raises BadSettings when git cannot tell."""

    def __init__(self, revision: str, folder: str = ".") -> None:
        self.top = top_of(revision, folder)
        self.lines: dict[str, list[range]] = {}
        self.definitions = cache(_definitions)
        self._read(_git(self.top, "diff", "--no-color", "--no-ext-diff", "--no-prefix", "-U0", "-M", revision, "--"))
        for name in _git(self.top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
            if name:
                self.lines[self._path(name)] = [_EVERYTHING]

    def concern(self, finding: Finding) -> bool:
        """Whether the finding, or a step of the path to it, stands in a function that changed."""
        places = {(one.path, one.line) for one in (finding.at, *(step.at for step in finding.steps))}
        return any(self._changed(path, line) for path, line in places)

    def _changed(self, path: str, line: int) -> bool:
        changed = self.lines.get(os.path.realpath(path), ())
        if not changed:
            return False
        around = [one for one in self.definitions(path) if one.start <= line < one.stop]
        inner = min(around, key=len, default=range(line, line + 1))
        return any(one.start < inner.stop and inner.start < one.stop for one in changed)

    def _read(self, diff: bytes) -> None:
        path, rows = "", iter(diff.split(b"\n"))
        for row in rows:
            found = _HUNK.match(row)
            if row.startswith(b"+++ "):
                path = self._path(_unquoted(row[4:].rstrip(b"\t")))
            elif found and path:
                gone, start, count = (int(one or 1) for one in found.groups())
                # What is deleted leaves no line: its neighbours stand for it.
                self.lines.setdefault(path, []).append(range(start, start + (count or 2)))
                # The lines of the file itself may look like anything.
                more = (one for one in rows if not one.startswith(b"\\"))
                deque(islice(more, gone + count), maxlen=0)

    def _path(self, name: bytes) -> str:
        return os.path.realpath(os.path.join(self.top, os.fsdecode(name)))


def top_of(revision: str, folder: str = ".") -> str:
    """The top of the repository that has a revision. Raises BadSettings when there is none."""
    top = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))
    _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", what=revision)
    return top


def _unquoted(name: bytes) -> bytes:
    """A path as git writes it: in quotes, with escapes, when it has unusual characters."""
    if not name.startswith(b'"'):
        return name
    return _ESCAPE.sub(lambda one: _PLAIN.get(one[1]) or _escaped(one[1]), name[1:-1])


def _escaped(code: bytes) -> bytes:
    return bytes([int(code, 8)]) if code.isdigit() else code


def _definitions(path: str) -> list[range]:
    """The lines of each function and class of a file, decorators included."""
    return list(_spans(path))


def _spans(path: str) -> Iterator[range]:
    from svclint.opening import Source, opened
    from svclint.source.text import decode, parse

    source = opened(path)
    text = decode(source.data, path) if isinstance(source, Source) else None
    tree = parse(text, path) if isinstance(text, str) else None
    for node in ast.walk(tree) if isinstance(tree, ast.Module) else ():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield range(first, (node.end_lineno or node.lineno) + 1)


def _git(folder: str, *arguments: str, what: str = "") -> bytes:
    """What git prints. Raises BadSettings with what it complains of."""
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError as error:
        raise BadSettings(f"--diff-base: git cannot be run: {error.strerror}") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().split("\n")[0] or f"there is no revision {what!r}"
        raise BadSettings(f"--diff-base: {reason}")
    return done.stdout
