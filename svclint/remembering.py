"""The cache of a run: opened before, closed after, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from svclint.terminal import complain

if TYPE_CHECKING:
    from svclint.cache.memory import Memory
    from svclint.settings import Settings


@contextmanager
def remembering(settings: Settings, noqa: bool, forget: bool) -> Iterator[Memory | None]:
    """What earlier runs found below the folder of the settings, where it is wanted and can be had.

    ``forget``: it is thrown away first.
    """
    memory = _opened(settings, noqa, forget)
    try:
        yield memory
    finally:
        if memory:
            memory.close()


def _opened(settings: Settings, noqa: bool, forget: bool) -> Memory | None:
    from svclint.build import here
    from svclint.cache.folder import cleared
    from svclint.cache.memory import Memory
    from svclint.cache.store import Store, Unusable

    # Of the settings only these decide what is found; the others, which of it is shown.
    terms = (noqa, settings.require_reason, settings.follow_imports, settings.effects)
    try:
        if forget:
            cleared(settings.root)
        if not settings.cache:
            return None
        return Memory(Store(settings.root), lambda: repr((here(), terms)), _without)
    except (OSError, Unusable) as error:
        _without(str(error))
        return None


def _without(why: str) -> None:
    complain([f"{why}; going on without the cache"])
