"""What the tables say of a name: aliases and inherited methods followed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from svclint.contract.constants import CONSTANTS
from svclint.contract.effects.kinds import Acts, Blocks, Exit, Starter
from svclint.contract.effects.silence import QUIET
from svclint.contract.effects.surroundings import NEEDS, PROVIDES, SERVING, Wants
from svclint.contract.effects.tables import ACTS, ALIASES, BASES, BLOCKS, CLASSES, QUITS, RETURNS, STARTERS
from svclint.contract.events import Need, Serving


@cache
def canonical(name: str) -> str:
    """The name as the tables spell it: the longest alias at its beginning replaced, again and again."""
    head, tail = name, ""
    while head:
        if head in ALIASES:
            return canonical((ALIASES[head] + tail).lstrip("."))
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
    return next((BLOCKS[each] for each in _spellings(name) if each in BLOCKS), None)


@cache
def acts(name: str) -> tuple[Acts, ...]:
    """What the call does beside waiting; empty when nothing is known."""
    return next((ACTS[each] for each in _spellings(name) if each in ACTS), ())


@cache
def starter(name: str) -> Starter | None:
    """How the class (or one it inherits from) is told what to run."""
    return next((STARTERS[each] for each in family(name) if each in STARTERS), None)


def is_process(name: str) -> bool:
    """Whether what the class's objects run is run by a process of its own."""
    starts = starter(name)
    return starts is not None and starts.process


@cache
def returns(name: str) -> str | None:
    """The class of the call's result; a class of the tables gives itself."""
    found = next((RETURNS[each] for each in _spellings(name) if each in RETURNS), None)
    return found or (canonical(name) if canonical(name) in CLASSES else None)


def quits(name: str) -> Exit | None:
    """How the call ends the process or halts it, if it does."""
    return QUITS.get(canonical(name))


@cache
def quiet(name: str) -> bool:
    """Whether the call is known to mean nothing to the contract; the longest name that a table knows decides."""
    if blocking(name) or acts(name) or quits(name):
        return False
    return any(_below_quiet(spelled) for spelled in _spellings(name))


def _below_quiet(name: str) -> bool:
    while name and name not in QUIET:
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


def knows(name: str) -> bool:
    """Whether the tables have something to say of this very name, or of the method it inherits."""
    said = blocking(name) or acts(name) or returns(name) or quits(name) or starter(name)
    return bool(said) or canonical(name) in QUIET
