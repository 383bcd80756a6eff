"""What is to be run: a service class of a module or of a file, or a script that calls the dispatcher itself."""

from __future__ import annotations

import importlib
import os
import runpy
import sys
from collections.abc import Callable
from importlib.machinery import FileFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar, NamedTuple

from svclint.contract.framework import OWN_HANDLER

_RUNS = ("SvcDoRun", "SvcRun")
_HANDLES = ("SvcStop", OWN_HANDLER)


class BadTarget(ValueError):
    """There is no service where the target says; the text says why, in one line."""


class Target(NamedTuple):
    """``module`` or ``path``, and the name of a class in it; none: the only service class there is."""

    module: str | None
    path: Path | None
    cls: str | None

    def __str__(self) -> str:
        where = str(self.path) if self.path else str(self.module)
        return f"{where}:{self.cls}" if self.cls else where


def parsed(text: str) -> Target:
    """``package.module:Class``, ``folder/file.py`` or ``folder/file.py:Class``. Raises BadTarget."""
    where, colon, name = text.rpartition(":")
    if not colon or not name.isidentifier():
        where, name = text, ""
    if where.endswith(".py") or "/" in where or "\\" in where:
        path = Path(where)
        if not path.is_file():
            raise BadTarget(f"there is no file {where}")
        return Target(None, path.resolve(), name or None)
    if not all(part.isidentifier() for part in where.split(".")):
        raise BadTarget(f"{text!r} is neither MODULE:CLASS nor FILE.py[:CLASS]")
    return Target(where, None, name or None)


def load(target: Target) -> type[Any]:
    """Import what the target names and find the class. Raises BadTarget, and whatever the import raises."""
    module = _imported(target)
    if target.cls is None:
        return _only_service(module, target)
    cls = getattr(module, target.cls, None)
    if not isinstance(cls, type):
        raise BadTarget(f"{target} is no class" if cls is not None else f"there is no {target.cls} in {_where(target)}")
    if not is_service(cls):
        raise BadTarget(f"{target} is no service: it needs {' or '.join(_RUNS)}, and {' or '.join(_HANDLES)}")
    return cls


def is_service(cls: type[Any]) -> bool:
    """Whether a host could run a class."""
    return any(hasattr(cls, name) for name in _RUNS) and any(hasattr(cls, name) for name in _HANDLES)


def run_script(path: Path) -> None:
    """Run a file as a frozen executable would be: as ``__main__``, without arguments."""
    sys.argv = [str(path)]
    runpy.run_path(str(path), run_name="__main__")


def _where(target: Target) -> str:
    return str(target.path or target.module)


class CodeKeeper(SourceFileLoader):
    """Compiles a file once: the author's modules are run anew in every run. ``instead``: other texts for files."""

    instead: ClassVar[dict[str, str]] = {}
    _kept: ClassVar[dict[str, CodeType]] = {}

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the file."""
        path = str(self.path)
        if path not in self._kept:
            data = self.get_data(self.instead.get(path, path))
            self._kept[path] = self.source_to_code(data, path)
        return self._kept[path]


def keep_code(folder: str) -> None:
    """From now on modules of this folder, and of its packages, are compiled once."""
    sys.path_hooks.insert(0, _finder(folder))
    sys.path_importer_cache.clear()


def _finder(root: str) -> Callable[[str], FileFinder]:
    def hook(folder: str) -> FileFinder:
        inside = os.path.join(folder, "").startswith(os.path.join(root, ""))
        if not inside or not os.path.isdir(folder):  # a script is asked for too (runpy)
            raise ImportError(folder)
        return FileFinder(folder, (CodeKeeper, [".py"]))

    return hook


def _imported(target: Target) -> Any:
    if target.path is None:
        return importlib.import_module(str(target.module))
    name = target.path.stem
    spec = spec_from_file_location(name, target.path, loader=CodeKeeper(name, str(target.path)))
    if spec is None or spec.loader is None:
        raise BadTarget(f"{target.path} cannot be imported")
    module = sys.modules[target.path.stem] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _only_service(module: Any, target: Target) -> type[Any]:
    own = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
    found = [one for one in own if is_service(one) and isinstance(getattr(one, "_svc_name_", None), str)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.__name__ for one in found)
    why = f"several service classes: {names}; name one" if found else "no service class"
    raise BadTarget(f"{_where(target)} has {why}")
