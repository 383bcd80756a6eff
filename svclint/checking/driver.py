"""The behaviour driver: one monitor over every path of source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from svclint.checking.behaviour import Behaviour
from svclint.checking.census import ESCAPES, FORGOTTEN, REST, SET, TESTED, Census, census
from svclint.checking.flags import candidates
from svclint.checking.interleave import Arrivals
from svclint.checking.judgement import Certainty, Judgement, Violation
from svclint.checking.loops import Turns
from svclint.checking.monitor import Monitor
from svclint.checking.slicing import Slice, alive
from svclint.checking.stepping import Budget, Exhausted, Stepper
from svclint.checking.verdicts import NO_DOUBT, Ledger, doubted, proven
from svclint.checking.walk import Walk
from svclint.checking.world import ALONE, Setting
from svclint.checking.worlds import Worlds
from svclint.contract.events import Enter, Point, Report

BUDGET = 40_000
# How many flags are followed; after a burst with fewer, at last without any but with more steps.
FLAGS = (4, 1, 0)
GENEROUS = 10
# How many turns of a loop are run as they are. The second figure is for findings whose path only a widened
# state has: with more turns there may be a real one.
QUICK, PATIENT = 3, 64


def check(monitor: Monitor[Any], behaviour: Behaviour, setting: Setting = ALONE, budget: int = BUDGET) -> Judgement:
    """All that ``monitor`` has to say of any path; ``budget`` is how many steps the search may take.

    A violation is *broken* only if its own path, played as a trace, breaks the rule too.
    """
    scene = Scene(monitor, behaviour, setting)
    if not scene.seen:
        return Judgement()
    keys = scene.flags()
    for bursts, most in enumerate(FLAGS):
        search = Search(scene, keys[:most], budget if most else GENEROUS * budget)
        if search.completed(QUICK):
            return judged(search, bursts)
    return judged(search, len(FLAGS))


class Scene:
    """A monitor before a behaviour in its setting: what of it matters."""

    def __init__(self, monitor: Monitor[Any], behaviour: Behaviour, setting: Setting) -> None:
        self.monitor = monitor
        self.behaviour = behaviour
        self.setting = setting
        self.census: Census = census(behaviour, setting)
        self.seen = self.census.mask(monitor.sees)
        self.points = self.census.mask((Point,)) if setting.handlers else 0
        worldly = self.census.mask((Enter, Report)) if setting.handlers else 0
        self.wanted = (self.seen | worldly | ESCAPES) & ~self.points

    def flags(self) -> list[str]:
        """The keys worth following, the best first."""
        return candidates(self.census, alive(self.census, self.wanted), self.setting)

    def slice(self, keys: Iterable[str]) -> Slice:
        """What of the behaviour and of the handlers matters."""
        return Slice(self.census, self.wanted | self.census.mask_of_keys(keys, TESTED, SET, FORGOTTEN), self.points)

    def restless(self) -> bool:
        """Whether the code rests nowhere, for all we know."""
        return not self.census.holds_below(self.behaviour) & REST


class Search:
    """One search through a scene, with some flags and a budget."""

    def __init__(self, scene: Scene, keys: list[str], steps: int) -> None:
        self.scene = scene
        self.keys = keys
        self.steps = steps
        self.ledger = Ledger(scene.monitor)

    def completed(self, patience: int) -> bool:
        """Search; False when the budget, or Python's stack, did not suffice: the ledger has what was found till then."""
        try:
            self.run(patience)
        except (Exhausted, RecursionError):
            return False
        return True

    def run(self, patience: int) -> None:
        """Walk the whole behaviour from the monitor's start."""
        scene, setting = self.scene, self.scene.setting
        slice_, worlds = scene.slice(self.keys), Worlds(self.keys)
        stepper = Stepper(scene.monitor, worlds, self.ledger, Budget(self.steps), bool(setting.handlers))
        walk = Walk(stepper, Turns(patience, stepper.widened))
        if setting.handlers:
            handlers = tuple(replace(handler, body=slice_.of(handler.body)) for handler in setting.handlers)
            inner = Walk(stepper, walk.turns)
            walk.arrivals = Arrivals(handlers, inner, worlds, scene.restless())
        walk.go(slice_.of(scene.behaviour), {(scene.monitor.start(), worlds.world(setting.phase), NO_DOUBT): None})


def judged(search: Search, bursts: int) -> Judgement:
    """The violations a search found, those broken whose paths prove it.

    After a burst the world was coarser than it should be, so nothing is certain.
    """
    violations = search.ledger.violations()
    if bursts:
        return Judgement(doubted(violations), bursts)
    if unproven(search.scene.monitor, violations):
        patient = Search(search.scene, search.keys, search.steps)
        if patient.completed(PATIENT):
            violations = patient.ledger.violations()
        else:
            bursts += 1
        again = unproven(search.scene.monitor, violations)
        violations = [one if one not in again else doubted([one])[0] for one in violations]
    return Judgement(violations, bursts)


def unproven(monitor: Monitor[Any], violations: list[Violation]) -> list[Violation]:
    """The broken ones whose path does not prove it: it led through a state widened in a loop."""
    return [one for one in violations if one.certainty is Certainty.BROKEN and not proven(monitor, one)]
