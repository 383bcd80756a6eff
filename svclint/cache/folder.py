"""The folder of the cache: made on demand, unseen by version control, and removed by its own files only."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

NAME: Final = ".svclint_cache"
IGNORE: Final = ".gitignore"
DATABASE: Final = "verdicts.db"

_OURS: Final = (IGNORE, DATABASE, f"{DATABASE}-journal")


def made(root: str) -> str:
    """The folder below ``root``. Raises OSError when there can be none."""
    folder = os.path.join(root, NAME)
    os.makedirs(folder, exist_ok=True)
    ignore = os.path.join(folder, IGNORE)
    if not os.path.exists(ignore):
        with open(ignore, "w", encoding="utf-8") as file:
            file.write("# Made by svclint; it may be deleted.\n*\n")
    return folder


def cleared(root: str) -> None:
    """Remove what the cache has put there. Raises OSError when that fails; a link is not followed."""
    folder = os.path.join(root, NAME)
    if os.path.islink(folder):
        os.unlink(folder)
        return
    for name in _OURS:
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(folder, name))
    with suppress(OSError):  # what others keep in it stays
        os.rmdir(folder)
