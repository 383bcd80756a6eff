"""The flake8 plugin: the same findings as the command, cheap to have, and never a traceback."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError

from svclint import __version__, linting
from svclint.checking.finding import FileReport
from svclint.flake8 import Plugin
from svclint.source.project import Files

FIXTURES = Path(__file__).parents[2] / "fixtures"
SERVICE = "import ServiceFramework\nself.wörker.join()  # broken: SVC101\nlost()  # possible: SVC202\n"


@pytest.fixture(autouse=True)
def options() -> Iterator[None]:
    """Options are kept on the class, as flake8 wants it; each test starts with the defaults."""
    yield
    Plugin.min_certainty, Plugin.pedantic, Plugin.follow = "broken", False, True


@pytest.fixture
def commented(monkeypatch: pytest.MonkeyPatch, judge: Callable[[bytes, str], FileReport]) -> None:
    """The judge of comments in place of the engine."""

    def lint_tree(tree: ast.Module, lines: list[str], path: str, files: Files | None) -> FileReport:
        return judge("\n".join(lines).encode(), path)

    monkeypatch.setattr(linting, "lint_tree", lint_tree)


def told(text: str, newline: str | None = "") -> list[tuple[int, int, str]]:
    """What the plugin says of a text, line ends kept as they are."""
    plugin = Plugin(ast.parse(text), "x.py", io.StringIO(text, newline).readlines())
    return [(line, column, said) for line, column, said, kind in plugin.run() if kind is Plugin]


def test_findings_are_told_as_flake8_wants_them(commented):
    """Line from 1, column from 0 in characters, code and text, the class."""
    assert told(SERVICE) == [(2, 12, "SVC101 'join()' waits")]


def test_possible_findings_are_told_when_asked_for(commented):
    """--svc-min-certainty possible; the option can be parsed again and again."""
    for _ in range(2):
        Plugin.parse_options(Namespace(svc_min_certainty="possible", svc_pedantic=False, svc_no_follow_imports=False))
    assert [said[:6] for _, _, said in told(SERVICE)] == ["SVC101", "SVC202"]


def test_a_wrong_certainty_is_refused_in_flake8s_way():
    """flake8 prints the text of this exception and ends."""
    with pytest.raises(ExecutionError, match="broken or possible is wanted, not 'sure'"):
        Plugin.parse_options(Namespace(svc_min_certainty="sure"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(commented, end):
    """Standard input reaches the plugin with its line ends as they are."""
    assert told(SERVICE.replace("\n", end)) == [(2, 12, "SVC101 'join()' waits")]


def test_comments_are_left_to_flake8(commented):
    """A plugin that suppresses by itself makes flake8-noqa call the comment useless."""
    assert told(SERVICE.replace("SVC101\n", "SVC101  # noqa\n")) == [(2, 12, "SVC101 'join()' waits")]


def test_files_without_services_wake_nobody(monkeypatch):
    """No marker in the text: the engine is not called."""
    monkeypatch.setattr(linting, "lint_tree", lambda *_: pytest.fail("called"))
    assert told("import os\n") == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("x\ny\x1b"), "SVC000 internal error (KeyError: 'x\\ny\\x1b' at "),
        (RecursionError(), "SVC000 not judged: nested too deeply to be judged"),
        (MemoryError(), "SVC000 not judged: nested too deeply to be judged"),
    ],
    ids=["bug", "recursion", "memory"],
)
def test_failures_become_one_finding(monkeypatch, error, said):
    """flake8 would stop the whole run at an exception that leaves run()."""

    def fail(*_: object) -> FileReport:
        raise error

    monkeypatch.setattr(linting, "lint_tree", fail)
    ((line, column, text),) = told(SERVICE)
    assert (line, column) == (1, 0)
    assert text.startswith(said)


def test_the_class_says_who_it_is():
    """Custom attributes that other tools still read."""
    assert (Plugin.name, Plugin.version) == ("svclint", __version__)


def test_importing_the_plugin_imports_no_engine():
    """Every flake8 process pays for this import: only four small modules of ours, and no others at all."""
    probe = (
        "import sys, flake8.main.cli; before = set(sys.modules)\n"
        "import svclint.flake8; print(*set(sys.modules) - before)"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert set(result.stdout.split()) == {"svclint", "svclint.flake8", "svclint.source", "svclint.source.markers"}


@pytest.fixture
def flake8(folder: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """flake8 itself in a process of its own, with this plugin and no others of ours."""
    installed = any(one.name == "SVC" for one in entry_points(group="flake8.extension"))
    local = "" if installed else "[flake8:local-plugins]\nextension = SVC = svclint.flake8:Plugin\n"

    def run(*arguments: str, config: str = "", **more: object) -> subprocess.CompletedProcess[str]:
        (folder / "flake8.cfg").write_text(f"[flake8]\n{config}\n{local}")
        command = [sys.executable, "-m", "flake8", "--config", str(folder / "flake8.cfg"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **more)  # type: ignore[call-overload,no-any-return]

    return run


def test_flake8_lists_the_plugin_and_its_option(flake8):
    """In a real process: the option is in the help."""
    assert "--svc-min-certainty CERTAINTY" in flake8("--help").stdout


def test_flake8_refuses_a_wrong_certainty(flake8, folder):
    """From the configuration as from the command line: one clear line, no traceback."""
    (folder / "x.py").touch()
    for result in (flake8("--svc-min-certainty=sure", "x.py"), flake8("x.py", config="svc-min-certainty = sure")):
        assert "svc-min-certainty: broken or possible is wanted, not 'sure'" in result.stdout
        assert "Traceback" not in result.stderr
        assert result.returncode == 1


@pytest.mark.parametrize("certainty", ["broken", "possible"])
def test_flake8_and_the_command_agree_on_fixtures(flake8, certainty):
    """Byte for byte: path, line, column, code and text, in real processes."""
    here = FIXTURES.parent
    some = [f"{FIXTURES.name}/{one.name}" for one in sorted(FIXTURES.iterdir())[::6]]
    theirs = flake8("--select=SVC", f"--svc-min-certainty={certainty}", *some, cwd=here)
    ours = subprocess.run(
        [sys.executable, "-m", "svclint", "--isolated", "--output-format=concise", f"--min-certainty={certainty}"]
        + some,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=here,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert sorted(theirs.stdout.splitlines()) == sorted(ours.stdout.splitlines())
    assert ours.stdout
    assert (theirs.stderr, ours.stderr) == ("", "")


SPELLINGS = {
    "plain": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "latin": lambda text: b"# coding: latin-1\n" + text.replace("\u6f22\U0001f600", "").encode("latin-1"),
    "tabs": lambda text: text.replace("    ", "\t").encode(),
    "feeds": lambda text: text.replace("\n\n", "\n\x0c\n").encode(),
    "no_end": lambda text: text.rstrip().encode(),
    "separators": lambda text: ("x = '\u2028\x85\x1c'\n" + text).encode(),
    "noqa_blanket": lambda text: text.replace(".join()", ".join()  # noqa").encode(),
    "noqa_code": lambda text: text.replace(".join()", ".join()  # noqa: SVC1").encode(),
    "noqa_other": lambda text: text.replace(".join()", ".join()  # noqa: E501").encode(),
    "noqa_joined": lambda text: text.replace(".join()", ".join(); \\\n            y = 1  # noqa").encode(),
    "noqa_file": lambda text: ("# flake8: noqa\n" + text).encode(),
}
HANDLER = """import threading
import win32service
import win32serviceutil


