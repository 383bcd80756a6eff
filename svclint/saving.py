"""A file that somebody asked for is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


class Unwritten(Exception):
    """A file could not be written; the text is one line."""


def save(name: str, content: str) -> None:
    """Write a file; a pipe or a device gets the text as it comes. Raises Unwritten."""
    try:
        if os.path.exists(name) and not os.path.isfile(name):
            Path(name).write_text(content, "utf-8")
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


def _replace(name: str, content: str) -> None:
    beside = f"{name}.{os.getpid()}.tmp"
    try:
        Path(beside).write_text(content, "utf-8")
        os.replace(beside, name)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
