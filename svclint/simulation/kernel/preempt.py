"""Points between the lines of the user's own code, for races of code that takes no lock at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from svclint.simulation.kernel import running

TOOL = 3  # of the six that `sys.monitoring` has; nobody claims this one


@contextmanager
def lines(prefixes: tuple[str, ...]) -> Iterator[None]:
    """In the calling thread, make a point of every line of files whose names begin with ``prefixes``."""
    if not prefixes or MONITORING is not None:
        yield
        return
    sys.settrace(_tracer(prefixes))
    try:
        yield
    finally:
        sys.settrace(None)


def _tracer(prefixes: tuple[str, ...]) -> Any:
    """A trace function (Python 3.11 and before)."""

    def trace_line(frame: FrameType, event: str, arg: object) -> Any:
        if event == "line":
            _step()
        return trace_line

    def trace_call(frame: FrameType, event: str, arg: object) -> Any:
        return trace_line if frame.f_code.co_filename.startswith(prefixes) else None

    return trace_call


def _step() -> None:
    run = running.active()
    if run is not None:
        run.step("line")


MONITORING: Any = getattr(sys, "monitoring", None)  # from Python 3.12 on


@contextmanager
def watched(prefixes: tuple[str, ...]) -> Iterator[None]:
    """In every thread, as `lines`, for the length of a run (from Python 3.12 on; nothing before)."""
    if not prefixes or MONITORING is None:
        yield
        return

    def on_line(code: CodeType, number: int) -> Any:
        if not code.co_filename.startswith(prefixes):
            return MONITORING.DISABLE
        return _step()

    MONITORING.use_tool_id(TOOL, "svclint")
    MONITORING.register_callback(TOOL, MONITORING.events.LINE, on_line)
    MONITORING.restart_events()
    MONITORING.set_events(TOOL, MONITORING.events.LINE)
    try:
        yield
    finally:
        MONITORING.set_events(TOOL, 0)
        MONITORING.register_callback(TOOL, MONITORING.events.LINE, None)
        MONITORING.free_tool_id(TOOL)