class Feed(win32serviceutil.ServiceFramework):
    def SvcDoRun(self):
        self.worker = threading.Thread(target=print)
        self.worker.start()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        "\xe9\u6f22\U0001f600"; self.worker.join()
"""


def test_flake8_and_the_command_agree_on_every_spelling(flake8, svclint_command, folder):
    """Line ends, marks, encodings, tabs, separators, wide letters and comments: the same lines from both."""
    for name, spell in SPELLINGS.items():
        (folder / f"{name}.py").write_bytes(spell(HANDLER))
    names = [f"{name}.py" for name in SPELLINGS]
    ours = svclint_command("--isolated", "--output-format=concise", *names, obj=None).stdout.splitlines()
    theirs = flake8("--select=SVC", *names).stdout.splitlines()
    assert sorted(ours) == sorted(theirs)
    found = {line.partition(".py:")[0] for line in ours}
    assert found == set(SPELLINGS) - {"noqa_blanket", "noqa_code", "noqa_joined", "noqa_file"}
    assert any(line.startswith("plain.py:13:16: SVC101 ") for line in ours)


def test_flake8_and_the_command_agree_on_standard_input(flake8, svclint_command, folder):
    """flake8 keeps the line ends of standard input as they are."""
    text = HANDLER.replace("\n", "\r\n")
    ours = svclint_command("--output-format=concise", "--stdin-filename=a/live.py", "-", obj=None, input=text.encode())
    theirs = flake8("--select=SVC", "--stdin-display-name=a/live.py", "-", input=text)
    assert ours.stdout == theirs.stdout
    assert ours.stdout.startswith("a/live.py:13:16: SVC101 ")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_flake8_hands_options_to_its_workers(flake8, folder, jobs):
    """Possible findings are there in one process and in two."""
    source = next(path for path in sorted(FIXTURES.rglob("*.py")) if "# possible: " in path.read_text("utf-8"))
    for name in ("a.py", "b.py"):
        (folder / name).write_bytes(source.read_bytes())
    result = flake8("--select=SVC", f"--jobs={jobs}", "--svc-min-certainty=possible", "a.py", "b.py")
    assert result.stdout.count("a.py:") == result.stdout.count("b.py:") > 0
    assert result.stderr == ""
