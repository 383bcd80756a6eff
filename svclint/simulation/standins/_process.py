"""The end of the service's process by its own hand."""

from __future__ import annotations

import os
from typing import NoReturn

from svclint.simulation.kernel import active
from svclint.simulation.standins._machine import machine

_exit = os._exit


def exit_process(code: int) -> NoReturn:
    """ExitProcess: no finalisation, every thread is cut off."""
    machine().leave(code)


def leave(status: int) -> NoReturn:
    """`os._exit`: of the simulated process within a run, of this one else."""
    if active() is None:
        _exit(status)
    exit_process(status)


def install() -> None:
    """Put it in the place of that of `os`."""
    os._exit = leave
