"""The folder of a worker process: all that runs may write to, and empty when each of them begins."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from functools import partial

from svclint.simulation.kernel import guard, running


def own(folder: str, *effects: str) -> None:
    """From now on runs in this process may write to the folder, and have these effects, by name."""
    guard.rules.allow(*(guard.Effect[name] for name in effects), folders=(folder,))
    running.preparations.insert(0, partial(emptied, folder))


def variables(folder: str) -> dict[str, str]:
    """The environment of a process whose temporary files are to be in the folder."""
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)


def emptied(folder: str) -> None:
    """What a run leaves there, the next would find. It may have removed the folder, or put a link in its place."""
    if os.path.islink(folder):
        os.unlink(folder)
    os.makedirs(folder, exist_ok=True)
    with os.scandir(folder) as entries:
        for entry in list(entries):
            _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        with suppress(OSError):  # Windows keeps files that are open
            os.unlink(entry.path)
