"""Child processes that run in virtual time, for tests that need the replaced primitives."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from svclint.simulation.kernel.launch import command, environment

ROOT = Path(__file__).parents[3]
HERE = __name__.rpartition(".")[0]


def child(module: str, *arguments: str) -> Any:
    """What ``main(*arguments)`` of the sibling ``module`` prints, from JSON."""
    line = command(f"{HERE}.{module}", *arguments)
    with tempfile.TemporaryDirectory() as folder:  # the checkout may lie in the usual one, and must not be writable
        kept = {**environment(), "TMPDIR": folder}
        done = subprocess.run(line, env=kept, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
