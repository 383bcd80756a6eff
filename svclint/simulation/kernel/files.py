"""`open`: what a process has open is closed when it is ended."""

from __future__ import annotations

import builtins
import io
from contextlib import suppress
from typing import Any

from svclint.simulation.kernel import exits
from svclint.simulation.kernel.possessions import Possessions

_open = io.open


def _cut_off(file: Any) -> None:
    """Close a file as the end of a process does: what is still in its buffer is lost."""
    getattr(getattr(file, "buffer", file), "raw", file).close()


class Open:
    """`open`. No function, because it is kept as a class attribute, where a function would become a method."""

    __slots__ = ("_opened",)
    __name__ = "open"

    def __init__(self) -> None:
        """There is one."""
        self._opened = Possessions(_cut_off)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """As the real one."""
        file = _open(*args, **named)
        self._opened.add(file)
        return file

    def flush(self) -> None:
        """An interpreter that ends in order writes what its files still hold."""
        for file in self._opened.own():
            with suppress(OSError, ValueError):
                file.flush()


def install() -> None:
    """Put it in the place of the real one."""
    builtins.open = io.open = opening = Open()
    exits.afterwards.append(opening.flush)
