"""The author's modules, imported as often as there are runs and compiled once."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from importlib.machinery import FileFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import ClassVar

from svclint.simulation.exploration.token import fingerprint
from svclint.simulation.targets import BadTarget, Target, importable


class CodeKeeper(SourceFileLoader):
    """Compiles a file once: the author's modules are run anew in every run. ``instead``: other texts for files.

    ``used``: fingerprints of the files that were asked for since somebody put an empty one here.
    """

    instead: ClassVar[dict[str, str]] = {}
    used: ClassVar[dict[str, str]] = {}
    _kept: ClassVar[dict[str, tuple[CodeType, str]]] = {}

    def get_code(self, fullname: str) -> CodeType:
        """The code of the file."""
        path = str(self.path)
        if path not in self._kept:
            data = self.get_data(self.instead.get(path, path))
            self._kept[path] = self.source_to_code(data, path), fingerprint(data)
        code, self.used[path] = self._kept[path]
        return code

    @classmethod
    def kept(cls) -> dict[str, str]:
        """Fingerprints of all files that were compiled in this process."""
        return {path: mark for path, (_, mark) in cls._kept.items()}


def keep_code(folder: str) -> None:
    """From now on modules of this folder, and of its packages, are compiled once."""
    sys.path_hooks.insert(0, _finder(folder))
    sys.path_importer_cache.clear()


def _finder(root: str) -> Callable[[str], FileFinder]:
    def hook(folder: str) -> FileFinder:
        inside = os.path.join(folder, "").startswith(os.path.join(root, ""))
        if not inside or not os.path.isdir(folder):  # not everything on the path is a folder
            raise ImportError(folder)
        return FileFinder(folder, (CodeKeeper, [".py"]))

    return hook


def imported(target: Target) -> ModuleType:
    """The module of a target. Raises BadTarget, and whatever the import raises."""
    if target.path is None:
        return importlib.import_module(str(target.module))
    _, name = importable(target.path)
    return _in_package(name, target.path) if "." in name else _alone(name, target.path)


def _in_package(name: str, path: Path) -> ModuleType:
    module = importlib.import_module(name.removesuffix(".__init__"))
    if module.__file__ is None or not os.path.samefile(module.__file__, path):
        raise BadTarget(f"{path} cannot be imported: {name} is {module.__file__}")
    return module


def _alone(name: str, path: Path) -> ModuleType:
    """A file that is in no package may have the name of anything, and takes its place."""
    spec = spec_from_file_location(name, path, loader=CodeKeeper(name, str(path)))
    if spec is None or spec.loader is None:
        raise BadTarget(f"{path} cannot be imported")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
