"""The behaviour driver: one monitor over every path of source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from svclint.checking.behaviour import Behaviour
from svclint.checking.census import Census
from svclint.checking.interleave import Arrivals
from svclint.checking.judgement import Judgement, Violation
from svclint.checking.loops import Turns
from svclint.checking.monitor import Monitor
from svclint.checking.scene import Scene
from svclint.checking.stepping import Budget, Exhausted, Stepper
from svclint.checking.verdicts import NO_DOUBT, Ledger, doubted, unproven
from svclint.checking.walk import Walk
from svclint.checking.world import ALONE, Setting
from svclint.checking.worlds import Worlds

# How many flags are followed; after a burst fewer, at last none.
FLAGS = (4, 1, 0)
# How many turns of a loop are run as they are. The second figure is for findings whose path only a widened
# state has: with more turns there may be a real one.
QUICK, PATIENT = 3, 64


def check(
    monitor: Monitor[Any], behaviour: Behaviour, setting: Setting = ALONE, budget: int | None = None
) -> Judgement:
    """All that ``monitor`` has to say of any path; ``budget`` is how many steps one search may take, else its share."""
    return examine(monitor, Census(behaviour, setting), budget)


def examine(monitor: Monitor[Any], census: Census, budget: int | None = None) -> Judgement:
    """The same of a behaviour that more monitors are asked about.

    A violation is *broken* only if its own path, played as a trace, breaks the rule too.
    """
    scene = Scene(monitor, census)
    if not scene.seen:
        return Judgement()
    keys = scene.flags()
    for bursts, most in enumerate(sorted({min(most, len(keys)) for most in FLAGS}, reverse=True)):
        search = Search(scene, keys[:most], budget)
        if search.completed(QUICK):
            return judged(search, bursts)
    return judged(search, bursts + 1)


class Search:
    """One search through a scene, following some flags, within a budget: what is given, else its share."""

    def __init__(self, scene: Scene, keys: list[str], given: int | None) -> None:
        """Nothing is searched yet."""
        self.scene = scene
        self.keys = keys
        self.given = given
        self.ledger = Ledger(scene.monitor)

    def completed(self, patience: int) -> bool:
        """Search. False: the budget or Python's stack was not enough, and the ledger has what was found till then."""
        purse = self.scene.census.purse
        share = purse.share() if self.given is None else self.given
        budget = Budget(share)
        try:
            self.run(patience, budget)
        except (Exhausted, RecursionError):
            return False
        finally:
            purse.pay(share - budget.left)
        return True

    def run(self, patience: int, budget: Budget) -> None:
        """Walk the whole behaviour from the monitor's start."""
        scene, setting = self.scene, self.scene.setting
        part, worlds = scene.slice(self.keys), Worlds(self.keys, bool(setting.handlers))
        stepper = Stepper(scene.monitor, worlds, self.ledger, budget)
        walk = Walk(stepper, Turns(patience, stepper.widened))
        if setting.handlers:
            handlers = tuple(replace(handler, body=part.of(handler.body)) for handler in setting.handlers)
            walk.arrivals = Arrivals(handlers, Walk(stepper, walk.turns), worlds, scene.restless())
        start = stepper.states.of(scene.monitor.start()), worlds.world(setting.phase), NO_DOUBT
        walk.go(part.of(scene.census.behaviour), {start: None})


def judged(search: Search, bursts: int) -> Judgement:
    """The violations a search found, those broken whose paths prove it.

    After a burst the world was coarser than it should be, so nothing is certain.
    """
    monitor, violations = search.scene.monitor, search.ledger.violations()
    if bursts:
        return Judgement([doubted(one) for one in violations], bursts)
    if any(unproven(monitor, one) for one in violations):
        violations, bursts = patiently(search, violations)
    return Judgement([doubted(one) if unproven(monitor, one) else one for one in violations], bursts)


def patiently(search: Search, violations: list[Violation]) -> tuple[list[Violation], int]:
    """The violations when loops are run longer before states are widened, if the budget allows; and the bursts."""
    longer = Search(search.scene, search.keys, search.given)
    return (longer.ledger.violations(), 0) if longer.completed(PATIENT) else (violations, 1)
