"""What is to be run: a service class of a module or of a file, or a script that calls the dispatcher itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class BadTarget(ValueError):
    """There is no service where the target says; the text says why, in one line."""


class Target(NamedTuple):
    """``module`` or ``path``, and the name of a class in it; none: the only service class there is, or a script."""

    module: str | None
    path: Path | None
    cls: str | None

    @property
    def where(self) -> str:
        """The module or the file."""
        return str(self.path or self.module)

    def __str__(self) -> str:
        return f"{self.where}:{self.cls}" if self.cls else self.where


def parsed(text: str, base: str = "") -> Target:
    """``package.module:Class``, ``folder/file.py`` or ``folder/file.py:Class``, from ``base``. Raises BadTarget."""
    where, colon, name = text.rpartition(":")
    if not colon or not name.isidentifier():
        where, name = text, ""
    if where.endswith(".py") or "/" in where or "\\" in where:
        path = Path(base, where)
        if not path.is_file():
            raise BadTarget(f"there is no file {where}")
        return Target(None, path.resolve(), name or None)
    if not all(part.isidentifier() for part in where.split(".")):
        raise BadTarget(f"{text!r} is neither MODULE:CLASS nor FILE.py[:CLASS]")
    return Target(where, None, name or None)


def roots(base: str) -> list[str]:
    """The folders that the modules of a project are imported from: its own, and ``src`` in it."""
    return [str(folder) for folder in (Path(base).resolve(), Path(base, "src").resolve()) if folder.is_dir()]


def located(target: Target, base: str) -> Path | None:
    """The file of a target; that of a module is looked for in the project, without importing its packages."""
    if target.path or not target.module:
        return target.path
    stem = Path(*target.module.split("."))
    names = (stem.with_suffix(".py"), stem / "__init__.py")
    found = (Path(root, name) for root in roots(base) for name in names)
    return next((path.resolve() for path in found if path.is_file()), None)


def shown(name: str, base: str) -> str:
    """A path, a target or a scenario's name, from ``base`` if it is below."""
    return name.removeprefix(os.path.join(base, ""))


def importable(path: Path) -> tuple[str, str]:
    """The folder that a file is imported from, and the name of its module: in its package, should it be in one."""
    folder, parts = path.parent, [path.stem]
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return str(folder), ".".join(parts)
