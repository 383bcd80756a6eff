"""PyHANDLE: a handle as pywin32 shows it."""

from __future__ import annotations

from contextlib import suppress
from operator import index
from typing import TYPE_CHECKING

from svclint.simulation.standins._errors import error

if TYPE_CHECKING:
    from svclint.simulation.standins._handles import Objects


class Numbered:
    """What the handle objects of Python on Windows have in common: a number, which can be given away."""

    handle: int

    def Detach(self) -> int:
        """Give the number away: nobody closes it now."""
        value, self.handle = self.handle, 0
        return value

    def __int__(self) -> int:
        return self.handle

    def __bool__(self) -> bool:
        return self.handle != 0

    def __eq__(self, other: object) -> bool:
        return self.handle == other.handle if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.handle)


class PyHANDLE(Numbered):
    """pywin32's handle object: closed by Close() or when nobody refers to it any more; then it reads 0."""

    def __init__(self, handle: int = 0, objects: Objects | None = None) -> None:
        self._objects, self.handle = objects, handle

    def Close(self) -> None:
        """Close the handle; nothing happens when it is closed already."""
        value, objects = self.Detach(), self._objects
        if value and objects:
            objects.close(value, "CloseHandle")

    close = Close

    def __del__(self) -> None:
        with suppress(error):  # somebody closed the number
            self.Close()

    def __repr__(self) -> str:
        return f"<PyHANDLE:{self.handle}>"


def number(handle: object) -> int:
    """The number of a handle: None counts as 0. Raises TypeError as pywin32 does."""
    if isinstance(handle, PyHANDLE):
        return handle.handle
    try:
        return 0 if handle is None else index(handle)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError("The object is not a PyHANDLE object") from None
