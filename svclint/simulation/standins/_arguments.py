"""What pywin32 makes of arguments: a wrong type is a TypeError, as it is for PyArg_ParseTuple."""

from __future__ import annotations

from operator import index

DWORD = 0xFFFFFFFF


def dword(value: object) -> int:
    """An unsigned 32-bit number; -1 reads 0xFFFFFFFF. A float is a TypeError."""
    return index(value) & DWORD  # type: ignore[arg-type]


def flag(value: object) -> bool:
    """A number that is asked for its truth; None is a TypeError."""
    return bool(index(value))  # type: ignore[arg-type]


def text(value: object) -> str:
    """A string. Everything else is a TypeError, None too."""
    if not isinstance(value, str):
        raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to Unicode.")
    return value


def name(value: object) -> str | None:
    """A string or None."""
    return None if value is None else text(value)
