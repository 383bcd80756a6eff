"""Whatever is wrong with a file: one clear line, the other files are linted, exit code 2, no traceback.

Each case runs with the judge of comments and with the engine itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from svclint.checking.finding import Problem
from svclint.opening import Source, opened

HEAD = b"from win32serviceutil import ServiceFramework\n"
DEEP_CALLS = b"a" + b"(" * 10_000 + b")" * 10_000
DEEP = {
    "a chain of 50,000 names": b"a" + b".b" * 50_000,
    "a sum of 50,000": b"1" + b" + 1" * 50_000,
    "5,000 calls of calls": b"a" + b"()" * 5_000,
    "a sum of 900": b"1" + b" + 1" * 900,
}
HANDLER = HEAD + b"class Feed(ServiceFramework):\n    def SvcStop(self):\n        x = "
DEEP_MINUS = b"x = " + b"-" * 100_000 + b"1"

CONTENTS = {
    "syntax error": (HEAD + b"def (:\n", ":2: error: syntax error: "),
    "print statement": (HEAD + b'print "x"\n', ":2: error: Python 2 syntax: "),
    "exec statement": (HEAD + b'exec "x"\n', ":2: error: Python 2 syntax: "),
    "raise with a comma": (HEAD + b'raise ValueError, "x"\n', ":2: error: Python 2 syntax: "),
    "backquotes": (HEAD + b"x = `1`\n", ":2: error: Python 2 syntax: "),
    "unequal sign": (HEAD + b"x = 1 <> 2\n", ":2: error: Python 2 syntax: "),
    "old octal": (HEAD + b"x = 0777\n", ":2: error: Python 2 syntax: "),
    "long number": (HEAD + b"x = 10L\n", ":2: error: Python 2 syntax: "),
    "raw unicode text": (HEAD + b'x = ur"x"\n', ":2: error: Python 2 syntax: "),
    "old octal in a text is no sign": (HEAD + b'x = "0777 <> `x`" +\n', ":2: error: syntax error: "),
    "null bytes": (HEAD + b"x = 1\n\0\n", ":3: error: null bytes"),
    "unknown cookie": (b"# coding: udf-8\n" + HEAD, ":1: error: wrong encoding declaration: unknown encoding: udf-8"),
    "cookie against the mark": (b"\xef\xbb\xbf# coding: latin-1\n" + HEAD, ":1: error: wrong encoding declaration"),
    "cookie that is no text encoding": (b"# coding: hex\n" + HEAD, "error: "),
    "undecodable bytes": (HEAD + b"x = 1\n# \xff\n", ":3: error: undecodable as utf-8: byte 0xff"),
    "undecodable as told": (b"# coding: ascii\n" + HEAD + b"# \xe4\n", ":3: error: undecodable as ascii: byte 0xe4"),
    "10,000 parentheses": (HEAD + DEEP_CALLS, "error: nested too deeply"),
    "100,000 minus signs": (HEAD + DEEP_MINUS, "error: nested too deeply"),
    "20 MB": (HEAD + b"x = 1\n" * 3_500_000, "error: too large: 21,000,046 bytes"),
}


@pytest.fixture(params=["judge of comments", "engine"])
def problems(request, svclint_command, folder) -> Callable[..., list[str]]:
    """Runs the command on the current folder, beside a good file; returns the lines of complaint."""
    (folder / "good.py").write_bytes(HEAD)
    judge = {} if request.param == "judge of comments" else {"obj": None}

    def run(*arguments: str) -> list[str]:
        result = svclint_command("--jobs=1", "--output-format=json", *(arguments or (".",)), **judge)
        document = json.loads(result.stdout)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr
        assert document["statistics"]["services"] >= 1
        assert len(document["problems"]) == len(result.stderr.splitlines())
        return result.stderr.splitlines()

    return run


@pytest.mark.parametrize("case", CONTENTS)
def test_unusable_contents(problems, folder, case):
    """The file's content is the reason."""
    content, said = CONTENTS[case]
    (folder / "bad.py").write_bytes(content)
    (line,) = problems()
    assert line.startswith("svclint: bad.py:")
    assert said in line


@pytest.mark.parametrize("case", DEEP)
def test_depth_that_some_pythons_parse(svclint_command, folder, case):
    """It depends on Python's version whether such a tree exists at all: it is judged, or the file is named."""
    (folder / "deep.py").write_bytes(HANDLER + DEEP[case] + b"\n")
    result = svclint_command("deep.py", obj=None)
    assert "SVC000" not in result.stdout
    if result.exit_code == 2:
        assert result.stderr.startswith("svclint: deep.py: error: nested too deeply ")
    else:
        assert result.stderr == ""


