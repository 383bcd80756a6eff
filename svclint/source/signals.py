"""What becomes of the signals that a STOP handler gives: does anybody go by them, and are they there in time?"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from svclint.checking.behaviour import Behaviour, Emit, Leaves, events, nodes, seq
from svclint.contract.controls import Control
from svclint.contract.events import (
    At,
    By,
    Event,
    Renewed,
    Report,
    Signal,
    Test,
    Unheard,
    Wait,
)
from svclint.contract.framework import COUNTER, HANDLERS, MASK, OWN_HANDLER
from svclint.contract.states import START_PENDING
from svclint.source.attention import inattentive
from svclint.source.classes import ClassModel
from svclint.source.guards import exposed
from svclint.source.hearers import Hearers, Named
from svclint.source.kin import Kin
from svclint.source.lowering.reader import Session
from svclint.source.making import Makers
from svclint.source.model import Controlled
from svclint.source.obedience import obeyed
from svclint.source.reach import Reach
from svclint.source.staying import stays
from svclint.source.values import Instance
from svclint.source.watching import unwatched

_SET: Final = ".is_set"
ENDS: Final = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})
_ASKS: Final = "QueryServiceStatus"  # who asks the SCM for the state learns of the stop


class Kept(NamedTuple):
    """Where a signal is kept: an attribute of the service, or a variable of its module; and who may go by it.

    ``helper``: the attribute is one of an object of this class, which the service has.
    """

    name: str
    kind: type[Named]
    hearers: Hearers
    helper: ClassModel | None = None


def heard(cls: ClassModel, session: Session, life: Behaviour, one: Controlled) -> Controlled:
    """The control, its behaviour beginning with what becomes of the signals that its handler gives."""
    if one.control not in ENDS:
        return one
    signals = Signals(cls, session, life, one.handler.body)
    facts = signals.facts() if one.control == Control.STOP.name else ()
    return replace(one, behaviour=seq(*(Emit(fact) for fact in (*signals.obeyed(), *facts)), one.behaviour))


class Signals:
    """The signals of one service class whose STOP handler does ``body``, in a life."""

    def __init__(self, cls: ClassModel, session: Session, life: Behaviour, body: Behaviour) -> None:
        self.cls = cls
        self.session = session
        self.life = life
        self.body = body
        self.kin = Kin(cls)

    def obeyed(self) -> Iterator[Event]:
        """What the main code and its threads go by, of all that the handler gives; and where the main code does not."""
        given = {(one.key, one.value) for one in events(self.body) if isinstance(one, Signal) and one.shared}
        found = obeyed(self._run, self.session.targets.values())
        yield from (one for one in found if (one.key, one.value) in given)
        yield from exposed(self.body, self.kin.modules)
        yield from inattentive(self._run, {(key, value) for key, value in given if value is not None})

    def facts(self) -> Iterator[Event]:
        """What is told of the signals; nothing where somebody out of sight may know the service."""
        given = list({one.key: None for one in events(self.body) if isinstance(one, Signal) and one.shared})
        if self._waits and self.kin.whole(self.session):
            yield from unwatched(self.kin.hearers, self.kin.classes, self.kin.handlers, self._waits)
        late = [key for key in given if key in self._made_late]
        lost = self._stays is not None and self._asked.isdisjoint(given) and self._confined()
        if not (late or lost) or not self.kin.whole(
            self.session
        ):  # the whole file is looked through in the end, and seldom
            return
        yield from self._unheard(given) if lost else ()
        for key in late:
            yield from self._renewed(key)

    @cached_property
    def _waits(self) -> At | None:
        """Where the main code of a file that starts children waits for its stop alone, without a limit."""
        if not any("Popen" in line for module in self.kin.modules for line in module.source.lines):
            return None
        ends = {one.at for one in obeyed(self._run, ())}
        alone = (one for one in events(self._run) if isinstance(one, Wait) and one.asked == math.inf and one.at in ends)
        return next((one.at for one in alone), None)

    @cached_property
    def _asked(self) -> set[str]:
        """The signals that the main code and its threads are seen to go by."""
        bodies = (self._run, *self.session.targets.values())
        return {one.key for body in bodies for one in events(body) if isinstance(one, Test)}

    @cached_property
    def _made_late(self) -> set[str]:
        """The signals that the main code makes."""
        return {one.key for one in events(self._run) if isinstance(one, Signal) and not one.shared}

    def _unheard(self, keys: list[str]) -> Iterator[Event]:
        if self._stays is None or any(self.kin.hearers.of(name, ast.Attribute) for name in (_ASKS, COUNTER)):
            return
        if self.kin.hearers.of(_ASKS, ast.Name):
            return
        at, sure = self._stays
        if not keys:
            yield Unheard(at, "", sure)
        for key in keys:
            kept = self._kept(key)
            if (
                kept
                and not self._described(kept)
                and not kept.hearers.heard(kept.name, kept.kind, self.kin.handlers)
                and self._own(key, kept)
            ):
                yield Unheard(at, key, sure and kept.kind is ast.Attribute)

    def _described(self, kept: Kept) -> bool:
        """Whether setting the attribute may call something: a property that the class is given, or a descriptor."""
        found = self.cls.class_value(kept.name)
        return not kept.helper and kept.kind is ast.Attribute and found is not None and isinstance(found[0], ast.Call)

    def _confined(self) -> bool:
        name = OWN_HANDLER if self.cls.method(OWN_HANDLER) else HANDLERS[Control.STOP]
        return Reach(self.cls, self.body, self._helper).confined(name)

    def _helper(self, attribute: str) -> ClassModel | None:
        """The class of the object that an attribute of the service was given, and knows it by."""
        key = f"{self.cls.key}.{attribute}"
        made = self.session.knowledge.value(key) if attribute.isidentifier() else None
        return made.cls if isinstance(made, Instance) and made.key == key else None

    def _kept(self, key: str) -> Kept | None:
        """Where a key says that its signal is kept; None where it is not a plain place of the service's own."""
        place = key.removesuffix(_SET)
        for prefix, kind in ((self.cls.key, ast.Attribute), (self.cls.module.label, ast.Name)):
            name = place.removeprefix(f"{prefix}.")
            if name != place and name.isidentifier():
                return Kept(name, kind, self.kin.hearers)
        return self._of_helper(place.removeprefix(f"{self.cls.key}."))

    def _of_helper(self, place: str) -> Kept | None:
        """``self.worker.stopped``: a flag or event of an object that nothing but the service knows."""
        owner, _, name = place.rpartition(".")
        helper = self._helper(owner)
        value = helper.class_value(name) if helper else None
        if helper is None or helper.method(name) or (value and isinstance(value[0], ast.Call)):
            return None  # a property or a descriptor may call something
        hearers = self.kin.helper(owner, helper)
        return Kept(name, ast.Attribute, hearers, helper) if hearers else None

    def _own(self, key: str, kept: Kept) -> bool:
        """Whether no other name leads to the signal; of a flag there is no other."""
        lineage = kept.helper.lineage() if kept.helper else self.kin.classes
        classes = [one for one in lineage if isinstance(one, ClassModel)]
        return not key.endswith(_SET) or Makers(kept.hearers, classes, kept.name, kept.kind).all_new()

    @cached_property
    def _run(self) -> Behaviour:
        return next(one for one in nodes(self.life) if isinstance(one, Leaves))

    @cached_property
    def _stays(self) -> tuple[At, bool] | None:
        return stays(self._run)

    def _renewed(self, key: str) -> Iterator[Event]:
        """Where the main code makes what the signal is given by, after RUNNING has been reported."""
        kept = self._kept(key)
        if kept is None or kept.helper or kept.kind is not ast.Attribute or not key.endswith(_SET):
            return
        if any(self.cls.method(name) for name in ("SvcRun", MASK, OWN_HANDLER)) or self._shut():
            return
        late = Makers(self.kin.hearers, self.kin.classes, kept.name, kept.kind).late(self.cls)
        if late is not None:
            yield Renewed(late.at, key, late.first)

    def _shut(self) -> bool:
        """Whether the main code reports START_PENDING, with which no control comes."""
        reports = (one for one in events(self.life) if isinstance(one, Report) and one.by is By.USER)
        return any(one.state in (START_PENDING, None) for one in reports)
