"""`atexit` in a run: every process has its own list, which `atexit._run_exitfuncs()` works off."""

from __future__ import annotations

import atexit
import sys

from svclint.simulation.kernel import running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

registered: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []
# What the interpreter does once they have run.
afterwards: list[Callable[[], None]] = []
_register, _unregister, _run = atexit.register, atexit.unregister, atexit._run_exitfuncs


def register(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Callable[..., Any]:
    """`atexit.register`."""
    if running.active() is None:
        return _register(function, *args, **kwargs)
    registered.append((function, args, kwargs))
    return function


def unregister(function: Callable[..., Any]) -> None:
    """`atexit.unregister`."""
    if running.active() is None:
        _unregister(function)
    else:
        registered[:] = [each for each in registered if each[0] != function]


def run() -> None:
    """`atexit._run_exitfuncs`: the last registered first; what fails is printed."""
    if running.active() is None:
        _run()
    while registered and running.active() is not None:
        function, args, kwargs = registered.pop()
        try:
            function(*args, **kwargs)
        except Exception:
            sys.excepthook(*sys.exc_info())
    for do in afterwards:
        do()


def install() -> None:
    """Put these in the place of those of `atexit`."""
    atexit.register, atexit.unregister, atexit._run_exitfuncs = register, unregister, run
