"""What the reader makes of a service, whoever hosts it: its whole life, and each control handler by itself."""

from __future__ import annotations

from svclint.checking.behaviour import Behaviour
from svclint.checking.world import Handler, Phase, Setting
from svclint.contract.controls import Control
from svclint.contract.records import value
from svclint.source.classes import ClassModel
from svclint.source.lowering import Session

ACTIVE = frozenset({Phase.RUNNING, Phase.PAUSED})
PHASES: dict[Control, tuple[frozenset[Phase], Phase | None]] = {
    Control.STOP: (ACTIVE, Phase.STOPPING),
    Control.SHUTDOWN: (ACTIVE, Phase.STOPPING),
    Control.PRESHUTDOWN: (ACTIVE, Phase.STOPPING),
    Control.PAUSE: (frozenset({Phase.RUNNING}), None),
    Control.CONTINUE: (frozenset({Phase.PAUSED}), None),
    Control.INTERROGATE: (frozenset(), None),  # always neutral, so the life is judged without it
}


@value
class Controlled:
    """One control and what the service does about it."""

    control: str
    behaviour: Behaviour
    handler: Handler


@value
class Service:
    """A service as the engine sees it; one that is no class has the class that stands for its module."""

    cls: ClassModel
    life: Behaviour
    setting: Setting
    controls: tuple[Controlled, ...]
    session: Session
