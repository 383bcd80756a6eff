"""win32process: the service's own process, and threads started past Python. Child processes are not modelled."""

from __future__ import annotations

from collections.abc import Callable

from svclint.simulation.kernel import Unmodelled, idents, threads
from svclint.simulation.standins import _errors
from svclint.simulation.standins._arguments import dword
from svclint.simulation.standins._handles import CURRENT_PROCESS, objects, scheduler
from svclint.simulation.standins._process import exit_process
from svclint.simulation.standins._pyhandle import PyHANDLE

error = _errors.error


def GetCurrentProcess() -> int:
    """The number that stands for the caller's process."""
    return CURRENT_PROCESS


def ExitProcess(code: object, /) -> None:
    """End the service's process at once."""
    exit_process(dword(code))


def beginthreadex(
    attributes: object, stack: object, function: Callable[..., object], arguments: tuple[object, ...], flags: object, /
) -> tuple[PyHANDLE, int]:
    """Start a thread; its handle, which is signaled when it has ended, and its id.

    Raises Unmodelled for a thread that is to start suspended.
    """
    if dword(flags):
        raise Unmodelled("win32process.beginthreadex with flags")
    ident = threads.start_new_thread(function, arguments)
    return objects().add(objects().thread(scheduler().tasks[ident - idents.MAIN])), ident
