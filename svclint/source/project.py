"""The files around a file: its imports are followed into them, and nothing of them is executed.

Only files of the same project are read: beside the file, in its package, and from the folder that holds the
project's description. What is installed elsewhere is a library, known by the effect table or not at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from svclint.contract.effects import is_library

if TYPE_CHECKING:
    from svclint.source.module import Module

TOP_FILES: Final = ("pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg")
SOURCES: Final = "src"
INIT: Final = "__init__.py"
HIGHEST: Final = 8  # folders above the package in which the top of the project is looked for


Found: TypeAlias = "Member | Outside | Unit | None"
Imported: TypeAlias = "Callable[[bytes, str, Project], Module | None]"


class Files(Protocol):
    """How files are seen. Paths are as the user sees them."""

    def absolute(self, path: str) -> str:
        """The path from the root of the file system: what all spellings of it have in common."""

    def is_file(self, path: str) -> bool:
        """Whether there is such a file."""

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""

    def read(self, path: str) -> bytes | None:
        """What the file holds; None when it cannot be read."""


class Member(NamedTuple):
    """A name that a module defines itself: a class, a function or a variable."""

    module: Module
    name: str


class Outside(NamedTuple):
    """A library, or something of it, that a module of the project imports: its canonical name."""

    name: str


class Unit:
    """A module or a package, which may have no ``__init__.py``. ``folder``: where the modules inside it lie."""

    def __init__(self, project: Project, file: str | None, folder: str | None) -> None:
        self.project = project
        self.file = file
        self.folder = folder

    @cached_property
    def module(self) -> Module | None:
        """What the module itself says; None when nothing does, or it cannot be read."""
        return self.project.module(self.file) if self.file else None

    def below(self, name: str) -> Unit | None:
        """A module or package inside this one."""
        return self.project.unit(self.folder, name) if self.folder is not None else None


class Project:
    """What the imports of one file lead to. Made for each file that is judged, so it never tells what was."""

    def __init__(self, files: Files, imported: Imported) -> None:
        """``imported`` makes modules of files that are imported."""
        self.files = files
        self._imported = imported
        self._modules: dict[str, Module | None] = {}
        self._units: dict[tuple[str, str], Unit | None] = {}
        self._roots: dict[str, list[str]] = {}

    def enter(self, module: Module) -> None:
        """The module that is judged: others may import it, and then mean what is judged."""
        self._modules[self.files.absolute(module.source.path)] = module

    def module(self, path: str) -> Module | None:
        """The file as a module, read once."""
        key = self.files.absolute(path)
        if key not in self._modules:
            self._modules[key] = None  # whoever asks while it is read
            self._modules[key] = self._read(path)
        return self._modules[key]

    def _read(self, path: str) -> Module | None:
        data = self.files.read(path)
        return None if data is None else self._imported(data, path, self)

    def dotted(self, module: Module) -> str:
        """The name by which a module is imported from its own package's folder: ``app.net.pump``."""
        folder, file = os.path.split(self.files.absolute(module.source.path))
        parts = [] if file == INIT else [os.path.splitext(file)[0]]
        while _init(self.files, folder):
            folder, package = os.path.split(folder)
            parts.insert(0, package)
        return ".".join(parts)

    def lookup(self, importer: Module, dotted: str) -> Found:
        """What a name stands for that ``importer`` imports; None when it is not in this project.

        ``dotted`` is the canonical name; leading dots as in ``Imports``.
        """
        return self._looked_up(importer, dotted, frozenset())

    def inside(self, unit: Unit, name: str) -> Found:
        """What ``unit.name`` stands for."""
        return self._inside(unit, name, frozenset())

    def starred(self, module: Module, name: str) -> Found:
        """What one of the modules gives whose names are all imported."""
        return self._starred(module, name, frozenset())

    def _looked_up(self, importer: Module, dotted: str, on_the_way: frozenset[str]) -> Found:
        names = dotted.lstrip(".").split(".")
        level = len(dotted) - len(dotted.lstrip("."))
        found: Found
        if level:
            folder = _climbed(os.path.dirname(importer.source.path), level - 1)
            found = Unit(self, _init(self.files, folder), folder)
        else:
            found = self._top(importer, names.pop(0))
        for name in names:
            found = self._below(found, name, on_the_way)
        return found

    def _below(self, found: Found, name: str, on_the_way: frozenset[str]) -> Found:
        if isinstance(found, Outside):
            return Outside(f"{found.name}.{name}")
        return self._inside(found, name, on_the_way) if isinstance(found, Unit) else None

    def _inside(self, unit: Unit, name: str, on_the_way: frozenset[str]) -> Found:
        """What the module imports or defines by that name, or a module inside the package."""
        module = unit.module
        found: Found = None
        if module is not None:
            key = f"{module.source.path} {name}"
            if key not in on_the_way:
                found = self._of_module(module, name, on_the_way | {key})
        return found or unit.below(name)

    def _of_module(self, module: Module, name: str, on_the_way: frozenset[str]) -> Found:
        dotted = module.imports.canonical(name)
        if dotted is None:
            return Member(module, name) if module.defines(name) else self._starred(module, name, on_the_way)
        found = self._looked_up(module, dotted, on_the_way)
        if found is None:
            return Member(module, name) if module.defines(name) and dotted.startswith(".") else Outside(dotted)
        return None if module.imports.ambiguous(name) else found

    def _starred(self, module: Module, name: str, on_the_way: frozenset[str]) -> Found:
        for star in module.imports.stars if not name.startswith("_") else ():
            origin = self._looked_up(module, star, on_the_way)
            found = self._below(origin, name, on_the_way) if isinstance(origin, Unit) and origin.module else None
            if isinstance(found, Member):
                return found
        return None

    def _top(self, importer: Module, name: str) -> Unit | None:
        if name in sys.stdlib_module_names or is_library(name):
            return None
        units = (self.unit(root, name) for root in self._roots_of(importer.source.path))
        return next((one for one in units if one is not None), None)

    def unit(self, folder: str, name: str) -> Unit | None:
        """The module or package of that name in a folder."""
        key = folder, name
        if key not in self._units:
            self._units[key] = self._found(os.path.join(folder, name))
        return self._units[key]

    def _found(self, path: str) -> Unit | None:
        if self.files.is_folder(path):
            init = _init(self.files, path)
            if init or not self.files.is_file(f"{path}.py"):
                return Unit(self, init, path)
        return Unit(self, f"{path}.py", None) if self.files.is_file(f"{path}.py") else None

    def _roots_of(self, path: str) -> list[str]:
        folder = os.path.dirname(path)
        if folder not in self._roots:
            self._roots[folder] = list(dict.fromkeys(_roots(self.files, folder)))
        return self._roots[folder]


