"""Exceptions of the author's code in words, whatever their classes do when they are asked for their message."""

from __future__ import annotations

from typing import Final

from svclint.contract.events import NOWHERE
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.places import Places
from svclint.simulation.recording.raising import raised
from svclint.visible import visible

LONGEST: Final = 300  # characters of a description


def described(error: BaseException) -> str:
    """The class and the message of an exception, safe to show on one line; of a long one, the beginning."""
    text = _message(error)
    told = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return visible(told if len(told) <= LONGEST else f"{told[:LONGEST]}...")


def located(error: BaseException, author: Author, places: Places) -> str:
    """The same, with the author's innermost line that the exception came through, if there is any."""
    at = raised(error, author, places)
    return described(error) if at is NOWHERE else f"{described(error)} ({at.path}:{at.line})"


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "its message cannot be had"
