"""The tables of all themes, merged."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.contract.effects import databases, exits, network, processes, servers, threads, windows
from svclint.contract.effects.kinds import Acts, Blocks, Exit, Starter

BLOCKS: dict[str, Blocks] = (
    threads.BLOCKS | processes.BLOCKS | network.BLOCKS | databases.BLOCKS | servers.BLOCKS | windows.BLOCKS
)
ACTS: dict[str, tuple[Acts, ...]] = threads.ACTS | processes.ACTS | network.ACTS | servers.ACTS | windows.ACTS
QUITS: dict[str, Exit] = exits.QUITS
STARTERS: dict[str, Starter] = threads.STARTERS
BASES: dict[str, str] = threads.BASES | processes.BASES | network.BASES | databases.BASES | servers.BASES
RETURNS: dict[str, str] = (
    threads.RETURNS | processes.RETURNS | network.RETURNS | databases.RETURNS | servers.RETURNS | windows.RETURNS
)
ALIASES: dict[str, str] = (
    threads.ALIASES
    | processes.ALIASES
    | network.ALIASES
    | databases.ALIASES
    | servers.ALIASES
    | windows.ALIASES
    | exits.ALIASES
)


def _owner(name: str) -> str:
    return name.rpartition(".")[0]


def _classes() -> Iterator[str]:
    yield from RETURNS.values()
    yield from BASES
    yield from BASES.values()
    yield from (name for name in STARTERS if name != "_thread.start_new_thread")
    owners = map(_owner, (*BLOCKS, *ACTS, *RETURNS))
    yield from (owner for owner in owners if owner.rpartition(".")[2][:1].isupper())


CLASSES = frozenset(_classes())
