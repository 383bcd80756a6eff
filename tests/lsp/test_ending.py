"""How a session ends: as the protocol wants it, or because the editor is gone; and how it cannot begin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lsp.client import PATIENCE, editor
from tests.lsp.services import SLOW

LATER = "raise ValueError\n" * 20_000  # a long text: judging it goes on for a while


def test_the_end_that_was_asked_for(tmp_path: Path) -> None:
    """`shutdown`, `exit`: exit code 0, and nothing on standard error. Many editors add `--stdio` to the command."""
    pytest.importorskip("pygls")
    with editor(tmp_path, command=[sys.executable, "-m", "svclint", "lsp", "--stdio"]) as session:
        session.published(session.open(tmp_path / "scale.py", SLOW), 1)
        assert session.end() == 0
        assert session.strange == b""
        assert session.process.stderr and session.process.stderr.read() == b""


def test_the_end_in_the_middle_of_work(tmp_path: Path) -> None:
    """What is being judged is broken off."""
    pytest.importorskip("pygls")
    with editor(tmp_path) as session:
        session.open(tmp_path / "scale.py", SLOW + LATER)
        assert session.end() == 0
        assert session.process.stderr and session.process.stderr.read() == b""


def test_exit_without_shutdown_is_an_error(tmp_path: Path) -> None:
    """The protocol: exit code 1."""
    pytest.importorskip("pygls")
    with editor(tmp_path) as session:
        session.notify("exit")
        assert session.gone() == 1


def test_an_editor_that_is_gone(tmp_path: Path) -> None:
    """Its end of the pipe is closed: nobody is left to serve."""
    pytest.importorskip("pygls")
    with editor(tmp_path) as session:
        session.open(tmp_path / "scale.py", SLOW + LATER)
        assert session.process.stdin
        session.process.stdin.close()
        assert session.gone() == 1


def test_without_the_extra_one_line_says_how_to_get_it() -> None:
    """`import pygls` fails as it does where it is not installed."""
    program = (
        "import sys; sys.modules['pygls'] = None; sys.argv = ['svclint', 'lsp']\n"
        "from svclint.__main__ import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "svclint: 'svclint lsp' needs what the extra brings: pip install 'svclint[lsp]'\n"


def test_nothing_else_imports_what_the_extra_brings() -> None:
    """Who lints a file does not wait for a protocol."""
    program = (
        "import sys, svclint.cli, svclint.check, svclint.flake8, svclint.linting\n"
        "print([name for name in ('pygls', 'lsprotocol', 'cattrs', 'attrs') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.stdout == "[]\n"
