"""A file that somebody asked for is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class Unwritten(Exception):
    """A file could not be written; the text is one line."""


def save(name: str, content: Iterable[str]) -> None:
    """Write parts into a file, one after the other; a pipe or a device gets them as they come. Raises Unwritten."""
    try:
        if os.path.exists(name) and not os.path.isfile(name):
            _write(name, content)
        else:
            _replace(name, content)
    except OSError as error:
        raise Unwritten(f"{name} cannot be written: {(error.strerror or str(error)).lower()}") from error


def append(name: str, content: str) -> None:
    """Add to a file that others write, too. Raises Unwritten."""
    try:
        with open(name, "a", encoding="utf-8") as file:
            file.write(content)
    except OSError as error:
        raise Unwritten(f"{name} cannot be written: {(error.strerror or str(error)).lower()}") from error


def _replace(name: str, content: Iterable[str]) -> None:
    beside = f"{name}.{os.getpid()}.tmp"
    try:
        _write(beside, content)
        os.replace(beside, name)
    except BaseException:  # whoever makes the content may fail as well, or be interrupted
        Path(beside).unlink(missing_ok=True)
        raise


def _write(name: str, content: Iterable[str]) -> None:
    with open(name, "w", encoding="utf-8") as file:
        file.writelines(content)
