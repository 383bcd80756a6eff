"""What a refused request looks like."""

from __future__ import annotations


class Refused(Exception):
    """The SCM refuses a request. ``error`` is the Win32 code the caller gets."""

    def __init__(self, error: int) -> None:
        super().__init__(error)
        self.error = error


def demand(condition: object, error: int) -> None:
    """Refuse with ``error`` unless the condition holds."""
    if not condition:
        raise Refused(error)
