"""Exceptions of the author's code: where they come from, and whether the machine of the run may be the reason.

A run has neither the files nor the libraries nor the neighbours of the machine that the service is made for. What
fails for lack of them says nothing of the service.
"""

from __future__ import annotations

import configparser
import sqlite3
import sys
from collections.abc import Iterator
from traceback import walk_tb
from types import FrameType, ModuleType
from typing import Final

from svclint.contract.events import NOWHERE, At
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.places import Places

_OUTER_WORLD: Final = (OSError, ImportError, EOFError, sqlite3.Error, configparser.Error)


def raised(error: BaseException, author: Author, places: Places) -> At:
    """The author's innermost line that an exception came through; nowhere when it came through none."""
    frame = next((one for one in reversed(_frames(error)) if author.wrote(one.f_code)), None)
    return places.of(frame) if frame else NOWHERE


def excused(error: BaseException, author: Author) -> bool:
    """Whether an exception, or one behind it, may be due to what this machine lacks."""
    return any(_lacking(one, author) for one in _chain(error))


def _lacking(error: BaseException, author: Author) -> bool:
    if isinstance(error, _OUTER_WORLD) or isinstance(getattr(error, "obj", None), ModuleType):
        return True
    frames = _frames(error)
    looked_up = isinstance(error, LookupError) and frames and not author.wrote(frames[-1].f_code)
    return bool(looked_up) or not _familiar(type(error), author)


def _familiar(kind: type[BaseException], author: Author) -> bool:
    """Whether a class of exceptions is the language's, the standard library's or the author's own."""
    home = kind.__module__.partition(".")[0]
    if home in sys.stdlib_module_names or home in ("builtins", "__main__"):
        return True
    return author.owns(getattr(sys.modules.get(kind.__module__), "__file__", None) or "")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and those that it was raised for, or while handling them."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__


def _frames(error: BaseException) -> list[FrameType]:
    return [frame for frame, _ in walk_tb(error.__traceback__)]
