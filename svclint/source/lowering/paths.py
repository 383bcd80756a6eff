"""Paths of ``pathlib``: where they begin, as long as they are put together from constants."""

from __future__ import annotations

from typing import Final

from svclint.contract.effects import canonical
from svclint.source.lowering.arguments import Arguments
from svclint.source.values import Const, Given, Value

_PATH: Final = "pathlib.Path"


def path_of(name: str, given: Arguments) -> str | None:
    """The path that ``Path("data", "feed.ini")`` makes, as far as its beginning is known; None when it makes none."""
    parts = [_text(one) for one in given.positional]
    return "/".join(one or "?" for one in parts) if canonical(name) == _PATH and parts and parts[0] else None


def joined(left: Value, right: Value) -> Given | None:
    """``path / "feed.ini"``; None when it is something else."""
    begins = path_in(left) if isinstance(left, Given) else None
    return Given(_PATH, f"{begins}/{_text(right) or '?'}") if begins is not None else None


def path_in(given: Given) -> str | None:
    """The path that an object is; what its methods gave is another one."""
    return given.path if canonical(given.name) == _PATH else None


def _text(value: Value) -> str | None:
    if isinstance(value, Given):
        return path_in(value)
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
