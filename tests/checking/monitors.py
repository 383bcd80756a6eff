"""Eight sample monitors: what rules will look like, one of each sort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.contract.events import (
    AT_ONCE,
    AUTO,
    RAISED,
    By,
    Count,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Opaque,
    Quit,
    Report,
    Side,
    Signal,
    Spawn,
    Took,
    Wait,
)
from svclint.contract.states import EDGES, STOP_PENDING, STOPPED, State
from tests.checking.combinators import Inside, Stopwatch, Tracked

Said: TypeAlias = Sequence[Verdict]


class NoExit(Inside):
    """No process end in a handler."""

    sees = (Enter, Leave, Quit)

    def inside(self, enter: Enter, event: Event) -> Said:
        return [Broken("exit", event.at, f"{enter.control} ends the process")] if isinstance(event, Quit) else ()


class Interrogated(Inside):
    """INTERROGATE is answered with 0."""

    sees = (Enter, Leave)

    def inside(self, enter: Enter, event: Event) -> Said:
        match event:
            case Leave(result=result, known=True) if enter.control == "INTERROGATE":
                wrong = result is RAISED or (isinstance(result, int) and result)
                return [Broken("answer", event.at, f"INTERROGATE gives {result}")] if wrong else ()
        return ()


class HandlerTime(Monitor["tuple[Took, Wait | None] | None"]):
    """A handler is back within 30 seconds."""

    sees = (Enter, Wait, Leave)
    watch = Stopwatch(30)

    def start(self) -> tuple[Took, Wait | None] | None:
        return None

    def step(
        self, state: tuple[Took, Wait | None] | None, event: Event
    ) -> tuple[tuple[Took, Wait | None] | None, Said]:
        match event, state:
            case Enter(), _:
                return (AT_ONCE, None), ()
            case Wait(asked=asked) as wait, (took, worst) if asked is not None:
                total = self.watch.add(took, Took(wait.took.least, max(wait.took.most, asked)))
                longer = worst is None or wait.took.most > worst.took.most
                return (total, wait if longer else worst), ()
            case Leave(), (took, worst) if worst is not None:
                text = f"{event.at.text} may wait too long"
                return None, [Broken("time", worst.at, text, took.least > 30)] if took.most > 30 else ()
            case Leave(), _:
                return None, ()
        return state, ()

    def widen(self, state: tuple[Took, Wait | None] | None) -> tuple[Took, Wait | None] | None:
        return state and (self.watch.widen(state[0]), state[1])


class Neutral(Monitor["tuple[Report | None, bool]"]):
    """A report in INTERROGATE repeats the state before it."""

    sees = (Enter, Leave, Report)

    def start(self) -> tuple[Report | None, bool]:
        return None, False

    def step(self, state: tuple[Report | None, bool], event: Event) -> tuple[tuple[Report | None, bool], Said]:
        last, inside = state
        match event:
            case Enter(control=control):
                return (last, control == "INTERROGATE"), ()
            case Report(state=new) as report:
                wrong = inside and last is not None and None not in (new, last.state) and new != last.state
                return (report, inside), [Broken("neutral", event.at, f"{new!r} in INTERROGATE")] if wrong else ()
        return (last, False), ()


class Transitions(Monitor["Report | None"]):
    """Reports follow the table of transitions."""

    sees = (Report,)

    def start(self) -> Report | None:
        return None

    def step(self, state: Report | None, event: Event) -> tuple[Report | None, Said]:
        assert isinstance(event, Report)
        if event.state is None:
            return None, ()
        if state is None or state.state is None or event.state in EDGES[state.state]:
            return event, ()
        ended = state.state == STOPPED and state.by is By.USER
        blamed = state if ended or (state.by is By.USER and event.by is By.HOST) else event
        if blamed.by is By.HOST:
            return event, ()
        code = "edge" if not ended else "stopped-handler" if state.side is Side.HANDLER else "stopped-run"
        return event, [Broken(code, blamed.at, f"{state.state.name} -> {event.state.name}")]


Thread: TypeAlias = "tuple[Spawn, Join | None]"


class Joined(Monitor["Tracked[Thread]"]):
    """Every thread is joined before STOPPED."""

    sees = (Spawn, Join, Known, Report)
    fault = Fault.OMITTED

    def start(self) -> Tracked[Thread]:
        return Tracked()

    def step(self, state: Tracked[Thread], event: Event) -> tuple[Tracked[Thread], Said]:
        match event:
            case Spawn(thread=thread) as spawn:
                return state.put(thread, (spawn, None)), ()
            case Join(thread=thread, complete=True) | Known(thread=thread, alive=False):
                return state.drop(thread), ()
            case Join(thread=thread) as join if (known := state.get(thread)) is not None:
                return state.put(thread, (known[0], join)), ()
            case Report(state=State.SERVICE_STOPPED) as report:
                return Tracked(), [self.alive(spawn, join, report) for _, (spawn, join) in state]
        return state, ()

    def alive(self, spawn: Spawn, join: Join | None, report: Report) -> Broken:
        if join is not None:
            return Broken("timed", join.at, f"{spawn.thread} may still run")
        if report.by is By.USER:
            return Broken("stopped-alive", report.at, f"{spawn.thread} is alive", spawn.ends is not True)
        return Broken("host-stopped-alive", spawn.at, f"{spawn.thread} is alive", spawn.ends is not True)


class Rising(Monitor["tuple[Report, bool] | None"]):
    """Check points rise while an operation is pending."""

    sees = (Report, Count)

    def start(self) -> tuple[Report, bool] | None:
        return None

    def step(self, state: tuple[Report, bool] | None, event: Event) -> tuple[tuple[Report, bool] | None, Said]:
        match event, state:
            case Count(key=key, change=change), (last, _) if last.check_point == key:
                return ((last, True) if change == "+" else None), ()
            case Report(state=new, check_point=point) as report, (last, grown):
                if point is None or new is None or not new.pending:
                    return None, ()
                stale = last.state == new and self.stale(last.check_point, point, grown)
                return (report, False), [
                    Broken("rising", event.at, f"{point} after {last.check_point}")
                ] if stale else ()
            case Report(state=new, check_point=point) as report, None:
                return ((report, False) if new is not None and new.pending and point is not None else None), ()
        return state, ()

    def stale(self, last: int | str | None, point: int | str, grown: bool) -> bool:
        if isinstance(last, int) and isinstance(point, int):
            return point <= last
        return point == last and point != AUTO and not grown


class StopAnswered(Monitor["str | None"]):
    """STOP is answered: on every path, so that one that answers acquits."""

    sees = (Enter, Leave, Report, Signal, Opaque)
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> str | None:
        return None

    def step(self, state: str | None, event: Event) -> tuple[str | None, Said]:
        match event, state:
            case Enter(control="STOP"), _:
                return "nothing", ()
            case Leave(), "nothing":
                return None, [Broken("deaf", event.at, "STOP changes nothing")]
            case Leave(), "signal":
                return None, [Broken("mute", event.at, "STOP is not answered")]
            case Leave(), str():
                return None, [Kept(event.at)]
            case Report(state=new), str() if new in (None, STOPPED, STOP_PENDING):
                return "answered", ()
            case Signal(), "nothing":
                return "signal", ()
            case Opaque(stops=stops), "nothing":
                return ("signal" if stops else "unknown"), ()
        return state, ()


MONITORS: tuple[type[Monitor[object]], ...] = (
    HandlerTime,
    Interrogated,
    Joined,
    Neutral,
    NoExit,
    Rising,
    StopAnswered,
    Transitions,
)  # type: ignore[assignment]
