"""``--watch``: lint, wait until something changes, lint what that bears upon, and so on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from svclint.command import Options, Work, lint
from svclint.discovery import SUFFIXES, excluded
from svclint.held import Held
from svclint.ignoring import IGNORE_FILES, Excluded
from svclint.settings import BadSettings, Settings
from svclint.terminal import complain, tell

if TYPE_CHECKING:
    from svclint.running import Memory

STEP: Final = 20  # milliseconds without a change, after which a burst of changes is over
LONGEST: Final = 200  # milliseconds after which a burst is looked at though it goes on
GLANCE: Final = 250  # milliseconds between two looks at whether the user has had enough
SETTINGS: Final = "pyproject.toml"
CLEAR: Final = "\x1b[2J\x1b[3J\x1b[H"


def watched(work: Work, options: Options, effective: Callable[[], Settings]) -> int:
    """Lint again and again until the user interrupts: 0. Raises BadSettings for what cannot be watched.

    ``effective`` reads the settings, which is done anew when they may have changed.
    """
    settings, held = effective(), Held()
    with suppress(KeyboardInterrupt):  # whether it waits or lints at that moment
        for changes in _watch(work, settings):
            if any(os.path.basename(path) == SETTINGS for path in changes):
                settings, held = _again(effective, settings), Held()
            held.forget(changes)
            again(work._replace(memory=partial(_remembering, held, work.memory)), settings, options)
    return 0


def again(work: Work, settings: Settings, options: Options) -> None:
    """One round."""
    result = lint(work, settings)
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
    tell(result, settings, options)
    sys.stdout.flush()
    complain([f"watching {result.files} files; interrupt to end"])


@contextmanager
def _remembering(held: Held, memory: Callable[[], AbstractContextManager[Memory | None]]) -> Iterator[Held]:
    """What was found since the beginning, and before that what earlier runs found."""
    with memory() as earlier:
        held.earlier = earlier
        yield held


def _again(effective: Callable[[], Settings], before: Settings) -> Settings:
    """The settings as they are now, or as they were while somebody is still writing them."""
    try:
        return effective()
    except BadSettings as error:
        complain([str(error)])
        return before


def _watch(work: Work, settings: Settings) -> Iterator[set[str]]:
    """Nothing at first; then the files and folders that changed. Ends with an interruption."""
    try:
        from watchfiles import watch
    except ImportError:
        raise BadSettings("to watch files, svclint has to be installed as svclint[watch]") from None
    left_out = excluded(settings)
    bursts = watch(
        *folders(work, settings),
        watch_filter=lambda _, path: matters(path, left_out),
        debounce=LONGEST,
        step=STEP,
        rust_timeout=GLANCE,
        yield_on_timeout=True,
    )
    next(bursts)  # from here on no change is missed
    yield set()
    yield from ({path for _, path in burst} for burst in bursts if burst)


def folders(work: Work, settings: Settings) -> list[str]:
    """Where changes bear upon the result: around all that is linted, and below the settings that were read."""
    given = [path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in work.files]
    missing = [path for path in given if not os.path.isdir(path)]
    if missing:
        raise BadSettings(f"{missing[0]}: no such folder to watch")
    return sorted({os.path.abspath(path) for path in (*given, *([settings.root] if settings.source else []))})


def matters(path: str, left_out: Excluded) -> bool:
    """Whether a change there can change what is found; asked of everything that changes."""
    name = os.path.basename(path)
    code = name.endswith(SUFFIXES) or name in IGNORE_FILES or name == SETTINGS
    folder = os.path.isdir(path) or not (os.path.exists(path) or os.path.splitext(name)[1])
    return (code or folder) and not left_out.hides_deeply(path)
