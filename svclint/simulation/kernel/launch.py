"""How a child process is started that runs in virtual time."""

from __future__ import annotations

import os
import sys

CHILD = os.path.join(os.path.dirname(__file__), "child.py")


def command(module: str, *arguments: str, python: str = sys.executable) -> list[str]:
    """The command line of a child that calls ``main(*arguments)`` of ``module``.

    ``python`` must be of the version that runs this code. Not -I and not -E: they ignore PYTHONHASHSEED.
    """
    safe = ["-P"] if sys.version_info >= (3, 11) else []
    return [python, "-S", "-s", *safe, CHILD, module, *arguments]


def environment() -> dict[str, str]:
    """The environment of a child: this one, with sets of strings in the same order every time."""
    return {**os.environ, "PYTHONHASHSEED": "0"}
