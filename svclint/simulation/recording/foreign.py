"""What a handler may return: numbers and texts as they are, of other objects only the class.

What is recorded must be the same in every process, and asking the author's object anything would run their code.
"""

from __future__ import annotations

from typing import NamedTuple

from svclint.contract.events import RAISED


class Foreign(NamedTuple):
    """An object that was not kept, only its class."""

    cls: str

    def __repr__(self) -> str:
        return f"<{self.cls} object>"


def kept(value: object) -> object:
    """The value as it can be recorded."""
    if value is None or value is RAISED or isinstance(value, (int, float, str, Foreign)):
        return value
    return Foreign(f"{type(value).__module__}.{type(value).__qualname__}")
