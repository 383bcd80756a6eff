"""What a reviewer is told of a service: by facts that were read off the code by hand, and by looking at the page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from svclint.cli import main

# A worker that is joined for at most 20 s, a STOPPED of the author's own that comes before pywin32's STOP_PENDING.
SERVICE = """\
import threading

import win32event
import win32service
import win32serviceutil


class Pump<x>(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.quit = threading.Event()
        self.worker = threading.Thread(target=self.pump, daemon=True)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=9000)
        self.quit.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        self.worker.start()
        self.quit.wait()
        self.worker.join(20)
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)

    def pump(self):
        while not self.quit.is_set():
            self.quit.wait(1)
""".replace("<x>", "")
RED = (0xC5, 0x22, 0x1F)
BLUE = (0xDD, 0xF4, 0xFF)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the service."""
    (tmp_path / "pump.py").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, object]:
    """What is printed, what is complained, the exit code."""
    with pytest.raises(SystemExit) as end:
        main(["report", *arguments])
    return (*capsys.readouterr(), end.value.code)


def cells(text: str, title: str) -> list[list[str]]:
    """The rows of a table in Markdown, without its heads."""
    rows = text.split(f"### {title}\n")[1].strip().split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("\\", "") for cell in row.strip("|").split(" | ")] for row in rows]


def test_the_facts_are_those_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Controls, reports, threads, the illegal edge: each with the line where it stands."""
    out, err, code = report(capsys, "--form", "markdown", "pump.py")
    assert (err, code) == ("", 0)
    assert cells(out, "Controls") == [
        ["STOP", "STOP", "SvcStop", "pump.py:14"],
        ["SHUTDOWN", "SHUTDOWN", "SvcStop", "pump.py:14"],
    ]
    assert cells(out, "States reported") == [
        ["SERVICE_STOP_PENDING", "handler", "9000 ms", "pump.py:15"],
        ["SERVICE_STOPPED", "run side", "", "pump.py:24"],
    ]
    assert cells(out, "Threads and processes") == [["pump.py:21", "yes", "not by itself", "nowhere"]]
    assert cells(out, "Transitions the contract does not have") == [["STOPPED", "STOP_PENDING", "pump.py:20"]]


def test_the_stop_path_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    """The wait for the signal is over as soon as that is given; 20 s of join are left, more than the hint promises."""
    out = report(capsys, "--form", "markdown", "pump.py")[0].replace("\\", "")
    assert "The longest way from STOP to SERVICE_STOPPED waits for at most 20 s" in out
    assert ["SERVICE_STOP_PENDING", "9000 ms", "20 s", "pump.py:15"] in cells(out, "Wait hints on the stop path")
    assert ["'self.worker.join(20)' waits for up to 20 s", "20 s", "pump.py:23"] in cells(out, "Stop path")


def test_the_diagram_in_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """Mermaid: the edges that are used, the one that is not allowed named so."""
    out = report(capsys, "--form", "markdown", "pump.py")[0]
    lines = out.split("```mermaid\n")[1].split("\n```")[0].splitlines()
    assert lines == [
        "stateDiagram-v2",
        "    direction LR",
        "    [*] --> START_PENDING",
        "    STOPPED --> STOP_PENDING : not allowed (line 20)",
        "    START_PENDING --> RUNNING",
        "    STOP_PENDING --> STOPPED",
        "    RUNNING --> STOP_PENDING",
        "    classDef broken stroke:#c5221f,color:#c5221f",
        "    class STOP_PENDING broken",
    ]


def test_the_page_needs_no_other_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No address but that of a name space; text from the source is escaped, control characters are shown."""
    (folder / "pump.py").write_text(SERVICE.replace("self.worker.join(20)", 'self.worker.join("<b>\\x07" and 20)'))
    page = report(capsys, "--form", "html", "pump.py")[0]
    assert page.count("http") == page.count("http://www.w3.org/2000/svg")
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_a_service_without_a_way_to_stop(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is made up."""
    (folder / "pump.py").write_text(SERVICE.replace("self.quit.wait()", "while True:\n            self.quit.wait(60)"))
    assert "No path leads from STOP to SERVICE_STOPPED." in report(capsys, "pump.py")[0]


def test_files_that_cannot_be_read_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are reported; exit code 2."""
    (folder / "old.py").write_text("print 'ServiceFramework'\n")
    out, err, code = report(capsys, ".")
    assert (code, "old.py: error: Python 2 syntax" in err, out.startswith("Pump (pump.py:8)")) == (2, True, True)


def test_no_service(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says so."""
    (folder / "pump.py").write_text("import os\n")
    assert report(capsys, ".") == ("no service found\n", "", 0)


def test_the_report_goes_into_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole, or not at all with one line why."""
    printed = report(capsys, "--form", "html", "pump.py")[0]
    assert report(capsys, "--form", "html", "--output-file", "r.html", "pump.py") == ("", "", 0)
    assert (folder / "r.html").read_text("utf-8") == printed
    out, err, code = report(capsys, "--output-file", "missing/r.txt", "pump.py")
    assert (out, code, err) == ("", 2, "svclint: missing/r.txt cannot be written: no such file or directory\n")


def test_the_page_can_be_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A browser draws the boxes of the diagram, and the illegal edge in red."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium to look at the page with")
    report(capsys, "--form", "html", "--output-file", "r.html", "pump.py")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    picture = ["--window-size=800,700", f"--screenshot={folder / 'r.png'}", (folder / "r.html").as_uri()]
    subprocess.run([browser, *options, *picture], check=True, capture_output=True)
    seen = Image.open(folder / "r.png").convert("RGB")
    colours = {colour: count for count, colour in seen.getcolors(maxcolors=1 << 24) or ()}
    assert colours.get(BLUE, 0) > 5_000
    assert colours.get(RED, 0) > 100
