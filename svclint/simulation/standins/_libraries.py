"""ctypes' way to Windows: windll, WinDLL and what goes with them.

Functions that are not modelled can be named and given types; calling one ends the run by its name.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from svclint.simulation.kernel import Unmodelled, active
from svclint.simulation.standins import _advapi32, _kernel32
from svclint.simulation.standins._callbacks import function_type
from svclint.simulation.standins._errors import error, message
from svclint.simulation.standins._handles import objects, scheduler

_MODELLED: dict[str, dict[str, Callable[..., int]]] = {
    "advapi32": _advapi32.FUNCTIONS,
    "kernel32": _kernel32.FUNCTIONS,
    "kernelbase": _kernel32.FUNCTIONS,
}
_FAILED = {name: 0xFFFFFFFF for name in _kernel32.FUNCTIONS if name.startswith("WaitFor")}


class Function:
    """A foreign function. ``argtypes`` is not enforced; ``restype`` and ``errcheck`` are obeyed."""

    def __init__(self, library: str, name: str) -> None:
        self.__name__, self._full = name, f"{library}.{name}"
        self._modelled = _MODELLED.get(library, {}).get(name)
        self.argtypes: Any = None
        self.restype: Any = ctypes.c_int
        self.errcheck: Any = None

    def __call__(self, *arguments: Any) -> Any:
        if self._modelled is None:
            raise Unmodelled(self._full)
        result = self._returned(self._answer(*arguments))
        return self.errcheck(result, self, arguments) if self.errcheck else result

    def _answer(self, *arguments: Any) -> int:
        assert self._modelled is not None
        try:
            return self._modelled(*arguments)
        except error as failure:
            objects().last_error[scheduler().current] = failure.winerror
            return _FAILED.get(self.__name__, 0)

    def _returned(self, answer: int) -> Any:
        kind = self.restype
        if kind is None:
            return None
        if not isinstance(kind, type) or not hasattr(kind, "from_param"):
            return kind(answer)
        simple = ctypes._SimpleCData in kind.__bases__  # its subclasses stay objects, as ctypes leaves them
        return kind(answer).value if simple else kind(answer)


class Library:
    """A loaded library. The file extension and the case of its name do not matter."""

    def __init__(self, name: str, *_: object, **__: object) -> None:
        self._name = name.replace("/", "\\").rpartition("\\")[2].lower().removesuffix(".dll")
        self._handle = 0

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        function = self.__dict__[name] = Function(self._name, name)
        return function

    def __getitem__(self, name: str) -> Function:
        return self.__getattr__(str(name))


class Loader:
    """windll and oledll: one library for each name, for as long as a run lasts."""

    def LoadLibrary(self, name: str) -> Library:
        """A library of one's own."""
        return Library(name)

    def __getattr__(self, name: str) -> Library:
        if name.startswith("__"):
            raise AttributeError(name)
        shared: dict[str, Library] = objects().libraries if active() else {}
        return shared.setdefault(name.lower(), Library(name))

    __getitem__ = __getattr__


def last_error() -> int:
    """The calling thread's last error."""
    return objects().last_error.get(scheduler().current, 0)


def set_last_error(code: int) -> int:
    """Set it, and return what it was."""
    before = last_error()
    objects().last_error[scheduler().current] = code
    return before


def win_error(code: int | None = None, text: str | None = None) -> OSError:
    """The exception for a code, the last error when none is given."""
    number = last_error() if code is None else code
    problem: Any = OSError(None, text or message(number))
    problem.winerror = number
    return problem  # type: ignore[no-any-return]


NAMES: dict[str, object] = {
    "windll": Loader(),
    "oledll": Loader(),
    "WinDLL": Library,
    "OleDLL": Library,
    "WINFUNCTYPE": function_type,
    "CFUNCTYPE": function_type,
    "HRESULT": ctypes.c_long,
    "GetLastError": last_error,
    "get_last_error": last_error,
    "set_last_error": set_last_error,
    "FormatError": lambda code=None: message(last_error() if code is None else code),
    "WinError": win_error,
}
