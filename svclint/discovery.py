"""Paths as given -> Python files, in a fixed order; what cannot be read comes as a Problem.

Written for speed: one scandir per folder, no stat and no pattern unless something asks for it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from svclint.ignoring import IGNORE_FILES, Excluded, Ignored, from_above, upwards
from svclint.opening import unreadable
from svclint.settings import BadSettings, Settings

if TYPE_CHECKING:
    from svclint.checking.finding import Problem

Found: TypeAlias = "str | Problem"

SUFFIXES: Final = (".py", ".pyw")


class Folder(NamedTuple):
    """A folder on the walk: its path as shown ("" for the current one), the absolute one, and what holds there."""

    shown: str
    absolute: str
    ignored: Ignored

    def below(self, name: str) -> Folder:
        """The folder of that name inside this one, before its own ignore files are read."""
        return Folder(os.path.join(self.shown, name), os.path.join(self.absolute, name), self.ignored)


def discover(paths: Iterable[str], settings: Settings) -> Iterator[Found]:
    """Every file once: named ones whatever they are called, folders searched for Python files.

    Raises BadSettings for a pattern that is none.
    """
    walk, paths = Walk(settings), list(paths)
    if len(paths) == 1:  # nothing comes twice, and what was seen grows with the tree
        yield from walk.of(paths[0])
        return
    seen: set[str] = set()
    for path in paths:
        for found in walk.of(path):
            if not isinstance(found, str):
                yield found
            elif found not in seen:
                seen.add(found)
                yield found


class Walk:
    """Search through folders; remembers where links led, so that nothing is searched twice."""

    def __init__(self, settings: Settings) -> None:
        """Raises BadSettings for an exclude pattern that is none."""
        self.settings = settings
        self.excluded = excluded(settings)
        self.reached: set[str] = set()

    def of(self, path: str) -> Iterator[Found]:
        """What one path of the command line stands for."""
        if self.settings.force_exclude and self.excluded.hides_deeply(path):
            return
        try:
            if os.path.isdir(path):
                yield from self.search(path)
            else:
                yield tidy(path)
        except (OSError, ValueError) as error:
            yield unreadable(path, error)

    def search(self, path: str) -> Iterator[Found]:
        """All Python files in a folder and below. Raises OSError for ignore files above it only."""
        absolute = os.path.abspath(path)
        self.reached.add(os.path.realpath(path))
        ignored = from_above(absolute) if self.settings.respect_gitignore else Ignored()
        folders = [Folder("" if path in (".", "./") else tidy(path), absolute, ignored)]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(folder.absolute) as entries:
                    yield from self.inside(folder, list(entries), folders)
            except OSError as error:
                yield unreadable(folder.shown or ".", error)

    def inside(self, folder: Folder, entries: list[os.DirEntry[str]], folders: list[Folder]) -> Iterator[Found]:
        """The files of a folder; the folders in it are put on the list."""
        folder = self.with_ignore_files(folder, entries)
        for entry in entries:
            if entry.is_symlink():
                yield from self.through(folder, entry, folders)
            elif entry.is_dir():
                if not self.hides(folder, entry, True):
                    folders.append(folder.below(entry.name))
            elif entry.name.endswith(SUFFIXES) and entry.is_file() and not self.hides(folder, entry, False):
                yield os.path.join(folder.shown, entry.name)

    def with_ignore_files(self, folder: Folder, entries: list[os.DirEntry[str]]) -> Folder:
        """The same folder, its own ignore files read."""
        if not self.settings.respect_gitignore:
            return folder
        present = {entry.name for entry in entries} & IGNORE_FILES
        if not present:
            return folder
        return folder._replace(ignored=folder.ignored.below(folder.absolute, sorted(present)))

    def hides(self, folder: Folder, entry: os.DirEntry[str], is_folder: bool) -> bool:
        """Whether an entry is left out, by the settings or by an ignore file."""
        return self.excluded.hides(entry.path, entry.name, is_folder) or (
            bool(folder.ignored.files) and folder.ignored.hides(entry.path, entry.name, is_folder)
        )

    def through(self, folder: Folder, link: os.DirEntry[str], folders: list[Folder]) -> Iterator[Found]:
        """What a link leads to: a file, a folder elsewhere, or nothing that could be read."""
        python = link.name.endswith(SUFFIXES)
        try:
            mode = os.stat(link.path).st_mode
        except OSError as error:
            # Editors leave locks that look like Python files and lead nowhere (".#name.py").
            if (python or error.errno == errno.ELOOP) and not link.name.startswith(".#"):
                yield unreadable(os.path.join(folder.shown, link.name), error)
            return
        if self.hides(folder, link, stat.S_ISDIR(mode)):
            return
        if stat.S_ISDIR(mode):
            yield from self.follow(folder.below(link.name), folders)
        elif stat.S_ISREG(mode) and python:
            yield os.path.join(folder.shown, link.name)

    def follow(self, link: Folder, folders: list[Folder]) -> Iterator[Found]:
        """Search a linked folder, unless it is searched anyway; one that holds the link itself is a loop."""
        target = os.path.realpath(link.absolute)
        if target in {os.path.realpath(above) for above in upwards(os.path.dirname(link.absolute))}:
            yield looping(link.shown)
        elif not any(above in self.reached for above in upwards(target)):
            self.reached.add(target)
            folders.append(link)


def excluded(settings: Settings) -> Excluded:
    """The exclude lists of the settings, ready to match. Raises BadSettings."""
    try:
        return Excluded((*settings.exclude, *settings.extend_exclude), settings.root)
    except ValueError as error:
        raise BadSettings(f"{settings.source or 'command line'}: exclude: {error}") from None


def tidy(path: str) -> str:
    """A path as it is shown: as given, without "./" in front."""
    return path[2:].lstrip("/") or path if path.startswith("./") else path


def looping(path: str) -> Problem:
    """What is said of a link that would be followed for ever."""
    from svclint.checking.finding import Problem

    return Problem(path, None, "a link that leads back to a folder above it")
