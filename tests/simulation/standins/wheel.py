"""pywin32's own wheel: its Python files are fetched, verified and kept as the real packages are; nothing is run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

FILE = "pywin32-312-cp311-cp311-win_amd64.whl"
SHA256 = "d11417d84412f859b722fad0841b3614459ed0047f7542d8362e77884f6b6e8a"


def unpacked() -> Path:
    """Its folder: SVCLINT_PYWIN32, or fetched from the package index. Skips the test when there is neither."""
    if given := os.environ.get("SVCLINT_PYWIN32"):
        return Path(given)
    if sys.version_info < (3, 11):
        pytest.skip("what fetches packages reads its pins as TOML, which Python does from 3.11 on")
    from tests.real.fetch import Package, Unreachable
    from tests.real.fetch import unpacked as fetched

    try:
        return fetched(Package("pywin32", "312", FILE, SHA256))
    except Unreachable as reason:
        pytest.skip(f"pywin32's wheel cannot be fetched: {reason}")


def folder() -> Path:
    """Where its Python files are."""
    return unpacked() / "win32" / "lib"
