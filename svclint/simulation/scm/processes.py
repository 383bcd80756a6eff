"""One simulated process: what it runs, whom it serves, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.simulation.kernel import WaitList

if TYPE_CHECKING:
    from svclint.simulation.scm.delivery import Lane
    from svclint.simulation.scm.hosts import Program
    from svclint.simulation.scm.records import ServiceRecord

Main = Callable[[tuple[str, ...]], object]


class Entry(NamedTuple):
    """A line of the dispatch table: a service's name, and its main function, which gets the arguments."""

    name: str | None
    main: Main | None


@dataclass(eq=False)
class Seat:
    """What a status handle stands for: one service in one process, and its control handler."""

    process: Process
    record: ServiceRecord
    callback: Callable[..., Any]
    extended: bool


@dataclass(eq=False, repr=False)
class Process:
    """A process; ``number`` is its process id. One from a console serves no service, so it cannot dispatch.

    ``serving``: started and not STOPPED; the dispatcher returns when that is empty. ``reported``: have said anything.
    ``over``: it has ended; ``gone``: its threads have shown what they would still have done.
    """

    number: int
    program: Program
    lane: Lane
    from_console: bool = False
    serving: list[ServiceRecord] = field(default_factory=list)
    prepared: list[tuple[str | None, type | None]] = field(default_factory=list)
    table: tuple[Entry, ...] = ()
    seats: dict[ServiceRecord, int] = field(default_factory=dict)
    reported: set[ServiceRecord] = field(default_factory=set)
    connected: bool = False
    over: bool = False
    gone: bool = False
    attention: WaitList = field(default_factory=WaitList)

    def __repr__(self) -> str:
        return f"process {self.number}"

    def main_of(self, record: ServiceRecord) -> Main | None:
        """The main function of a service; an own process's name is not compared (ENT-05)."""
        if not record.configuration.shared:
            return self.table[0].main
        wanted = record.name.casefold()
        return next((each.main for each in self.table if (each.name or "").casefold() == wanted), None)

    def named(self, name: str) -> ServiceRecord | None:
        """The service that registers under this name; None when no line of the table has it (MAI-03)."""
        if not self.connected:
            return None
        for record in self.serving:
            if not record.configuration.shared or record.name.casefold() == name.casefold():
                return record
        return None
