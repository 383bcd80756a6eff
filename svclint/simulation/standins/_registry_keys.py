"""Handles of registry keys as Python sees them, and what data of each type may be."""

from __future__ import annotations

from contextlib import suppress
from operator import index
from typing import Any

from svclint.simulation.scm.refusal import Refused
from svclint.simulation.standins._pyhandle import Numbered
from svclint.simulation.standins._registry import HIVES, NAMES, Data, Registry, registry

_TEXTS = (NAMES["REG_SZ"], NAMES["REG_EXPAND_SZ"])
_NUMBERS = {NAMES["REG_DWORD"]: 32, NAMES["REG_QWORD"]: 64}


class PyHKEY(Numbered):
    """A handle of a key: closed by Close(), at the end of a ``with``, or when nobody refers to it any more."""

    def __init__(self, handle: int, tree: Registry) -> None:
        self.handle, self._tree = handle, tree

    def Close(self) -> None:
        """Close it; nothing happens when it is closed already."""
        value = self.Detach()
        if value and value & 0xFFFFFFFF not in HIVES:
            with suppress(Refused):  # somebody closed the number
                self._tree.handles.close(value)

    close = __del__ = Close

    def __enter__(self) -> PyHKEY:
        return self

    def __exit__(self, *raised: object) -> None:
        self.Close()

    def __repr__(self) -> str:
        return f"<PyHKEY:0x{self.handle:x}>"


PyHKEY.__module__ = "builtins"


def number(key: object) -> int:
    """The number of a handle. Raises TypeError for what is none."""
    if isinstance(key, PyHKEY):
        return key.handle
    if key is None:
        raise TypeError("None is not a valid HKEY in this context")
    return index(key)  # type: ignore[arg-type]


def handle(value: int) -> PyHKEY:
    """A handle object for an open number."""
    return PyHKEY(value, registry())


def close(key: object) -> None:
    """Close a handle, given as an object or as a number. Refused with 6 for a number that is not open."""
    if isinstance(key, PyHKEY):
        key.Close()
    elif number(key) & 0xFFFFFFFF not in HIVES:
        registry().handles.close(number(key))


def text(value: object, what: str) -> str:
    """A name or a path; None is "". Raises TypeError."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{what} must be str or None, not {type(value).__name__}")
    return value or ""


def data(type: int, value: Any) -> Data:
    """What is stored of a value. Raises ValueError or TypeError for one that does not fit its type."""
    if type in _NUMBERS:
        _demand(value is None or isinstance(value, int))
        return _number(value or 0, _NUMBERS[type])
    if type in _TEXTS:
        _demand(value is None or isinstance(value, str))
        return str(value or "")
    if type == NAMES["REG_MULTI_SZ"]:
        _demand(value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value)))
        return list(value or [])
    return None if value is None else bytes(memoryview(value))


def _number(value: int, bits: int) -> int:
    if not 0 <= value < 1 << bits:
        raise OverflowError("int too big to convert" if value > 0 else "can't convert negative int to unsigned")
    return value


def _demand(fits: bool) -> None:
    if not fits:
        raise ValueError("Could not convert the data to the specified type.")
