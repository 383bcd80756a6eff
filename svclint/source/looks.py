"""What judging a file asked of the files around it, and was told: as long as that holds, so does the verdict."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from svclint.source.project import Files

IS_FILE: Final = "file"
IS_FOLDER: Final = "folder"
READ: Final = "read"

Question: TypeAlias = tuple[str, str]  # what is asked, of which path
Answer: TypeAlias = "bool | bytes | None"

# Whether there is one, or the digest of what was read; None when it could not be.
Told: TypeAlias = "bool | str | None"


class Look(NamedTuple):
    """A question about a path, and the answer."""

    question: str
    path: str
    told: Told


def digest(data: bytes) -> str:
    """What tells contents apart."""
    return blake2b(data, digest_size=16).hexdigest()


class Recorded:
    """Other files, and how they answered what was asked of them."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.answers: dict[Question, Answer] = {}

    @property
    def looks(self) -> tuple[Look, ...]:
        """Every question once, in the order in which they came."""
        return tuple(Look(*question, told(answer)) for question, answer in self.answers.items())

    def absolute(self, path: str) -> str:
        """The path from the root of the file system."""
        return self.files.absolute(path)

    def is_file(self, path: str) -> bool:
        """Whether there is such a file."""
        found = self.answers[IS_FILE, path] = self.files.is_file(path)
        return found

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        found = self.answers[IS_FOLDER, path] = self.files.is_folder(path)
        return found

    def read(self, path: str) -> bytes | None:
        """What the file holds; None when it cannot be read."""
        data = self.answers[READ, path] = self.files.read(path)
        return data


def asked(question: Question, files: Files) -> Answer:
    """The answer that files give now."""
    what, path = question
    if what == READ:
        return files.read(path)
    return files.is_file(path) if what == IS_FILE else files.is_folder(path)


def told(answer: Answer) -> Told:
    """An answer as a look has it."""
    return digest(answer) if isinstance(answer, bytes) else answer
