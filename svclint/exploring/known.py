"""The known schedules of a search: replayed before it, and kept for the next one after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from svclint.exploring.regressions import HOW, Entry, Replayed, concerns, kept, loaded, replay_of, replayed, written
from svclint.exploring.work import explored
from svclint.saving import Unwritten
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result, Shown
from svclint.spreading import Crew, Lost, Spread


class Known:
    """Those of a file, if there is one. Raises BadRegressions."""

    def __init__(self, path: str | None, job: Job, say: Callable[[str], object]) -> None:
        self._path, self._job, self._say = path, job, say
        self._entries = loaded(path) if path else []
        self._replays: list[Replayed] = []

    def shown(self, crew: Crew) -> list[Shown]:
        """What their schedules show, each run once; what became of each is said."""
        self._replays = list(self._replayed(crew))
        return [one.shown for one in self._replays if one.shown]

    def count(self, result: Result) -> None:
        """These runs belong to those of the search."""
        for one in self._replays:
            result.count(one.entry.token.scenario, HOW)

    def keep(self, found: Iterable[Shown], complete: bool) -> None:
        """Bring the file up to date with what was found; nothing is dropped after a search that is not complete."""
        seen = [one for one in found if one.again]
        entries = kept(self._entries, self._replays if complete else [], seen)
        if self._path and _facts(entries) != _facts(self._entries):
            try:
                written(self._path, entries)
            except Unwritten as error:
                self._say(str(error))

    def _replayed(self, crew: Crew) -> Iterator[Replayed]:
        entries = [one for one in self._entries if concerns(one, self._job)]
        answers = Spread(explored, crew).over([replay_of(one, self._job)] for one in entries)
        for entry, (_, messages) in zip(entries, answers, strict=True):
            one = replayed(entry, self._job, () if isinstance(messages, Lost) else messages)
            self._say(f"regression {entry}: {'shown again' if one.shown else 'no longer shown'}")
            yield one


def _facts(entries: Iterable[Entry]) -> set[tuple[object, ...]]:
    return {(*one.place, str(one.token)) for one in entries}
