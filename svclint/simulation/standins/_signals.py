"""`signal` in a run: handlers can be set on the thread that the interpreter began on, and nobody sends a signal.

That is the first of the process, also for pythonservice.exe (D.1); no thread of a run is that of this process.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, TypeAlias

from svclint.simulation.kernel import Unmodelled, active, running

Handler: TypeAlias = "Callable[[int, FrameType | None], Any] | int | None"

_set, _get = signal.signal, signal.getsignal
_FIRST: Final = ("process", "dispatcher")  # the parts that the first thread plays
_SENDING: Final = ("raise_signal", "alarm", "setitimer")
_handlers: dict[int, Handler] = {}


def set_handler(signalnum: int, handler: Handler) -> Handler:
    """`signal.signal`: the handler before. Raises what that raises for no signal, no handler, or another thread."""
    run = active()
    if run is None:
        return _set(signalnum, handler)
    if run.current.role not in _FIRST:
        raise ValueError("signal only works in main thread of the main interpreter")
    if not callable(handler) and handler not in (signal.SIG_IGN, signal.SIG_DFL):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    before = get_handler(signalnum)
    _handlers[signalnum] = handler
    return before


def get_handler(signalnum: int) -> Handler:
    """`signal.getsignal`."""
    known = _handlers if active() is not None else {}
    return known[signalnum] if signalnum in known else _get(signalnum)


def install() -> None:
    """Put these in the place of those of `signal`; what sends signals in real time ends a run by its name."""
    vars(signal).update(signal=set_handler, getsignal=get_handler)
    running.preparations.append(_handlers.clear)
    for name in _SENDING:
        if hasattr(signal, name):  # Windows has no timers
            setattr(signal, name, _refused(name, getattr(signal, name)))


def _refused(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def refused(*arguments: Any) -> Any:
        if active() is not None:
            raise Unmodelled(f"signal.{name}")
        return real(*arguments)

    return refused
