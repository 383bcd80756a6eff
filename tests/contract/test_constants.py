"""Names of pywin32's constants."""

from __future__ import annotations

import pytest

from svclint.contract.constants import CONSTANTS
from svclint.contract.controls import Accept, Control
from svclint.contract.errors import Win32Error
from svclint.contract.states import State


def test_there_are_44_errors() -> None:
    """44 error codes, and every one is a constant of winerror."""
    assert len(Win32Error) == 44
    assert all(CONSTANTS[f"winerror.{error.name}"] == error for error in Win32Error)


def test_states_controls_and_bits_are_constants() -> None:
    """win32service has the states, the controls and the accept bits."""
    assert all(CONSTANTS[f"win32service.{state.name}"] == state for state in State)
    assert all(CONSTANTS[f"win32service.SERVICE_CONTROL_{control.name}"] == control for control in Control)
    assert all(CONSTANTS[f"win32service.SERVICE_ACCEPT_{bit.name}"] == bit for bit in Accept)


def test_values_are_plain_numbers() -> None:
    """The reader folds them with the user's own numbers, so they are plain integers."""
    assert {type(value) for value in CONSTANTS.values()} == {int}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("win32service.SERVICE_STOP_PENDING", 3),
        ("win32service.SERVICE_ERROR_CRITICAL", 3),
        ("win32service.SERVICE_WIN32", 0x30),
        ("win32event.INFINITE", 0xFFFFFFFF),
        ("win32event.WAIT_OBJECT_0", 0),
        ("win32con.WAIT_TIMEOUT", 258),
        ("winerror.ERROR_CALL_NOT_IMPLEMENTED", 120),
        ("winerror.NO_ERROR", 0),
    ],
)
def test_value(name: str, value: int) -> None:
    """The values are those of the Windows headers."""
    assert CONSTANTS[name] == value


@pytest.mark.parametrize("name", ["servicemanager.PYS_SERVICE_STOPPED", "win32service.SERVICE_STATUS"])
def test_what_is_no_state_is_not_there(name: str) -> None:
    """Event-log ids and structures that look like states are not folded."""
    assert name not in CONSTANTS
