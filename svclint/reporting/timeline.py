"""The picture of a run in a file: a page for people, or what trace viewers read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from svclint.simulation.tracing import chrome, page, text
from svclint.simulation.tracing.jsonl import loaded


class Unwritten(Exception):
    """A file could not be written; the text is one line."""


def picture(name: str, lines: Sequence[str]) -> str:
    """A run as the ending of the file's name asks for: ``.html`` a page, ``.json`` a Chrome trace, else text.

    Raises Unwritten when there is no run to be drawn.
    """
    if not lines:
        raise Unwritten(f"{name}: there is no run that could be drawn")
    trace = loaded(lines)
    match Path(name).suffix:
        case ".html":
            return page.rendered(trace)
        case ".json":
            return chrome.rendered(trace)
    return "".join(f"{line}\n" for line in text.timeline(trace))


def save(name: str, content: str) -> None:
    """Write a file whole or not at all. Raises Unwritten."""
    beside = f"{name}.{os.getpid()}.tmp"
    try:
        Path(beside).write_text(content, "utf-8")
        os.replace(beside, name)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise Unwritten(f"{name} cannot be written: {error.strerror}") from error
