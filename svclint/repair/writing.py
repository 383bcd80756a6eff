"""New bytes into a file: all of them or none, and never over somebody else's.

A temporary file in the same folder takes its place in one step. Whatever stops us before that leaves the
original alone. A file with several hard links becomes one of its own.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress


class Unwritten(Exception):
    """The file is as it was. The text says why."""


def write(path: str, before: bytes, after: bytes, roots: Iterable[str]) -> None:
    """Put ``after`` where ``before`` was read, inside the folders being linted. Raises Unwritten."""
    target = os.path.realpath(path)
    if not any(_inside(target, os.path.realpath(root)) for root in roots):
        raise Unwritten("it leads out of the folders that are linted")
    try:
        _replaced(target, before, after)
    except OSError as error:
        raise Unwritten((error.strerror or str(error)).lower()) from error


def folders(paths: Iterable[str]) -> list[str]:
    """The folders that paths of the command line stand for: a file stands for the one it is in."""
    return [path if os.path.isdir(path) else os.path.dirname(path) or "." for path in paths]


def _inside(target: str, root: str) -> bool:
    try:
        return os.path.commonpath((target, root)) == root
    except ValueError:  # another drive
        return False


def _replaced(target: str, before: bytes, after: bytes) -> None:
    status = os.stat(target)
    if not stat.S_ISREG(status.st_mode):
        raise Unwritten("it is no ordinary file")
    if not os.access(target, os.W_OK):
        raise Unwritten("it is read-only")
    _refuse_changed(target, before)
    descriptor, temporary = tempfile.mkstemp(prefix=".svclint-", suffix=".tmp", dir=os.path.dirname(target))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            _like(temporary, status)
            os.fsync(file.fileno())
        _refuse_changed(target, before)
        os.replace(temporary, target)
    except BaseException:
        _removed(temporary)
        raise
    _settled(os.path.dirname(target))


def _refuse_changed(target: str, before: bytes) -> None:
    with open(target, "rb") as file:
        if file.read() != before:
            raise Unwritten("it has changed since it was read")


def _like(temporary: str, status: os.stat_result) -> None:
    """Owner and mode of the original; the owner first, since changing it takes bits of the mode away."""
    own = os.stat(temporary)
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        os.chown(temporary, status.st_uid, status.st_gid)
    os.chmod(temporary, stat.S_IMODE(status.st_mode))


def _removed(temporary: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(temporary)


def _settled(folder: str) -> None:
    """Make the new name outlive a power cut, where folders can be synchronised."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
