"""Short ways to write the tables."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.contract.effects.kinds import MILLISECONDS, SECONDS, UNBOUNDED, Act, Acts, Argument, Blocks, Limit

ARGUMENT_0 = Argument(0, None)


def seconds(position: int | None, keyword: str | None = "timeout", absent: float | None = UNBOUNDED) -> Limit:
    """A limit in seconds."""
    return Limit(Argument(position, keyword), SECONDS, absent)


def milliseconds(position: int | None, keyword: str | None = None, absent: float | None = UNBOUNDED) -> Limit:
    """A limit in milliseconds, by position as in Windows calls unless a keyword is named."""
    return Limit(Argument(position, keyword), MILLISECONDS, absent)


def each(prefix: str, names: str, blocks: Blocks) -> dict[str, Blocks]:
    """The same wait for several names below one prefix; ``names`` is separated by blanks."""
    return dict.fromkeys(below(prefix, names), blocks)


def below(prefix: str, names: str) -> Iterable[str]:
    """``prefix.name`` for every one of ``names``."""
    return (f"{prefix}.{name}" for name in names.split())


def act(prefix: str, names: str, *deeds: Act, subject: Argument | None = None) -> dict[str, tuple[Acts, ...]]:
    """The same deeds for several names below one prefix."""
    return dict.fromkeys(below(prefix, names), tuple(Acts(deed, subject) for deed in deeds))
