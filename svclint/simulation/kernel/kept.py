"""What a container held, to be put back."""

from __future__ import annotations

from typing import Any


class Kept:
    """What a container held, to be put back into the same container."""

    __slots__ = ("_container", "_content")

    def __init__(self, container: Any) -> None:
        """Remember the content of a dict, list or set, or of anything that has such methods."""
        self._container = container
        self._content = container.copy()

    def restore(self) -> None:
        """Put it back; leave alone what has not changed."""
        if self._changed():
            self._container.clear()
            fill = getattr(self._container, "extend", None) or self._container.update
            fill(self._content)

    def _changed(self) -> bool:
        now, then = self._container, self._content
        if not isinstance(now, dict):
            return bool(now != then)
        # Two empty sets are equal, and yet not the same.
        return now.keys() != then.keys() or any(now[key] is not value for key, value in then.items())
