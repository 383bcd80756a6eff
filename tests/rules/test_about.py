"""What a monitor says that it is about and heeds: without these events it calls nothing broken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from svclint.checking.census import Census
from svclint.checking.monitor import Monitor
from svclint.checking.relevance import regions, stirred
from svclint.rules import read_rules
from svclint.rules.base import Rule
from svclint.source.imports import FRAMEWORK
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.program import programs
from svclint.source.services import services
from svclint.source.text import parse

TELLING = [one for one in read_rules() if one.monitor.about]
CHOOSING = {one.monitor for one in read_rules() if one.monitor.heeds is not Monitor.heeds}


@cache
def examples() -> list[Census]:
    """All that is judged of what the rules show as bad."""
    return [one for rule in read_rules() for one in judged(rule.bad)]


def judged(text: str) -> Iterator[Census]:
    """All that is judged of a module."""
    tree: Any = parse(text, "service.py")
    module = Module(tree, Source("service.py", text.split("\n")))
    for service in services(module):
        yield Census(service.life, service.setting)
        yield from map(Census, (*(one.behaviour for one in service.controls), *service.session.threads()))
    framed = [one for one in module.classes if one.derives(FRAMEWORK)]
    yield from map(Census, programs(tree, module, framed[0]) if framed else ())


def breaks(monitor: Monitor[Any], census: Census, without: tuple[type, ...] = ()) -> bool | None:
    """Whether some order of the events calls something broken; None: there are too many states to know."""
    shown = {
        place: [one for one in census.events_at(place) if not isinstance(one, without)]
        for place in census.places_of(monitor.sees)
    }
    return stirred(monitor, list(regions(monitor, census, shown)))


@pytest.mark.parametrize("rule", TELLING, ids=lambda rule: rule.code)
def test_without_what_it_is_about_nothing_is_broken(rule: type[Rule]) -> None:
    """In no order of all that the examples of any rule show; with it, something is."""
    monitor = rule.monitor()
    assert not any(breaks(monitor, one, monitor.about) for one in examples())
    assert any(breaks(monitor, one) is not False for one in examples())


@pytest.mark.parametrize("rule", TELLING, ids=lambda rule: rule.code)
def test_a_monitor_sees_what_it_is_about(rule: type[Rule]) -> None:
    """It could not speak of it else."""
    assert set(rule.monitor.about) < set(rule.monitor.sees)


@pytest.mark.parametrize("kind", CHOOSING, ids=lambda kind: kind.__name__)
def test_what_is_not_heeded_changes_nothing(kind: type[Monitor[Any]]) -> None:
    """In no state that the examples lead to."""
    monitor, unheeded = kind(), 0
    for census in examples():
        shown = {place: census.events_at(place) for place in census.places_of(monitor.sees)}
        parts = list(regions(monitor, census, shown))
        stirred(monitor, parts)
        for part in parts:
            for event in (one for one in part.events if not monitor.heeds(one)):
                unheeded += len(part.states)
                assert all(monitor.step(state, event) == (state, ()) for state in part.states)
    assert unheeded > 100
