"""The facts of a service, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.checking.behaviour import events
from svclint.contract.controls import Accept, Control
from svclint.contract.events import At, By, Enter, Event, Join, Report, Spawn
from svclint.reviewing.edges import Edge, StopPath, edges, stop_path
from svclint.source.model import Service


class Handled(NamedTuple):
    """A control, and the method that gets it."""

    control: str
    method: str
    at: At


class Told(NamedTuple):
    """A state that the author's code reports, and the wait hint in ms where there is one."""

    state: str
    side: str
    hint: int | None
    at: At


class Worker(NamedTuple):
    """A thread or process that is started, and where it is waited for."""

    at: At
    daemon: bool
    ends: str
    joined: tuple[At, ...]


class Facts(NamedTuple):
    """What a reviewer is told of one service."""

    name: str
    at: At
    bases: tuple[str, ...]
    controls: tuple[Handled, ...]
    reports: tuple[Told, ...]
    workers: tuple[Worker, ...]
    edges: tuple[Edge, ...]
    stop: StopPath | None
    unknown: int


def facts(service: Service) -> Facts:
    """Everything at once. The engine is asked twice, so it costs as much as two rules."""
    happening = list(_happening(service))
    return Facts(
        service.cls.name,
        service.cls.module.source.named(service.cls.node),
        tuple(str(getattr(base, "name", base)) for base in service.cls.lineage()[1:]),
        tuple(_handled(service)),
        tuple(sorted(_told(happening), key=lambda one: (one.at, one.state))),
        tuple(sorted(_workers(happening), key=lambda one: one.at)),
        edges(service),
        stop_path(service),
        len(service.session.unfollowed),
    )


def _happening(service: Service) -> Iterator[Event]:
    seen: set[int] = set()
    for body in (service.life, *(one.handler.body for one in service.controls)):
        for event in events(body):
            if id(event) not in seen:
                seen.add(id(event))
                yield event


def _handled(service: Service) -> Iterator[Handled]:
    for one in service.controls:
        entered = next((event for event in events(one.handler.body) if isinstance(event, Enter)), None)
        if entered is not None:
            yield Handled(one.control, entered.at.text, entered.at)


def _told(happening: list[Event]) -> Iterator[Told]:
    for event in happening:
        if isinstance(event, Report) and event.by is By.USER and event.at.line:
            state = event.state.name if event.state else "a state that could not be read"
            yield Told(
                state, event.side.value, event.wait_hint if event.state and event.state.pending else None, event.at
            )


def _workers(happening: list[Event]) -> Iterator[Worker]:
    joins: dict[str, list[At]] = {}
    for event in happening:
        if isinstance(event, Join) and event.complete is not False:
            joins.setdefault(event.thread, []).append(event.at)
    for event in happening:
        if isinstance(event, Spawn):
            ends = {True: "by itself, soon", False: "not by itself", None: "unknown"}[event.ends]
            yield Worker(event.at, bool(event.daemon), ends, tuple(sorted(set(joins.get(event.thread, ())))))


def accept_bit(control: str) -> str:
    """The bit of the accept mask that lets a control through; empty for one that needs none, or has no name."""
    bit = Control[control].accept if control in Control.__members__ else None
    return Accept(bit).name or "" if bit else ""
