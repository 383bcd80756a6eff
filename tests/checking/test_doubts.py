"""How certain a violation is: doubts about the event, about exceptions, about races; and rules of every path."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Jump, Leaves, choice, seq
from svclint.checking.driver import check
from svclint.checking.judgement import Certainty
from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.checking.world import Phase
from svclint.contract.events import Event, Leave, Opaque
from tests.checking.words import Words, at, attempt, do, handler, point, running, signal, spelling, while_

BROKEN, POSSIBLE = Certainty.BROKEN, Certainty.POSSIBLE
STOP = running(handler("STOP", do("stop"), {Phase.RUNNING}, Phase.STOPPING))


class Owed(Words):
    """The same of something that is missing."""

    fault = Fault.OMITTED


class Answered(Monitor["bool"]):
    """Somebody says "answer" before the handler is left."""

    sees = (Opaque, Leave)
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> bool:
        return False

    def step(self, state: bool, event: Event) -> tuple[bool, Sequence[Verdict]]:
        if isinstance(event, Opaque):
            return state or event.name == "answer", ()
        return state, [Kept(event.at) if state else Broken("mute", event.at, "nobody answers")]


class Unanswered(Answered):
    """The same, where one path is enough."""

    quantifier = Quantifier.SOME


class Unsure(Words):
    """Doubts its own events."""

    def step(self, state: tuple[str, ...], event: Event) -> tuple[tuple[str, ...], Sequence[Verdict]]:
        state, verdicts = super().step(state, event)
        return state, [verdict._replace(sure=False) for verdict in verdicts if isinstance(verdict, Broken)]


def test_an_exception_nobody_raised_excuses_what_is_missing() -> None:
    """The join was skipped only because something unexpected happened: possible. Without the exception: certain."""
    found = spelling(attempt(do("join"), SKIP), monitor=Owed)
    assert found == {"join": BROKEN, "": POSSIBLE}


def test_an_exception_nobody_raised_excuses_nothing_that_was_done() -> None:
    """The forbidden call stands in the ``except`` part, and the author wrote it there."""
    assert spelling(attempt(do("a"), do("exit")))["a exit"] is BROKEN


def test_raise_statements_are_no_excuse() -> None:
    """The author raised the exception himself."""
    found = spelling(attempt(seq(do("a"), Jump("raise")), do("log")), monitor=Owed)
    assert found == {"a log": BROKEN, "log": POSSIBLE}


def test_what_happens_on_all_visits_is_certain() -> None:
    """Whoever comes into this ``except`` part breaks the rule, whatever doubt there is about getting there."""
    body = attempt(do("a"), seq(Leaves(do("x"), "STOP", at("SvcStop")), Jump("raise")))
    judgement = check(Unanswered(), body)
    assert [violation.certainty for violation in judgement.violations] == [BROKEN]


class OwedAmongDone(Words):
    """Forbids what is done, but its verdict is of something that is missing."""

    verdict = Fault.OMITTED

    def step(self, state: tuple[str, ...], event: Event) -> tuple[tuple[str, ...], Sequence[Verdict]]:
        state, verdicts = super().step(state, event)
        return state, [one._replace(fault=self.verdict) for one in verdicts if isinstance(one, Broken)]


class DoneAmongOwed(OwedAmongDone):
    """The other way round."""

    fault = Fault.OMITTED
    verdict = Fault.DONE


def test_a_verdict_may_be_of_another_kind_than_its_monitor() -> None:
    """Its own fault decides which doubts excuse it."""
    body = attempt(do("join"), SKIP)
    assert spelling(body, monitor=OwedAmongDone) == {"join": BROKEN, "": POSSIBLE}
    assert spelling(body, monitor=DoneAmongOwed) == {"join": BROKEN, "": BROKEN}


def test_an_unsure_event_is_never_certain() -> None:
    """The monitor's own doubt is enough."""
    assert spelling(do("a"), monitor=Unsure) == {"a": POSSIBLE}


def test_a_control_between_two_quick_statements_is_a_race() -> None:
    """Where the code rests the control will find it; where it does not, only perhaps."""
    quick = seq(point(rest=False), do("a"), point(rest=True), do("b"))
    assert spelling(quick, STOP) == {"a b": BROKEN, "stop a b": POSSIBLE, "a stop b": BROKEN}


def test_a_control_in_an_except_part_needs_the_exception() -> None:
    """Though nothing else that matters is in it; a control that could have come before needs none."""
    body, quick = attempt(do("a"), point()), attempt(point(rest=False), point())
    found = spelling(attempt(SKIP, point()), STOP, Owed)
    assert found == {"": BROKEN, "stop": POSSIBLE}
    assert spelling(body, STOP, Owed)["stop"] is POSSIBLE
    assert spelling(quick, STOP, Owed)["stop"] is POSSIBLE
    assert spelling(attempt(point(), point()), STOP, Owed)["stop"] is BROKEN
    assert spelling(attempt(seq(point(), NEVER), SKIP), STOP, Owed) == {"": POSSIBLE, "stop": POSSIBLE}


def test_without_a_place_of_rest_every_point_is_one() -> None:
    """The code must spend its time somewhere."""
    assert spelling(seq(point(rest=False), do("a")), STOP) == {"a": BROKEN, "stop a": BROKEN}


def answered(*parts: Behaviour) -> list[Certainty]:
    judgement = check(Answered(), Leaves(choice(*parts), "STOP", at("SvcStop")))
    return [violation.certainty for violation in judgement.violations]


def test_one_path_that_keeps_the_rule_acquits() -> None:
    """A rule of every path convicts only if no path answers."""
    assert answered(do("x"), do("y")) == [BROKEN]
    assert answered(do("x"), do("answer")) == [POSSIBLE]
    assert answered(do("answer")) == []


def test_an_exception_nobody_raised_breaks_no_rule_of_every_path() -> None:
    """Not even where the ``except`` part has its own way out; what is broken without it still is."""
    returns = Jump("return", at=at("return"))
    assert answered(attempt(do("answer"), SKIP)) == []
    assert answered(attempt(do("answer"), returns)) == []
    assert answered(attempt(seq(do("answer"), Jump("raise")), SKIP)) == []
    assert answered(attempt(do("x"), SKIP)) == [BROKEN]
    assert answered(attempt(Jump("raise"), do("x"))) == [BROKEN]


def test_the_best_path_is_told() -> None:
    """Of several paths to one violation the one without doubt goes with it."""
    body = choice(attempt(do("a"), do("x")), do("b"))
    monitor = Owed()
    found = check(monitor, seq(while_("k", body), signal("k", True), do("end")))
    for violation in found.violations:
        if violation.certainty is BROKEN:
            assert "x" not in violation.code
