"""Schedules that once broke a service, in a file that can be checked in: they are replayed before anything is searched.

An entry stays while its files are as they were. Once they were edited, it stays if it shows its finding still, with a
new token, or if the search finds it elsewhere; else it is dropped when the search is over. With another Python or
svclint than its own it is tried, and left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from svclint import __version__
from svclint.saving import save
from svclint.simulation.exploration.token import PYTHON, BadToken, Token
from svclint.simulation.exploration.token import parsed as token_of
from svclint.simulation.jobs import Job
from svclint.simulation.plain import finding
from svclint.simulation.results import Shown
from svclint.simulation.targets import shown

NAME: Final = ".svclint_regressions.json"
HOW: Final = "regression"  # in the place of a strategy
VERSION: Final = 1


class BadRegressions(ValueError):
    """A file that holds no regressions; the text is one line."""


class Entry(NamedTuple):
    """A finding, by its rule and where it was, and the token of a schedule that shows it."""

    code: str
    path: str
    line: int
    message: str
    token: Token

    @property
    def place(self) -> tuple[object, ...]:
        """What makes it the same finding of the same service."""
        token = self.token
        return self.code, self.path, self.line, token.target, token.host, token.profile

    def __str__(self) -> str:
        return f"{self.code} at {self.path}:{self.line}"


class Replayed(NamedTuple):
    """What became of an entry: the finding that its schedule shows, if it does; whether its run is to be had again."""

    entry: Entry
    shown: Shown | None
    fits: bool


def entry_of(shown: Shown) -> Entry:
    """The entry of a finding."""
    found = shown.finding
    return Entry(found.code, found.at.path, found.at.line, found.message, shown.token)


def loaded(path: str) -> list[Entry]:
    """The entries of a file, none if it is not there or empty. Raises BadRegressions."""
    try:
        text = Path(path).read_text("utf-8")
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise BadRegressions(f"{path}: cannot be read: {error}") from None
    try:
        held: Any = json.loads(text) if text.strip() else {"svclint-regressions": VERSION, "entries": []}
        version = held["svclint-regressions"]
        if version == VERSION:
            return [_entry(one) for one in held["entries"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadRegressions(f"{path}: no file of regressions: {error or type(error).__name__}") from None
    raise BadRegressions(f"{path}: regressions of version {version!r}; this svclint reads version {VERSION}")


def _entry(held: dict[str, Any]) -> Entry:
    return Entry(held["code"], held["path"], int(held["line"]), held["message"], token_of(held["token"]))


def written(path: str, entries: Iterable[Entry]) -> None:
    """Write them, in order. Raises Unwritten."""
    ordered = sorted(entries, key=lambda one: (one.token.target, one.path, one.line, one.code, str(one.token)))
    held = [{**one._asdict(), "token": str(one.token)} for one in ordered]
    save(path, json.dumps({"svclint-regressions": VERSION, "entries": held}, indent=1) + "\n")


def concerns(entry: Entry, job: Job) -> bool:
    """Whether a search is to replay an entry: it is of the same service in the same host, and of what is asked for."""
    token = entry.token
    same = (token.target, token.host, token.profile) == (shown(job.target, job.base), job.host, job.profile)
    scenarios = [shown(one, job.base) for one in job.scenarios]
    return same and (not scenarios or token.scenario in scenarios)


def replay_of(entry: Entry, job: Job) -> Job:
    """The job that tries the schedule of an entry. What the service may do is for the user to say, not for a file."""
    return replace(job, scenarios=(entry.token.scenario,), deviations=entry.token.deviations, slack=entry.token.slack)


def replayed(entry: Entry, job: Job, messages: Iterable[Any]) -> Replayed:
    """What the replay of an entry has shown. Of edited files it may show its rule anywhere."""
    token = entry.token
    for one in messages:
        if one["kind"] == "replayed":
            new = replace(
                token,
                allow=job.allow,
                framework=job.framework and shown(job.framework, job.base),
                files={shown(path, job.base): mark for path, mark in sorted(one["files"].items())},
                digest=one["run"]["digest"],
                python=PYTHON,
                svclint=__version__,
            )
            found = [each for each in map(finding, one["findings"]) if each.code == entry.code]
            found.sort(key=lambda each: (each.at.path, each.at.line) != (entry.path, entry.line))
            return Replayed(entry, Shown(found[0], token.scenario, HOW, new) if found else None, _fits(token, job.base))
    return Replayed(entry, None, _fits(token, job.base))


def _fits(token: Token, base: str) -> bool:
    try:
        token.check(base)
    except BadToken:
        return False
    return True


def kept(entries: Iterable[Entry], replays: Iterable[Replayed], found: Iterable[Shown]) -> list[Entry]:
    """The entries after a search that went to its end: ``replays`` of some, and all that was ``found``."""
    confirmed = {one.place: one for one in map(entry_of, found)}
    tried = {str(one.entry.token): one for one in replays}
    left = [now for one in entries if (now := _now(one, tried.get(str(one.token)), confirmed))]
    return list({**confirmed, **{one.place: one for one in left}}.values())


def _now(entry: Entry, tried: Replayed | None, confirmed: Mapping[tuple[object, ...], Entry]) -> Entry | None:
    """What an entry is after its replay, if there was one."""
    if tried is None or (entry.token.python, entry.token.svclint) != (PYTHON, __version__):
        return entry
    place = entry_of(tried.shown).place if tried.shown else entry.place
    return entry if tried.fits and (tried.shown or place not in confirmed) else confirmed.get(place)
