"""The functions of advapi32 that ctypes services use: dispatching, registering a handler and reporting."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import wraps
from typing import Any

from svclint.simulation.scm.processes import Entry, Main
from svclint.simulation.standins._callbacks import Callback, address
from svclint.simulation.standins._foreign import entries, fields, integer, string, target
from svclint.simulation.standins._machine import machine
from svclint.simulation.standins._refusing import told

_STATUS_FIELDS = 7  # a longer structure is a SERVICE_STATUS_PROCESS


def _dispatch(text: Any) -> Callable[..., int]:
    """StartServiceCtrlDispatcher; ``text`` is the C type of the arguments of ServiceMain."""

    def called(table: Any) -> int:
        lines = [Entry(string(name), _main(proc, text) if address(proc) else None) for name, proc in entries(table)]
        with told("StartServiceCtrlDispatcher"):
            machine().dispatch(lines)
        return 1

    return called


def _main(pointer: Any, text: Any) -> Main:
    """ServiceMain, called with the number of its arguments and a table of them."""
    callback = Callback(pointer)

    def main(arguments: tuple[str, ...]) -> None:
        words: list[Any] = [each if text is ctypes.c_wchar_p else each.encode() for each in arguments]
        callback(len(words), (text * (len(words) + 1))(*words, None))

    return main


def _register(name: Any, handler: Any) -> int:
    """RegisterServiceCtrlHandler: what a plain handler answers is nothing, and nobody reads it."""
    callback = Callback(handler)

    @wraps(callback)
    def called(control: int) -> None:
        callback(control)

    with told("RegisterServiceCtrlHandler"):
        return int(machine().register(string(name) or "", called, False))


def _register_ex(name: Any, handler: Any, context: Any = None) -> int:
    callback = Callback(handler)

    @wraps(callback)
    def called(control: int, event: int, data: tuple[int, ...] | None) -> int:
        return callback(control, event, None if data is None else _structure(data), context)

    with told("RegisterServiceCtrlHandlerEx"):
        return int(machine().register(string(name) or "", called, True))


def _structure(data: tuple[int, ...]) -> ctypes.Array[Any]:
    """Data of an event as Windows has them: a structure that begins with its own size (WTSSESSION_NOTIFICATION)."""
    words = ctypes.c_uint32 * (len(data) + 1)
    return words(ctypes.sizeof(words), *data)


def _set_status(handle: Any, status: Any) -> int:
    with told("SetServiceStatus"):
        machine().set_status(integer(handle), fields(target(status))[:_STATUS_FIELDS])
    return 1


FUNCTIONS: dict[str, Callable[..., int]] = {
    "StartServiceCtrlDispatcherW": _dispatch(ctypes.c_wchar_p),
    "StartServiceCtrlDispatcherA": _dispatch(ctypes.c_char_p),
    "RegisterServiceCtrlHandlerW": _register,
    "RegisterServiceCtrlHandlerA": _register,
    "RegisterServiceCtrlHandlerExW": _register_ex,
    "RegisterServiceCtrlHandlerExA": _register_ex,
    "SetServiceStatus": _set_status,
}