def _roots(files: Files, folder: str) -> Iterator[str]:
    """The folders in which Python may look for a top-level module: the file's own, its package's, the project's."""
    yield folder
    above = [one for one in _above(files, folder) if not _init(files, one)]
    yield from above[:1]
    top = next((at for at, one in enumerate(above) if _is_top(files, one)), None)
    if top is not None:
        for one in above[: top + 1]:
            yield one
            if files.is_folder(os.path.join(one, SOURCES)):
                yield os.path.join(one, SOURCES)


def _above(files: Files, folder: str) -> Iterator[str]:
    for level in range(HIGHEST):
        climbed = _climbed(folder, level)
        yield climbed
        if files.absolute(climbed) == files.absolute(_climbed(folder, level + 1)):
            return


def _climbed(folder: str, levels: int) -> str:
    """The folder that many levels up, spelled as the user spells paths."""
    return os.path.normpath(os.path.join(folder or ".", *[os.pardir] * levels)) if levels else folder


def _init(files: Files, folder: str) -> str | None:
    path = os.path.join(folder, INIT)
    return path if files.is_file(path) else None


def _is_top(files: Files, folder: str) -> bool:
    return any(
        files.is_file(path) or files.is_folder(path) for path in (os.path.join(folder, name) for name in TOP_FILES)
    )
