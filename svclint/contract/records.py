"""Frozen records that cost little to define: what they promise is kept by the type checker, not at run time.

A frozen dataclass takes a third of a millisecond to define. There are dozens of small records here, and every
editor and hook that starts the command waits for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**promise: bool):
        """What type checkers read."""
        return lambda function: function


C = TypeVar("C", bound=type)


@dataclass_transform(frozen_default=True, eq_default=False)
def record(cls: C) -> C:
    """A record that is compared and hashed by identity, which is fast."""
    return dataclass(slots=True, eq=False)(cls)  # type: ignore[return-value]


@dataclass_transform(frozen_default=True, eq_default=True)
def value(cls: C) -> C:
    """A record that is compared and hashed by what it holds."""
    return dataclass(slots=True, unsafe_hash=True)(cls)  # type: ignore[return-value]
