"""What the tables say of a name, and what users taught beside them: aliases and inherited methods followed."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from functools import cache

from svclint.contract.constants import CONSTANTS
from svclint.contract.effects.kinds import Acts, Argument, Blocks, Exit, Starter
from svclint.contract.effects.loops import BOUND
from svclint.contract.effects.silence import QUIET, TELLING
from svclint.contract.effects.surroundings import NEEDS, PROVIDES, SERVING, Wants
from svclint.contract.effects.tables import ACTS, ALIASES, BASES, BLOCKS, CLASSES, QUITS, RETURNS, STARTERS
from svclint.contract.effects.taught import Lessons, Taught
from svclint.contract.effects.threads import JOBS
from svclint.contract.events import Need, Serving


class _Lore:
    """What users taught, which stands before the tables; only learn() changes it."""

    taught = Taught()


_LORE = _Lore()
_ALIASES: ChainMap[str, str] = ChainMap({}, ALIASES)
_BLOCKS: ChainMap[str, Blocks] = ChainMap({}, BLOCKS)
_ACTS: ChainMap[str, tuple[Acts, ...]] = ChainMap({}, ACTS)


def learn(lessons: Lessons) -> None:
    """From now on, in this process, the tables say this as well, instead of what was taught before."""
    if lessons == _LORE.taught.lessons:
        return
    _LORE.taught = Taught(lessons)
    _ALIASES.maps[0], _BLOCKS.maps[0], _ACTS.maps[0] = _LORE.taught.aliases, _LORE.taught.blocks, _LORE.taught.acts
    for answer in _REMEMBERED:
        answer.cache_clear()


def has_lessons() -> bool:
    """Whether users taught anything."""
    return bool(_LORE.taught.lessons)


def taught(name: str) -> bool:
    """Whether a user taught what that very call does, or a method of that class."""
    return any(known == name or known.startswith(f"{name}.") for known, _ in _LORE.taught.lessons)


def reports(name: str) -> bool:
    """Whether a user taught that the call reports a status."""
    return name in _LORE.taught.reports


@cache
def canonical(name: str) -> str:
    """The name as the tables spell it: the longest alias at its beginning replaced, again and again."""
    head, tail = name, ""
    while head:
        if head in _ALIASES:
            return canonical((_ALIASES[head] + tail).lstrip("."))
        head = head.rpartition(".")[0]
        tail = name[len(head) :]
    return name


def family(name: str) -> Iterator[str]:
    """A class and the known classes it inherits from, the nearest first."""
    current: str | None = canonical(name)
    while current:
        yield current
        current = BASES.get(current)


def _spellings(name: str) -> Iterator[str]:
    """A callable's name, then the same method under each base of its class."""
    owner, dot, method = canonical(name).rpartition(".")
    return (f"{each}{dot}{method}" for each in family(owner)) if owner else iter((method,))


@cache
def blocking(name: str) -> Blocks | None:
    """What is known of the call's waiting: None when nothing is."""
    return next((_BLOCKS[each] for each in _spellings(name) if each in _BLOCKS), None)


@cache
def acts(name: str) -> tuple[Acts, ...]:
    """What the call does beside waiting; empty when nothing is known."""
    return next((_ACTS[each] for each in _spellings(name) if each in _ACTS), ())


@cache
def starter(name: str) -> Starter | None:
    """How the class (or one it inherits from) is told what to run."""
    return next((STARTERS[each] for each in family(name) if each in STARTERS), None)


def is_process(name: str) -> bool:
    """Whether what the class's objects run is run by a process of its own."""
    starts = starter(name)
    return starts is not None and starts.process


@cache
def job(name: str) -> Argument | None:
    """What the method of an executor or pool is given to run, if it does not wait for it."""
    return next((JOBS[each] for each in _spellings(name) if each in JOBS), None)


@cache
def returns(name: str) -> str | None:
    """The class of the call's result; a class of the tables gives itself."""
    found = next((RETURNS[each] for each in _spellings(name) if each in RETURNS), None)
    known = canonical(name)
    return found or (known if known in CLASSES or known in _LORE.taught.classes else None)


@cache
def bound(name: str) -> str | None:
    """How another thread asks for what only the thread of an event loop may call; None when any thread may."""
    return next((BOUND[each] for each in _spellings(name) if each in BOUND), None)


def quits(name: str) -> Exit | None:
    """How the call ends the process or halts it, if it does."""
    return QUITS.get(canonical(name))


@cache
def quiet(name: str) -> bool:
    """Whether the call is known to mean nothing to the contract; the longest name that a table knows decides."""
    if blocking(name) or acts(name) or quits(name):
        return False
    return any(_below_quiet(spelled) for spelled in _spellings(name))


def tells(name: str) -> bool:
    """Whether a quiet call may be a sign to another part of the program: a file that stands for a flag, say."""
    return any(spelled in TELLING for spelled in _spellings(name))


def _below_quiet(name: str) -> bool:
    while name and name not in QUIET and name not in _LORE.taught.quiet:
        name = name.rpartition(".")[0]
    return bool(name)


@cache
def wants(name: str) -> Wants | None:
    """What has to be there for the call to work, which is not everywhere."""
    return next((NEEDS[each] for each in _spellings(name) if each in NEEDS), None)


@cache
def provides(name: str) -> Need | None:
    """What the call makes sure of for its thread, or for the process."""
    return PROVIDES.get(canonical(name))


@cache
def serving(name: str) -> Serving | None:
    """Which step of a program on its way to the SCM the call is."""
    return SERVING.get(canonical(name))


def dll(library: str) -> str:
    """The canonical name of a Windows library loaded by file name (``ctypes.WinDLL("Kernel32.dll")``)."""
    return f"ctypes.windll.{library.lower().removesuffix('.dll')}"


@cache
def is_library(module: str) -> bool:
    """Whether the tables speak of a top-level module of that name."""
    return module in _modules()


@cache
def _modules() -> frozenset[str]:
    tables = (BLOCKS, ACTS, RETURNS, STARTERS, QUITS, QUIET, ALIASES, BASES, CONSTANTS)
    return frozenset(name.partition(".")[0] for table in tables for name in table)


@cache
def knows(name: str) -> bool:
    """Whether the tables have something to say of this very name, or of the method it inherits."""
    said = blocking(name) or acts(name) or returns(name) or quits(name) or starter(name) or reports(name)
    return bool(said) or canonical(name) in QUIET


_REMEMBERED = (
    canonical, blocking, acts, starter, job, returns, bound, quiet, wants, provides, serving, knows,
)  # fmt: skip
