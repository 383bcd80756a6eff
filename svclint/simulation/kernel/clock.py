"""`time` in a run: what the clocks say is the scheduler's, and sleeping takes no time."""

from __future__ import annotations

import time

from svclint.simulation.kernel import real, running
from svclint.simulation.kernel.durations import nanoseconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# Every run begins at this moment (14 November 2023, 22:13:20 UTC), on a machine that is up for a quarter of an hour.
EPOCH = 1_700_000_000_000_000_000
UPTIME = 1_000_000_000_000


class Clock:
    """One function of `time` that reads a clock: ``origin`` plus virtual time, or virtual work if ``cpu``.

    No function, because these are kept as class attributes (`converter = time.localtime`), where a
    function would become a method and what C wrote does not.
    """

    __slots__ = ("__name__", "_cpu", "_origin", "_real", "_whole")

    def __init__(self, name: str, origin: int, cpu: bool = False) -> None:
        """The function ``name`` of `time`; it stays what it is outside a run."""
        self.__name__ = name
        self._real: Callable[[], Any] = getattr(time, name)
        self._origin, self._cpu, self._whole = origin, cpu, name.endswith("_ns")

    def __call__(self) -> int | float:
        """Seconds, or nanoseconds where the name says so."""
        run = running.scheduler
        if run is None or run.holder != real.get_ident():
            result: int | float = self._real()
            return result
        if run.look():
            run.step("clock")
        ns = self._origin + run.now - (run.idle if self._cpu else 0)
        return ns if self._whole else ns / 1e9


class ClockById:
    """`time.clock_gettime` and its twin in nanoseconds."""

    __slots__ = ("__name__", "_clocks", "_real")

    def __init__(self, name: str, clocks: dict[int, Clock]) -> None:
        """The function ``name`` of `time`, for the ``clocks`` that are known by number."""
        self.__name__ = name
        self._real: Callable[[int], Any] = getattr(time, name)
        self._clocks = clocks

    def __call__(self, clock: int) -> int | float:
        """What clock number ``clock`` says; the real one if it is not known."""
        known = self._clocks.get(clock) if running.active() is not None else None
        result: int | float = self._real(clock) if known is None else known()
        return result


class Calendar:
    """One function of `time` whose last argument is the present moment when it is left out."""

    __slots__ = ("__name__", "_now", "_real", "_takes")

    def __init__(self, name: str, takes: int, now: Callable[[], Any]) -> None:
        """The function ``name`` of `time`, of ``takes`` arguments; ``now`` is the last one's default."""
        self.__name__ = name
        self._real: Callable[..., Any] = getattr(time, name)
        self._takes, self._now = takes, now

    def __call__(self, *args: Any) -> Any:
        """As the real one, at the present moment of the run."""
        given = args[:-1] if args and args[-1] is None else args
        return self._real(*given, self._now()) if len(given) == self._takes - 1 else self._real(*args)


class Sleep:
    """`time.sleep`."""

    __slots__ = ("__name__",)

    def __init__(self) -> None:
        """There is one."""
        self.__name__ = "sleep"

    def __call__(self, seconds: float) -> None:
        """Let ``seconds`` of the run pass; raises what the real one raises."""
        run = running.active()
        if run is None:
            running.bar()
            return real.sleep(seconds)
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        return run.sleep(nanoseconds(seconds))


def _clocks() -> dict[str, Clock]:
    """The clocks of this platform by name."""
    kinds = [("time", EPOCH, False), ("monotonic", UPTIME, False), ("perf_counter", UPTIME, False)]
    kinds += [("process_time", 0, True), ("thread_time", 0, True)]
    names = [(kind + end, origin, cpu) for kind, origin, cpu in kinds for end in ("", "_ns")]
    return {name: Clock(name, origin, cpu) for name, origin, cpu in names if hasattr(time, name)}


def _by_id(clocks: dict[str, Clock]) -> dict[str, ClockById]:
    """`clock_gettime`, where there is one."""
    constants = {"CLOCK_REALTIME": "time", "CLOCK_MONOTONIC": "monotonic", "CLOCK_MONOTONIC_RAW": "monotonic"}
    constants |= {"CLOCK_BOOTTIME": "monotonic", "CLOCK_PROCESS_CPUTIME_ID": "process_time"}
    constants |= {"CLOCK_THREAD_CPUTIME_ID": "thread_time"}
    known = {getattr(time, constant): name for constant, name in constants.items() if hasattr(time, constant)}
    ends = {"clock_gettime": "", "clock_gettime_ns": "_ns"}
    return {
        function: ClockById(function, {number: clocks[name + end] for number, name in known.items()})
        for function, end in ends.items()
        if hasattr(time, function)
    }


def functions() -> dict[str, Callable[..., Any]]:
    """What takes the place of the functions of `time`, by name."""
    clocks = _clocks()
    wall = clocks["time"]
    local = Calendar("localtime", 1, wall)
    calendar = {name: Calendar(name, 1, wall) for name in ("gmtime", "ctime")}
    calendar |= {"asctime": Calendar("asctime", 1, local), "strftime": Calendar("strftime", 2, local)}
    return {**clocks, **_by_id(clocks), **calendar, "localtime": local, "sleep": Sleep()}
