"""The command as a process: start-up, modules, streams, and the fixtures from end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOME = [str(FIXTURES / code) for code in ("SVC101", "SVC203", "SVC505")]


def svclint(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "svclint", "--isolated", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **more)  # type: ignore[call-overload,no-any-return]


def test_a_clean_run_imports_no_engine(folder):
    """Most runs meet no service: no engine, no libcst, no rich, no pathspec, no process pool."""
    (folder / "x.py").write_text("import os\n")
    probe = (
        "import sys\nfrom svclint.cli import main\n"
        "main(['--isolated', 'x.py'], standalone_mode=False)\nprint(*sys.modules, sep='\\n')"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    modules = set(result.stdout.split())
    assert "svclint.discovery" in modules
    heavy = {"svclint.linting", "svclint.rules", "libcst", "rich", "pathspec", "multiprocessing", "tomllib", "flake8"}
    assert not modules & heavy


def test_linting_a_service_imports_no_libcst(folder):
    """The engine runs on the standard library."""
    (folder / "x.py").write_text("from win32serviceutil import ServiceFramework\n")
    probe = (
        "import sys\nfrom svclint.cli import main\n"
        "main(['--isolated', 'x.py'], standalone_mode=False)\nprint(*sys.modules, sep='\\n')"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    modules = set(result.stdout.split())
    assert "svclint.linting" in modules
    assert not modules & {"libcst", "rich", "pathspec", "multiprocessing", "flake8"}


@pytest.mark.parametrize("output", ["text", "concise", "json", "github"])
def test_any_number_of_jobs_says_the_same(output):
    """One process, two, or as many as pay: the same bytes."""
    arguments = ("--min-certainty=possible", f"--output-format={output}", *SOME)
    one, two, many = (svclint(f"--jobs={jobs}", *arguments) for jobs in (1, 2, 0))
    assert one.stdout == two.stdout == many.stdout
    assert one.returncode == two.returncode == many.returncode == 1
    assert one.stderr == ""


def test_the_json_of_many_files_is_whole():
    """Every finding has a known rule, clauses, and a place inside its file."""
    document = json.loads(svclint("--min-certainty=possible", "--output-format=json", *SOME).stdout)
    assert document["problems"] == []
    assert document["findings"]
    for one in document["findings"]:
        lines = Path(one["path"]).read_text("utf-8").split("\n")
        assert one["name"]
        assert one["clauses"]
        assert 1 <= one["line"] <= one["end_line"] <= len(lines)
        assert 1 <= one["column"] <= len(lines[one["line"] - 1])


def test_an_output_that_lacks_letters_gets_escapes(folder):
    """A console of the old kind: what it cannot show is written as an escape, and nothing breaks."""
    name = "übung.py"
    (folder / name).write_text("ServiceFramework = (\n")
    result = svclint(name, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.returncode == 2
    assert result.stderr.startswith("svclint: \\xfcbung.py:1: error: syntax error")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_reader_that_leaves_is_no_crash(folder):
    """``svclint | head``: a closed pipe ends the run without a traceback."""
    (folder / "x.py").write_text("import os\n")
    script = f'"{sys.executable}" -m svclint --isolated rules | true'
    result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
