"""The behaviour driver: one monitor over every path of source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from svclint.checking.behaviour import SKIP, Behaviour
from svclint.checking.census import ESCAPES, REST, Census, census
from svclint.checking.flags import flags
from svclint.checking.interleave import Arrivals
from svclint.checking.judgement import Certainty, Judgement, Violation
from svclint.checking.loops import Turns
from svclint.checking.monitor import Monitor
from svclint.checking.slicing import alive, sliced
from svclint.checking.stepping import Budget, Exhausted, Stepper
from svclint.checking.verdicts import NO_DOUBT, Ledger, doubted, proven
from svclint.checking.walk import Walk
from svclint.checking.world import ALONE, Handler, Setting
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
    bursts = 0
    for most in FLAGS:
        search = Search(scene, scene.flags(most), budget if most else GENEROUS * budget)
        if search.completed(QUICK):
            break
        bursts += 1
    return judged(search, bursts)


class Scene:
    """A monitor before a behaviour in its setting: what of it matters."""

    def __init__(self, monitor: Monitor[Any], behaviour: Behaviour, setting: Setting) -> None:
        self.monitor = monitor
        self.behaviour = behaviour
        self.setting = setting
        self.census: Census = census(behaviour, setting)
        self.seen = self.census.mask(monitor.sees)
        worldly = self.census.mask((Enter, Point, Report)) if setting.handlers else 0
        self.wanted = self.seen | worldly | ESCAPES

    def flags(self, most: int) -> tuple[str, ...]:
        """The keys to follow."""
        return flags(self.census, alive(self.census, self.wanted), self.setting.foreign, most)

    def slices(self, keys: tuple[str, ...]) -> dict[int, Behaviour]:
        """The behaviour and the handlers' bodies with what matters, by the ``id`` of the whole ones."""
        wanted = self.wanted
        for key in keys:
            wanted |= self.census.bit(key)
        return sliced(self.census, alive(self.census, wanted))

    def restless(self) -> bool:
        """Whether the code rests nowhere, for all we know."""
        return not self.census.holds_below(self.behaviour) & REST


class Search:
    """One search through a scene, with some flags and a budget."""

    def __init__(self, scene: Scene, keys: tuple[str, ...], steps: int) -> None:
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
        slices, worlds = scene.slices(self.keys), Worlds(self.keys)
        stepper = Stepper(scene.monitor, worlds, self.ledger, Budget(self.steps), bool(setting.handlers))
        walk = Walk(stepper, Turns(patience, stepper.widened))
        if setting.handlers:
            handlers = tuple(smaller_handler(handler, slices) for handler in setting.handlers)
            inner = Walk(stepper, walk.turns)
            walk.arrivals = Arrivals(handlers, inner, worlds, scene.restless())
        whole = slices.get(id(scene.behaviour), SKIP)
        walk.go(whole, {(scene.monitor.start(), worlds.world(setting.phase), NO_DOUBT): None})


def smaller_handler(handler: Handler, slices: dict[int, Behaviour]) -> Handler:
    """The handler with what is left of its body."""
    return replace(handler, body=slices.get(id(handler.body), SKIP))


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
