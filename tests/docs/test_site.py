"""The documentation: it can be built, its links lead somewhere, and the tutorial happens as it is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.contract.budgets import BUDGETS
from svclint.contract.states import EDGES, START_PENDING, TRANSITIONS
from svclint.reporting.limits import COMMENT, LIMITS
from svclint.reporting.ranks import RANKS
from svclint.settings import CERTAINTIES, FORMATS
from tests.docs.picture import FILE

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
SESSION = re.compile(r"```console\n\$ svclint (.+?)\n(.*?)```", re.DOTALL)


def test_the_site_is_built(tmp_path: Path) -> None:
    """mkdocs takes no warning: every link and every page is there."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "site" / "rules" / "SVC101" / "index.html").is_file()


def test_the_tutorial_happens_as_it_is_told(tmp_path: Path) -> None:
    """Each command prints what the page shows."""
    for name, text in FILE.findall(TUTORIAL):
        (tmp_path / name).write_text(text, "utf-8")
    sessions = SESSION.findall(TUTORIAL)
    assert len(sessions) == 4
    for command, shown in sessions:
        arguments = [sys.executable, "-m", "svclint", *command.split()]
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (command, done.stdout) == (command, shown)


def test_the_drawn_states_are_those_of_the_contract() -> None:
    """Every transition between two states is drawn, and no other."""
    drawn = set(re.findall(r"^    (\w+) --> (\w+)$", (ROOT / "docs" / "contract.md").read_text("utf-8"), re.MULTILINE))
    edges = {(one.before, one.after) for one in TRANSITIONS if one.after in EDGES[one.before] - {one.before}}
    names = {tuple(state.name.removeprefix("SERVICE_") for state in edge) for edge in edges}
    assert drawn == names
    assert START_PENDING in EDGES


TIMES = {
    "a control handler to return": ("HandlerTimeout", "30 s"),
    "the process to connect to the dispatcher": ("ConnectTimeout", "30 s"),
    "a service to stop": ("ConsoleLimit", "125 s"),
}


@pytest.mark.parametrize("sentence", TIMES)
def test_the_times_are_those_of_the_contract(sentence: str) -> None:
    """The table says what the budgets say."""
    name, shown = TIMES[sentence]
    assert f"{BUDGETS[name].seconds:g} s" == shown
    assert f"| {sentence} | {shown} |" in (ROOT / "docs" / "contract.md").read_text("utf-8")


def test_the_numbers_are_those_of_today() -> None:
    """``python -m tests.docs.numbers`` brings them up to date."""
    pytest.importorskip("tomllib", reason="the pins are TOML, which Python reads from 3.11 on")
    from tests.docs.numbers import PAGE, page
    from tests.real.fetch import Unreachable

    try:
        today = page()
    except Unreachable as reason:
        pytest.skip(f"no network: {reason}")
    assert PAGE.read_text("utf-8") == today


def table(page: str, head: str) -> list[list[str]]:
    """The rows of the table of a page that begins with a head."""
    text = (ROOT / "docs" / page).read_text("utf-8").split(head)[1].split("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in text.strip().splitlines()[1:]]


def test_the_limits_are_those_of_the_formats() -> None:
    """Every format is in the table, with what it holds."""
    rows = {name: row[1] for row in table("howto/ci.md", "| format | holds | because |") for name in row[0].split(", ")}
    assert set(rows) == {f"`{name}`" for name in FORMATS}
    limits = {**LIMITS, "markdown": COMMENT}
    assert {name: rows[f"`{name}`"].split()[0] for name in FORMATS} == {
        name: f"{limits[name]:,}" if name in limits else "all" for name in FORMATS
    }


def test_the_ranks_are_those_of_sarif() -> None:
    """A row for each severity, a column for each certainty."""
    rows = table("howto/ci.md", "| | broken | possible |")
    told = {
        (row[0], certainty): float(cell) for row in rows for certainty, cell in zip(CERTAINTIES, row[1:], strict=True)
    }
    assert told == RANKS
