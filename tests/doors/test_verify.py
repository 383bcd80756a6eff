"""``svclint verify`` and ``svclint replay`` from outside: exit codes, outputs, tokens."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from svclint.cli import main
from tests.doors.services import GOOD, LEAKY, service

Command = Callable[..., Result]
PLAY = "def play(scm):\n    scm.start()\n    scm.wait(5)\n    scm.stop()\n    scm.stopped()\n"
FEW = ("--schedules=3", "--scenario=start-stop", "--jobs=1")


def command(*arguments: str) -> Result:
    """The command in this process; the runs are in others."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _folder(folder: Path) -> None:
    """A good service and one that breaks the contract, in the current folder."""
    (folder / "good.py").write_text(GOOD)
    (folder / "leaky.py").write_text(LEAKY)


def found(result: Result) -> set[tuple[str, str, int]]:
    """Code, path and line of each finding of a JSON document."""
    return {(one["code"], one["path"], one["line"]) for one in json.loads(result.stdout)["findings"]}


def token_of(*arguments: str) -> str:
    """The replay token of the only finding."""
    (finding,) = json.loads(command("verify", *arguments, *FEW, "--output-format=json").stdout)["findings"]
    return str(finding["token"])


EXIT_CODES = {
    "kept": (("good.py",), 0),
    "broken": (("leaky.py",), 1),
    "no such file": (("none.py",), 2),
    "no such class": (("good.py:None_",), 2),
    "no such module": (("none:Feed",), 2),
    "neither a module nor a file": (("a b",), 2),
    "unknown scenario": (("good.py", "--scenario=none"), 2),
    "unknown host": (("good.py", "--host=none"), 2),
    "unknown profile": (("good.py", "--profile=none"), 2),
    "unknown effect": (("good.py", "--allow=NONE"), 2),
    "no step": (("good.py", "--scenario=controls: pass"), 2),
    "no such scenario file": (("good.py", "--scenario=none.py:play"), 2),
    "no such scenario function": (("good.py", "--scenario=good.py:play"), 2),
    "inconclusive": (("forks.py",), 3),
}


