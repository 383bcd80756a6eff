"""What users teach of their own libraries: [tool.svclint.effects]."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from svclint.cli import main
from svclint.contract.effects import WORDS, acts, blocking, knows, learn, quiet

SERVICE = """\
import plant
import win32service
import win32serviceutil
from plant import Gate


class Feeder(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feeder"
    _svc_display_name_ = "Feeder"

    def __init__(self, args):
        super().__init__(args)
        self.gate = Gate()
        self.line = plant.Line(target=self.feed)

    def SvcStop(self):
        {stop}

    def SvcDoRun(self):
        {run}

    def feed(self):
        while not self.gate.closed():
            plant.turn()
"""
PENDING = "self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)"
SLEEPS = '{"plant.turn" = "time.sleep"'

# A sentence: what is taught, SvcStop, SvcDoRun, and the codes found at which lines.
LESSONS: dict[str, tuple[str, str, str, list[str]]] = {
    "nothing is known of a call": ("{}", f"{PENDING}; self.gate.close(); plant.drain()", "self.gate.wait()", []),
    "a call blocks": (
        '{"plant.drain" = "blocks"}',
        f"{PENDING}; self.gate.close(); plant.drain()",
        "self.gate.wait()",
        ["17 SVC101"],
    ),
    "a call blocks for no longer than its timeout": (
        '{"plant.drain" = "blocks"}',
        f"{PENDING}; self.gate.close(); plant.drain(timeout=0.5)",
        "self.gate.wait()",
        [],
    ),
    "a call is like another": (
        '{"plant.turn" = "time.sleep"}',
        f"{PENDING}; self.gate.close(); plant.turn(40)",
        "self.gate.wait()",
        ["17 SVC101"],
    ),
    "a class is like another": (
        '{"plant.Gate" = "threading.Event", "plant.Line" = "threading.Thread"}',
        f"{PENDING}; self.gate.set()",
        "self.line.start(); self.gate.wait()",
        ["20 SVC202"],
    ),
    "a thread is started and never joined": (
        '{"plant.Line.launch" = "starts", "plant.Gate.close" = "signals"}',
        f"{PENDING}; self.gate.close()",
        "self.line.launch(); self.gate.wait()",
        ["20 SVC202"],
    ),
    "a thread is started and joined": (
        '{"plant.Line.launch" = "starts", "plant.Line.finish" = "joins", "plant.Gate.close" = "signals"}',
        f"{PENDING}; self.gate.close()",
        "self.line.launch(); self.gate.wait(); self.line.finish()",
        [],
    ),
    "a call says that it is stopping": (
        '{"plant.tell" = "reports", "plant.Gate.close" = "signals"}',
        "plant.tell(self, win32service.SERVICE_STOP_PENDING); self.gate.close()",
        "self.gate.wait()",
        [],
    ),
    "a call says that it is over, which it is not": (
        '{"plant.tell" = "reports"}',
        f"{PENDING}; plant.tell(self, win32service.SERVICE_STOPPED); self.gate.close()",
        "self.gate.wait()",
        ["17 SVC503", "17 SVC205"],
    ),
}


@pytest.fixture(autouse=True)
def _nothing_left() -> object:
    """Other tests know nothing of a plant."""
    yield
    learn(())


def found(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Line and code of each finding."""
    with pytest.raises(SystemExit):
        main(["--output-format", "concise", "--min-certainty", "possible", str(folder)])
    lines = capsys.readouterr().out.splitlines()
    return [f"{line.split(':')[1]} {line.split()[1]}" for line in lines]


@pytest.mark.parametrize("sentence", LESSONS)
def test_what_is_taught_holds(sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The call means to the contract what the settings say."""
    table, stop, run, codes = LESSONS[sentence]
    (tmp_path / "pyproject.toml").write_text(f"[tool.svclint]\neffects = {table}\n")
    (tmp_path / "feeder.py").write_text(SERVICE.format(stop=stop, run=run))
    assert found(tmp_path, capsys) == codes


def test_a_lesson_is_believed_before_the_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A function of the project that nobody could understand may be taught like one of a library."""
    (tmp_path / "pyproject.toml").write_text('[tool.svclint.effects]\n"plant.drain" = "blocks"\n')
    (tmp_path / "plant.py").write_text("class Gate:\n    pass\n\n\ndef drain():\n    pass\n")
    service = SERVICE.format(stop=f"{PENDING}; self.gate.close(); plant.drain()", run="self.gate.wait()")
    (tmp_path / "feeder.py").write_text(service)
    assert found(tmp_path, capsys) == ["17 SVC101"]


def test_flake8_is_taught_as_well(tmp_path: Path) -> None:
    """The plugin reads the same table from the nearest pyproject.toml."""
    (tmp_path / "pyproject.toml").write_text('[tool.svclint.effects]\n"plant.drain" = "blocks"\n')
    service = SERVICE.format(stop=f"{PENDING}; self.gate.close(); plant.drain()", run="self.gate.wait()")
    (tmp_path / "feeder.py").write_text(service)
    column = service.splitlines()[16].index("plant.drain()") + 1
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "SVC", "feeder.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [line.split()[:2] for line in run.stdout.splitlines()] == [[f"feeder.py:17:{column}:", "SVC101"]]


WRONG = {
    "a word nobody knows": ('"plant.drain" = "hangs"', "'plant.drain': one of blocks"),
    "a call nobody knows": ('"plant.drain" = "factory.drain"', "'plant.drain': one of blocks"),
    "no dotted name": ('"plant drain" = "blocks"', "'plant drain' is no dotted name of a call"),
    "no text": ('"plant.drain" = 7', "a table is wanted"),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_wrong_lessons_are_refused(sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with the file, the key and what is wanted; exit code 2."""
    line, reason = WRONG[sentence]
    (tmp_path / "pyproject.toml").write_text(f"[tool.svclint.effects]\n{line}\n")
    with pytest.raises(SystemExit) as end:
        main([str(tmp_path)])
    assert end.value.code == 2
    assert reason in capsys.readouterr().err


def test_forgotten_lessons_leave_nothing() -> None:
    """What holds for one project holds for that one only."""
    learn(tuple((f"plant.{word}", word) for word in WORDS) + (("plant.Line", "threading.Thread"),))
    assert knows("plant.blocks")
    assert knows("plant.Line.join")
    learn(())
    assert not (knows("plant.blocks") or knows("plant.Line.join") or blocking("plant.blocks") or acts("plant.starts"))
    assert not quiet("plant.quiet")
