"""--verify-fixes: what was fixed is run before and after, and the two verdicts are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from svclint.verifying import compared, line
from tests.repair.conftest import FIXED, SERVICE, Command


def test_both_verdicts_are_told(service: Path, svclint: Command) -> None:
    """The stop without STOP_PENDING is seen in runs before, and nothing is wrong afterwards."""
    told = svclint("--fix", "--verify-fixes", ".").stderr.splitlines()
    assert told[0] == "svclint: --verify-fixes runs the code that was fixed, in processes of its own"
    assert told[1] == "svclint: feed.py:Uploader: before broken (SVC502); after kept"
    assert service.read_text() == FIXED


def test_the_text_that_is_run_need_not_be_in_the_file(service: Path) -> None:
    """With --diff nothing is written, and the repaired text is run all the same."""
    (one,) = compared(str(service), SERVICE.encode(), FIXED.encode())
    assert line(one) == f"{service}:Uploader: before broken (SVC502); after kept"


def test_what_cannot_be_run_is_said(service: Path) -> None:
    """A module that is not there on this machine proves nothing, for or against."""
    broken = "import nosuchthing\n" + SERVICE
    (one,) = compared(str(service), broken.encode(), broken.encode())
    assert "could not be run" in line(one) and "nosuchthing" in line(one)


@pytest.mark.parametrize("options", [("--verify-fixes",), ("--fix", "--verify-fixes", "-")])
def test_it_goes_with_fixes_of_files(folder: Path, svclint: Command, options: tuple[str, ...]) -> None:
    """Without fixes there is nothing to compare; standard input is no file to import."""
    result = svclint(*options, input="")
    assert result.exit_code == 2
    assert "--verify-fixes needs" in result.stderr