def test_a_missing_path(problems):
    """A path that does not exist is named, the others are linted."""
    assert problems("none.py", "good.py") == ["svclint: none.py: error: no such file or directory"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files_and_folders(problems, folder):
    """No permission: the file and the folder are named."""
    (folder / "bad.py").write_bytes(HEAD)
    (folder / "closed").mkdir()
    (folder / "bad.py").chmod(0)
    (folder / "closed").chmod(0)
    lines = problems()
    (folder / "closed").chmod(0o700)
    assert lines == [
        "svclint: bad.py: error: permission denied",
        "svclint: closed: error: permission denied",
    ]


def test_a_folder_where_a_file_was(problems, folder):
    """What was a file when the walk saw it and is none any more is a problem, not a crash."""
    (folder / "x.py").mkdir()
    assert isinstance(opened("x.py"), Problem)


def test_a_path_that_no_system_takes(problems):
    """Null characters in a path are refused by Python itself."""
    (line,) = problems("a\0b.py", "good.py")
    assert line.startswith("svclint: a\\x00b.py: error: ")


def test_a_file_deleted_while_it_is_read(problems, folder, monkeypatch):
    """Found by the walk, gone when it is opened."""
    (folder / "gone.py").write_bytes(HEAD)

    def vanish(given: str | Source | Problem) -> Source | Problem:
        (folder / "gone.py").unlink(missing_ok=True)
        return opened(given)

    monkeypatch.setattr("svclint.running.opened", vanish)
    assert problems() == ["svclint: gone.py: error: no such file or directory"]


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@needs_links
def test_a_loop_of_folders(problems, folder):
    """A link to a folder above is named once, and the walk ends."""
    (folder / "deep").mkdir()
    (folder / "deep" / "loop").symlink_to(folder, target_is_directory=True)
    loop = os.path.join("deep", "loop")
    assert problems() == [f"svclint: {loop}: error: a link that leads back to a folder above it"]


@needs_links
def test_a_link_to_itself_and_one_to_nothing(problems, folder):
    """Links that lead nowhere are named when they look like Python files or never end."""
    (folder / "self").symlink_to("self")
    (folder / "lost.py").symlink_to("nothing.py")
    (folder / ".#good.py").symlink_to("user@host.1")
    lost, endless = problems()
    assert lost == "svclint: lost.py: error: no such file or directory"
    assert endless.startswith("svclint: self: error: too many levels of symbolic links")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_acts_on_terminals(problems, folder):
    """Escapes and undecodable bytes in file names are shown, not sent."""
    Path("a\x1b[2Jb.py").write_bytes(HEAD + b"(\n")
    Path(os.fsdecode(b"c\xff.py")).write_bytes(HEAD + b"(\n")
    first, second = problems()
    assert first.startswith("svclint: a\\x1b[2Jb.py:2: error: syntax error")
    assert second.startswith("svclint: c\\udcff.py:2: error: syntax error")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + HEAD,
        b"\xef\xbb\xbf# coding: utf-8\n" + HEAD,
        b"# -*- coding: latin-1 -*-\n# \xe4\n" + HEAD,
        b"# vim: set fileencoding=cp1252 :\n# \x80\n" + HEAD,
        b"# coding: utf-8-\n" + HEAD,
        b"\x0c\n" + HEAD + b"\x0cx = 1\n",
        HEAD.replace(b"\n", b"\r\n"),
        HEAD.replace(b"\n", b"\r"),
        HEAD.rstrip(),
        HEAD + b'x = "\\d"\n',
    ],
    ids=["BOM", "BOM and cookie", "latin-1", "cp1252", "utf-8-", "form feeds", "CRLF", "CR", "no end", "escape"],
)
@pytest.mark.parametrize("judge", [{}, {"obj": None}], ids=["judge of comments", "engine"])
def test_odd_but_readable(svclint_command, folder, content, judge):
    """These are good Python: nothing is said, not even a warning of the compiler."""
    (folder / "odd.py").write_bytes(content)
    result = svclint_command("odd.py", **judge)
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_broken_configuration_is_one_line(svclint_command, folder):
    """Without settings there is no verdict: one line with the place, exit code 2."""
    (folder / "good.py").write_bytes(HEAD)
    (folder / "pyproject.toml").write_text("[tool.svclint\n")
    result = svclint_command("good.py")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert "pyproject.toml: not valid TOML" in line
    assert "line 1" in line


WRITING = {
    "findings": ("--select=SVC502", "feed.py"),
    "a diff": ("--diff", "feed.py"),
    "a service report": ("report", "feed.py"),
    "a page": ("explain", "SVC502"),
    "a list": ("rules",),
}
SILENT = (
    HEAD
    + b"""import threading

class Feed(ServiceFramework):
    def SvcStop(self):
        self.quit.set()

    def __init__(self, args):
        super().__init__(args)
        self.quit = threading.Event()

    def SvcDoRun(self):
        self.quit.wait()
"""
)


def run(arguments: tuple[str, ...], stdout: int) -> tuple[int, str]:
    """Exit code and complaints of a process that writes there."""
    command = [sys.executable, "-m", "svclint", *arguments]
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("sentence", WRITING)
def test_a_full_disk_is_one_line(sentence: str, folder: Path) -> None:
    """Behind standard output; whoever reads the exit code does not think that all was told."""
    (folder / "feed.py").write_bytes(SILENT)
    with open("/dev/full", "wb") as full:
        answer = run(WRITING[sentence], full.fileno())
    assert answer == (2, "svclint: standard output cannot be written: no space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes that tell of readers that have gone")
def test_a_reader_that_has_gone_has_seen_enough(folder: Path) -> None:
    """As ``| head`` does; the exit code is that of the findings."""
    (folder / "feed.py").write_bytes(SILENT)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert run(WRITING["findings"], writing) == (1, "")
    finally:
        os.close(writing)
