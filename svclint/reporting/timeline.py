"""The picture of a run in a file: a page for people, or what trace viewers read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from svclint.saving import Unwritten
from svclint.simulation.tracing import chrome, page, text
from svclint.simulation.tracing.jsonl import loaded


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
