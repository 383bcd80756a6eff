"""What the SCM refuses becomes pywintypes.error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from svclint.simulation.scm.refusal import Refused
from svclint.simulation.standins._errors import failed


@contextmanager
def told(function: str) -> Iterator[None]:
    """Turn Refused into the exception pywin32 raises for ``function``."""
    try:
        yield
    except Refused as refused:
        raise failed(refused.error, function) from None
