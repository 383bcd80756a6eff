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

import svclint.simulation.standins
from svclint.cli import main
from svclint.simulation.exploration.token import parsed
from svclint.simulation.standins import FRAMEWORK
from svclint.simulation.verdicts import OTHER
from tests.doors.services import GOOD, LEAKY, SCRIPT, service

Command = Callable[..., Result]
PLAY = "def play(scm):\n    scm.start()\n    scm.wait(5)\n    scm.stop()\n    scm.stopped()\n"
MOODY = "if os.environ['MOOD'] == 'bad':\n    threading.Thread(target=self.work).start()"
UNKNOWN = (f"--regressions={os.devnull}",)  # nothing is known, or kept
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
    "no wheel there": (("good.py", "--framework=none"), 2),
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
    assert lines[-1].startswith("leaky.py: broken, 1 finding in 3 runs of 1 scenario (")


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
    arguments = ("verify", "leaky.py", "--schedules=12", "--scenario=start-stop", "--jobs=1", "--seed=7", *UNKNOWN)
    first, second = (command(*arguments, "--output-format=json").stdout for _ in range(2))
    assert first == second


def test_the_number_of_processes_changes_nothing():
    """The same runs, dealt to one process or to more: the same is told, to the byte."""
    arguments = ("verify", "leaky.py", "--schedules=6", "--scenario=start-stop", "--output-format=json", *UNKNOWN)
    one, two, three = (command(*arguments, f"--jobs={jobs}") for jobs in (1, 2, 3))
    assert one.stdout == two.stdout == three.stdout
    assert found(one)


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


@pytest.fixture
def project(folder):
    """A service over two more modules, a scenario over one, and a wheel with a framework of its own."""
    (folder / "leaky.py").write_text("import helper\n" + LEAKY + SCRIPT)
    (folder / "helper.py").write_text("import deeper\n")
    (folder / "plays.py").write_text("import steps\n" + PLAY)
    for name in ("deeper", "steps"):
        (folder / f"{name}.py").write_text("")
    standins = Path(svclint.simulation.standins.__file__).parent
    (folder / "wheel").mkdir()
    for name in FRAMEWORK:
        (folder / "wheel" / f"{name}.py").write_bytes((standins / f"{name}.py").read_bytes())
    return folder


EVERYTHING = (
    *("leaky.py", "--scenario=plays.py:play", "--framework=wheel", "--allow=FILES", "--allow=SIGNALS"),
    *("--host=python", "--profile=strict-shutdown", "--seed=3"),
)
SOURCES = ("leaky.py", "helper.py", "deeper.py", "plays.py", "steps.py", *(f"wheel/{name}.py" for name in FRAMEWORK))


def everything() -> str:
    """The token of a run that depends on all of that."""
    document = command("verify", *EVERYTHING, "--schedules=2", "--jobs=1", "--output-format=json").stdout
    return str(next(one["token"] for one in json.loads(document)["findings"] if one["code"] == "SVC202"))


def test_a_token_holds_all_that_the_run_depended_on(project):
    """Host, profile, effects, framework, scenario, and each source file; none of them by where this folder is."""
    token = parsed(everything())
    assert (token.target, token.scenario, token.framework) == ("leaky.py", "plays.py:play", "wheel")
    assert (token.host, token.profile, token.allow) == ("python", "strict-shutdown", ("FILES", "SIGNALS"))
    assert set(token.files) == set(SOURCES)


def test_the_token_of_everything_is_replayed(project):
    """The same run to the last event; what it may do is said before."""
    result = command("replay", everything())
    assert result.exit_code == 1
    assert "but for what is allowed: FILES, SIGNALS" in result.stderr
    assert "SVC202" in result.stdout
    assert OTHER not in result.stdout


def test_the_token_of_an_edited_file_is_refused(project):
    """Its choices are counted in operations of the texts that were run: one line names what is another."""
    token = everything()
    for name in SOURCES:
        before = (project / name).read_bytes()
        (project / name).write_bytes(before + b"\n# edited\n")
        result = command("replay", token)
        assert result.exit_code == 2
        assert result.stderr == f"svclint: the token does not fit: changed since then: {name}\n"
        (project / name).write_bytes(before)
    assert command("replay", token).exit_code == 1


def test_another_folder_is_not_the_project(project, monkeypatch, tmp_path_factory):
    """Paths count from where the search was; elsewhere nothing is run."""
    token = everything()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    result = command("replay", token)
    assert result.exit_code == 2
    assert "the token does not fit: not here: " in result.stderr


def test_what_no_token_holds_is_noticed(folder, monkeypatch):
    """A service that goes by its environment takes another way: that is said, and never sold as the token's run."""
    (folder / "moody.py").write_text(service(run=MOODY))
    monkeypatch.setenv("MOOD", "bad")
    token = token_of("moody.py")
    monkeypatch.setenv("MOOD", "good")
    result = command("replay", token)
    assert result.exit_code == 3
    assert OTHER in result.stdout


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


def test_a_service_that_needs_what_its_scenario_gives(folder):
    """By itself it fails; started with an argument it keeps the contract."""
    (folder / "picky.py").write_text(service(init="self.name = args[1]"))
    (folder / "plays.py").write_text(PLAY.replace("start()", "start('north')"))
    assert command("verify", "picky.py", *FEW).exit_code == 3
    assert command("verify", "picky.py", "--schedules=2", "--scenario=plays.py:play").exit_code == 0


def test_one_scenario_that_fails_does_not_stop_the_others(folder):
    """Inconclusive, with the runs of the other one."""
    (folder / "plays.py").write_text("def play(scm):\n    assert False\n")
    result = command("verify", "good.py", "--schedules=2", "--scenario=plays.py:play", "--scenario=restart", "--jobs=1")
    assert result.exit_code == 3
    assert "in 4 runs of 2 scenarios" in result.stdout
