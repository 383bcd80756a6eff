"""Files that were sent along: what a machine without the project's disk sees of it."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Final

from svclint.source.disk import Disk
from svclint.source.looks import IS_FILE, IS_FOLDER, READ, Answer, Question

KEPT: Final = 256  # files that many services of a project import


class Parcel:
    """Answers about files, given beforehand. ``wanted`` are the questions it had no answer to, and answered with no.

    ``base``: the current folder of who sent it.
    """

    def __init__(self, base: str, answers: dict[Question, Answer]) -> None:
        self.base = base
        self.answers = answers
        self.wanted: list[Question] = []

    def absolute(self, path: str) -> str:
        """The path from the root of the file system."""
        return os.path.normpath(os.path.join(self.base, path))

    def is_file(self, path: str) -> bool:
        """Whether there was such a file."""
        return bool(self._answer((IS_FILE, path)))

    def is_folder(self, path: str) -> bool:
        """Whether there was such a folder."""
        return bool(self._answer((IS_FOLDER, path)))

    def read(self, path: str) -> bytes | None:
        """What the file held; None when it could not be read."""
        answer = self._answer((READ, path))
        return answer if isinstance(answer, bytes) else None

    def _answer(self, question: Question) -> Answer:
        if question not in self.answers:
            self.wanted.append(question)
        return self.answers.get(question)


class Kept(Disk):
    """The disk as it is during one run: what many services ask is asked once."""

    def __init__(self) -> None:
        self.is_file = lru_cache(16 * KEPT)(super().is_file)  # type: ignore[method-assign]
        self.is_folder = lru_cache(16 * KEPT)(super().is_folder)  # type: ignore[method-assign]
        self.read = lru_cache(KEPT)(super().read)  # type: ignore[method-assign]
