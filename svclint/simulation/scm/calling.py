"""Calling a control handler written in Python, and what its result means (part D.6; PYW PythonService.cpp)."""

from __future__ import annotations

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.scm.processes import Seat


def call(seat: Seat, code: int, event: int, data: object) -> tuple[object, BaseException | None]:
    """What the handler returned, and what it was left by instead, SystemExit included."""
    try:
        return (seat.callback(code, event, data) if seat.extended else seat.callback(code)), None
    except (Abort, Unmodelled):
        raise
    except BaseException as error:
        return None, error


def answered(result: object, error: BaseException | None) -> int:
    """The handler's answer as the SCM gets it: None is 0, an exception 120, what is no number 1066."""
    if error is not None:
        return Win32Error.ERROR_CALL_NOT_IMPLEMENTED
    if result is None:
        return Win32Error.NO_ERROR
    return result & 0xFFFFFFFF if isinstance(result, int) else Win32Error.ERROR_SERVICE_SPECIFIC_ERROR
