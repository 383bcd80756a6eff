"""Arguments of foreign functions: what ctypes would hand to C, read back."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from svclint.contract.errors import Win32Error
from svclint.simulation.standins._arguments import DWORD
from svclint.simulation.standins._errors import failed


def target(pointer: Any) -> Any:
    """What byref(), pointer() or an array leads to; a structure leads to itself."""
    if hasattr(pointer, "_obj"):
        return pointer._obj
    return pointer.contents if hasattr(pointer, "contents") else pointer


def integer(value: Any) -> int:
    """A number from an int, a simple ctypes object or a handle; None is 0."""
    plain = getattr(value, "value", value)
    return 0 if plain is None else int(plain)


def word(value: Any) -> int:
    """The same as a DWORD; wintypes.DWORD has 64 bits where long has."""
    return integer(value) & DWORD


def string(value: Any) -> str | None:
    """A string from the W or the A form of an argument."""
    plain = getattr(value, "value", value)
    return plain.decode() if isinstance(plain, bytes) else plain


def fields(structure: Any) -> tuple[int, ...]:
    """The numbers a structure holds, in order."""
    return tuple(word(getattr(structure, field[0])) for field in structure._fields_)


def entries(table: Any) -> Iterator[Any]:
    """The entries of a table that ends with an empty one, or with the array. Raises error 13 for no table."""
    if table is None:
        raise failed(Win32Error.ERROR_INVALID_DATA, "StartServiceCtrlDispatcher")
    found = table._obj if hasattr(table, "_obj") else table
    if isinstance(found, ctypes.Structure):
        found = getattr(found, "_b_base_", None) or [found]
    for entry in found:
        first, second = (getattr(entry, field[0]) for field in entry._fields_[:2])
        if first is None and not second:
            return
        yield first, second
