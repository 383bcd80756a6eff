"""The stand-ins are installed for a test, and what was there before is put back."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from svclint.simulation import standins
from tests.simulation.standins.wheel import unpacked


@contextmanager
def installed(framework: Path | None) -> Iterator[None]:
    """The stand-ins under their real names."""
    modules, finders, names = dict(sys.modules), list(sys.meta_path), dict(vars(ctypes))
    try:
        standins.install(framework)
        yield
    finally:
        ours = {name: module for name, module in sys.modules.items() if name.startswith("svclint.")}
        sys.modules.clear()
        sys.modules.update(modules | ours)
        vars(ctypes).clear()
        vars(ctypes).update(names)
        sys.meta_path[:] = finders


@pytest.fixture
def pywin32() -> Iterator[None]:
    """Imports of pywin32's modules find the stand-ins."""
    with installed(None):
        yield


@pytest.fixture(params=["ours", "pywin32's own"])
def framework(request: pytest.FixtureRequest) -> Iterator[None]:
    """The same, with our win32serviceutil and then with pywin32's own."""
    with installed(unpacked() if request.param == "pywin32's own" else None):
        yield