@pytest.mark.parametrize("case", EXIT_CODES)
def test_exit_codes(case, folder):
    """0 kept, 1 broken, 2 nothing could be run, 3 inconclusive; complaints are one line each, on standard error."""
    (folder / "forks.py").write_text(service(run="os.fork()"))
    arguments, code = EXIT_CODES[case]
    result = command("verify", *FEW, *arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.output
    if code == 2:
        assert result.stdout == ""
        assert result.stderr


def test_that_code_is_run_is_said_on_standard_error():
    """Whoever reads standard output gets the verdict alone."""
    result = command("verify", "good.py", *FEW)
    assert "runs the code of good.py" in result.stderr
    assert "runs the code" not in result.stdout


def test_text():
    """The finding, the path that leads to it, how it was found, its token, what was read, and the verdict."""
    lines = command("verify", "leaky.py", *FEW).stdout.splitlines()
    assert re.match(r"leaky\.py:\d+:9: warning SVC202 ", lines[0])
    assert any(re.match(r" +1\. leaky\.py:\d+: ", line) for line in lines)
    assert any(line.startswith("  svclint replay svc1-") for line in lines)
    assert any(re.fullmatch(r"read in the source: SVC202 at leaky\.py:\d+: witnessed", line) for line in lines)
    assert lines[-1].startswith("leaky.py: broken, 1 finding in 3 runs of 1 scenarios (")


def test_json():
    """One document, with the verdict, the findings with their tokens, and what was run."""
    document: dict[str, Any] = json.loads(command("verify", "leaky.py", *FEW, "--output-format=json").stdout)
    (finding,) = document["findings"]
    assert document["verdict"] == "broken"
    assert finding["code"] == "SVC202"
    assert finding["path"] == "leaky.py"
    assert LEAKY.splitlines()[finding["line"] - 1].strip().startswith("threading.Thread(")
    assert finding["steps"]
    assert finding["again"] == 2
    assert finding["token"].startswith("svc1-")
    assert sum(document["scenarios"]["start-stop"].values()) == 3


def test_github():
    """One workflow command per finding; a warning when nothing is proven."""
    (line,) = command("verify", "leaky.py", *FEW, "--output-format=github").stdout.splitlines()
    assert re.match(r"::warning title=svclint SVC202,file=leaky\.py,line=\d+,", line)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("output", ["text", "json", "github"])
def test_no_control_character_reaches_a_terminal(output, folder):
    """The name of the file, of the thread and of the scenario are the user's."""
    name = "a\x1b[31mb.py"
    (folder / name).write_text(service(run="threading.Thread(target=self.work, name='x\\x1b[2J').start()"))
    (folder / "plays\x1b.py").write_text(PLAY)
    result = command("verify", name, "--schedules=2", "--scenario=plays\x1b.py:play", f"--output-format={output}")
    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_the_same_seed_is_the_same_search():
    """Two searches with one seed print the same; nothing of them depends on the process."""
    arguments = ("verify", "leaky.py", "--schedules=12", "--scenario=start-stop", "--jobs=1", "--seed=7")
    first, second = (command(*arguments, "--output-format=json").stdout for _ in range(2))
    assert first == second


def test_one_process_or_two():
    """The same runs, dealt to one process or to two."""
    arguments = ("verify", "leaky.py", "--schedules=6", "--scenario=start-stop", "--output-format=json")
    one, two = command(*arguments, "--jobs=1"), command(*arguments, "--jobs=2")
    assert found(one) == found(two) != set()
    assert json.loads(one.stdout)["scenarios"] == json.loads(two.stdout)["scenarios"]


def test_replay_shows_the_finding_again():
    """The token is all that is needed."""
    result = command("replay", token_of("leaky.py"))
    assert result.exit_code == 1
    assert "SVC202" in result.stdout


def test_replay_of_an_own_scenario(folder):
    """A token of a scenario from a file, and one of steps."""
    (folder / "plays.py").write_text(
        "def play(scm):\n    scm.start()\n    scm.wait(5)\n    scm.stop()\n    scm.stopped()\n"
    )
    for scenario in ("plays.py:play", "controls: interrogate, wait 5"):
        text = command("verify", "leaky.py", "--schedules=1", f"--scenario={scenario}", "--output-format=json").stdout
        (finding,) = json.loads(text)["findings"]
        assert finding["scenario"] == scenario
        assert command("replay", finding["token"]).exit_code == 1


def test_the_token_of_an_edited_file_is_refused(folder):
    """Its choices are counted in operations of the text that was run."""
    token = token_of("leaky.py")
    (folder / "leaky.py").write_text(LEAKY + "\n# edited\n")
    result = command("replay", token)
    assert result.exit_code == 2
    assert "the token is of another source" in result.stderr


DAMAGED = {"half of it": lambda token: token[: len(token) // 2], "a letter too few": lambda token: token[:-1]}


@pytest.mark.parametrize("how", [*DAMAGED, "none at all", "nothing but the prefix", "letters"])
def test_a_damaged_token_is_refused(how):
    """One line, exit code 2, and nothing is run."""
    others = {"none at all": "token", "nothing but the prefix": "svc1-", "letters": "svc1-äöü"}
    token = DAMAGED[how](token_of("leaky.py")) if how in DAMAGED else others[how]
    result = command("replay", token)
    assert result.exit_code == 2
    assert "token" in result.stderr
    assert "runs the code" not in result.stderr


def test_the_installed_command(folder):
    """As a process: the verdict, the exit code, and no colour where nobody looks."""
    run = [sys.executable, "-m", "svclint", "verify", "leaky.py", *FEW]
    result = subprocess.run(run, capture_output=True, text=True, check=False, cwd=folder)
    assert result.returncode == 1
    assert "SVC202" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_scenario_that_fails_is_no_verdict(folder):
    """An assertion of a scenario's own says something about the scenario: inconclusive, with its line."""
    (folder / "plays.py").write_text("def play(scm):\n    scm.start()\n    assert scm.pause() == 0, 'no pause'\n")
    result = command("verify", "good.py", "--schedules=1", "--scenario=plays.py:play")
    assert result.exit_code == 3
    assert "the scenario fails in line 3: AssertionError: no pause" in result.stdout
