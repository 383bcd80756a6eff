"""What the editor has open, and the files of the project as its user sees them: unsaved text comes first."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pygls.uris import from_fs_path, to_fs_path

from svclint.reporting.texts import Texts
from svclint.source.disk import Disk
from svclint.source.markers import text_has_markers

COOKIE: Final = re.compile(r"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")


@dataclass(frozen=True)
class Document:
    """A version of an open file. ``path`` is absolute, or the URI of what has no file yet."""

    uri: str
    text: str
    version: int

    @cached_property
    def path(self) -> str:
        """Where the file lies, or will."""
        found = to_fs_path(self.uri)
        return os.path.normpath(found) if found else self.uri

    @property
    def is_file(self) -> bool:
        """Whether it has a place among other files."""
        return os.path.isabs(self.path)

    @cached_property
    def encoding(self) -> str:
        """The one its cookie names, if that can say all of it; else UTF-8."""
        found = COOKIE.match(self.text)
        try:
            if found and self.text.encode(found[1]).decode(found[1]) == self.text:
                return found[1]
        except (LookupError, ValueError):
            pass
        return "utf-8"

    @cached_property
    def data(self) -> bytes:
        """The bytes that a save would write."""
        return self.text.encode(self.encoding, "replace")

    @cached_property
    def may_hold_services(self) -> bool:
        """Whether it is worth judging."""
        return text_has_markers(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines as protocol and linter count them."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def uri_of(path: str) -> str:
    """The URI of a file."""
    return path if not os.path.isabs(path) else from_fs_path(path) or path


def key_of(path: str) -> str:
    """What all spellings of a path have in common."""
    return os.path.normcase(os.path.abspath(path))


class OpenFiles:
    """The files as they are at one moment. ``asked`` are the keys of those that were looked into."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        """``documents`` by the keys of their paths; they do not change any more."""
        self.documents = documents
        self.asked: set[str] = set()
        self._disk = Disk()
        self._texts = Texts()

    def is_file(self, path: str) -> bool:
        """Whether there is such a file, on disk or unsaved."""
        return key_of(path) in self.documents or self._disk.is_file(path)

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        return self._disk.is_folder(path)

    def absolute(self, path: str) -> str:
        """The path from the root of the file system."""
        return self._disk.absolute(path)

    def read(self, path: str) -> bytes | None:
        """The file, as it is being edited if it is; None when it cannot be read."""
        self.asked.add(key_of(path))
        document = self.documents.get(key_of(path))
        return document.data if document else self._disk.read(path)

    def uri(self, path: str) -> str:
        """The URI of a file, as the editor spells it where it has the file open."""
        document = self.documents.get(key_of(path))
        return document.uri if document else uri_of(path)

    def lines(self, path: str) -> list[str]:
        """The lines of a file; none when it cannot be read."""
        document = self.documents.get(key_of(path))
        return document.lines if document else self._texts.lines(path)
