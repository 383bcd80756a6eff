"""Small behaviours by hand, and a monitor that spells every path through them."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.behaviour import SKIP, Behaviour, Emit, Loop, Try, choice, seq
from svclint.checking.driver import check
from svclint.checking.judgement import Certainty
from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.world import ALONE, Handler, Phase, Setting
from svclint.contract.events import RAISED, At, By, Event, Leave, Opaque, Point, Report, Side, Signal, Test
from svclint.contract.states import State

END = "end"
LONGEST = 8


def at(text: str) -> At:
    return At("service.py", 1, 1, 1, 2, text)


def do(name: str) -> Behaviour:
    """Something that happens, spelt as ``name``."""
    return Emit(Opaque(at(name), name))


def point(rest: bool = True) -> Behaviour:
    return Emit(Point(at("point"), rest))


def holds(key: str, value: bool, spot: str = "") -> Behaviour:
    return Emit(Test(at(key + spot), key, value))


def signal(key: str, value: bool | None) -> Behaviour:
    return Emit(Signal(at(key), key, value))


def report(state: State | None, by: By = By.USER, accepted: int | None = None) -> Behaviour:
    return Emit(Report(at("report"), state, None, None, None, by, Side.RUN, accepted))


def when(key: str, then: Behaviour, otherwise: Behaviour = SKIP, spot: str = "") -> Behaviour:
    """``if key: then; else: otherwise``; it stands at one ``spot`` of several."""
    return choice(seq(holds(key, True, spot), then), seq(holds(key, False, spot), otherwise))


def while_(key: str, body: Behaviour) -> Behaviour:
    """``while key: body``, where controls may come."""
    return Loop(seq(point(), holds(key, True)), seq(point(), holds(key, False)), body)


def attempt(
    body: Behaviour, *handlers: Behaviour, orelse: Behaviour = SKIP, final: Behaviour = SKIP, catches: bool = True
) -> Behaviour:
    return Try(body, handlers, orelse, final, catches)


def handler(control: str, body: Behaviour, during: set[Phase], then: Phase | None, accept: int = 0) -> Handler:
    return Handler(control, body, frozenset(during), then, accept)


def running(*handlers: Handler, foreign: str = "", phase: Phase = Phase.RUNNING) -> Setting:
    """A service that runs, with these handlers."""
    return Setting(handlers, phase, frozenset(foreign.split()))


class Words(Monitor["tuple[str, ...]"]):
    """Spells what happens; the code of its verdict at the end is the whole path."""

    sees = (Opaque, Leave)

    def start(self) -> tuple[str, ...]:
        return ()

    def step(self, state: tuple[str, ...], event: Event) -> tuple[tuple[str, ...], Sequence[Verdict]]:
        word = spelt(event)
        if word == END:
            return state, [Broken(" ".join(state), event.at, "")]
        return (*state, word)[:LONGEST], ()


def spelt(event: Event) -> str:
    """One event as a word."""
    if isinstance(event, Opaque):
        return event.name
    assert isinstance(event, Leave)
    value = "raised" if event.result is RAISED else event.result if event.known else "?"
    return f"{event.at.text}={value}"


def spelling(behaviour: Behaviour, setting: Setting = ALONE, monitor: type[Words] = Words) -> dict[str, Certainty]:
    """Every path to the end of a behaviour, and how certain it is."""
    judgement = check(monitor(), seq(behaviour, do(END)), setting)
    assert judgement.bursts == 0
    return {violation.code: violation.certainty for violation in judgement.violations}


def paths(behaviour: Behaviour, setting: Setting = ALONE) -> set[str]:
    """Every path to the end of a behaviour."""
    return set(spelling(behaviour, setting))
