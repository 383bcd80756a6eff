"""The end of the service's process by its own hand."""

from __future__ import annotations

from typing import NoReturn

from svclint.simulation.standins._machine import machine


def exit_process(code: int) -> NoReturn:
    """ExitProcess: no finalisation, every thread is cut off."""
    machine().leave(code)
