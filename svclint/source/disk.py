"""The files of this machine, as the project around a file sees them."""

from __future__ import annotations

import os


class Disk:
    """What is there now."""

    def is_file(self, path: str) -> bool:
        """Whether there is a regular file."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder."""
        return os.path.isdir(path)

    def absolute(self, path: str) -> str:
        """The path from the root of the file system."""
        return os.path.abspath(path)

    def read(self, path: str) -> bytes | None:
        """What a regular file holds; None when it cannot be read."""
        try:
            with open(path, "rb", buffering=0) as file:
                return file.read()
        except (OSError, ValueError):
            return None
