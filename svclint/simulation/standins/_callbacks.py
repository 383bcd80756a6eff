"""C function types whose Python function can be called without a way through C.

ctypes swallows whatever leaves a callback, and with it the exception that ends a run. So the types made here remember
which Python function stands behind an address, also when the pointer comes back out of a structure.
"""

from __future__ import annotations

import ctypes
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from weakref import WeakValueDictionary

from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.standins._handles import scheduler
from svclint.simulation.standins._machine import tell

_BEHIND: WeakValueDictionary[int, Any] = WeakValueDictionary()
_PLAIN = ctypes.CFUNCTYPE


@cache
def function_type(result: Any, *arguments: Any, use_errno: bool = False, use_last_error: bool = False) -> type:
    """What WINFUNCTYPE and CFUNCTYPE return: a type of functions. On x64 there is one calling convention."""
    plain: Any = _PLAIN(result, *arguments, use_errno=use_errno)

    class WinFunctionType(ctypes._CFuncPtr):  # type: ignore[misc, name-defined]
        """A function pointer, or a foreign function when a name and a library are given."""

        _argtypes_, _restype_, _flags_ = arguments, result, plain._flags_

        def __new__(cls, *given: Any) -> Any:
            if given and isinstance(given[0], tuple):
                name, library = given[0]
                return library[name]
            return super().__new__(cls, *given)

        def __init__(self, *given: Any) -> None:
            if given and callable(given[0]):
                self.behind = given[0]
                _BEHIND[address(self)] = self

    return WinFunctionType


def address(pointer: Any) -> int:
    """Where a function pointer points; 0 for none."""
    return (ctypes.cast(pointer, ctypes.c_void_p).value or 0) if pointer is not None else 0


class Callback:
    """A function that Windows calls: converts the arguments to its types and swallows exceptions, as ctypes does."""

    def __init__(self, pointer: Any) -> None:
        """Take a function pointer out of a call or a structure. Raises Unmodelled for one that is not Python's."""
        known = _BEHIND.get(address(pointer))
        if known is None:
            raise Unmodelled("a callback that is no function of Python's")
        self._pointer = known  # or the address could be given to somebody else
        self._types: Sequence[Any] = known._argtypes_
        self._function: Callable[..., object] = known.behind
        self.__wrapped__ = self._function  # whose code it is that handles a control

    def __call__(self, *values: object) -> int:
        """What the function answers, 0 for what is no number or when it raised."""
        given = [_converted(value, kind) for value, kind in zip(values, self._types, strict=False)]
        try:
            answer = self._function(*given)
        except (Abort, Unmodelled):
            raise
        except BaseException as error:
            traceback.print_exc()
            tell("swallowed", error, scheduler().current)
            return 0
        return answer if isinstance(answer, int) else 0


def _converted(value: Any, kind: Any) -> Any:
    if isinstance(value, ctypes.Array):
        pointer = ctypes.cast(value, kind)
        return pointer.value if isinstance(pointer, ctypes.c_void_p) else pointer
    return kind() if value is None and hasattr(kind, "contents") else value
