"""How grave findings are: by rule, by settings, by file; and what that means for the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from svclint.cli import main
from tests.exchange.test_exchange import SERVICE

RULES = {"SVC101": "error", "SVC202": "warning", "SVC502": "warning"}

# A sentence: the settings, and the severities that follow.
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "without settings the rules decide": ("", RULES),
    "one rule": ('severity = {SVC202 = "error"}', RULES | {"SVC202": "error"}),
    "a group": ('severity = {SVC = "warning"}', dict.fromkeys(RULES, "warning")),
    "the longest prefix decides": (
        'severity = {SVC = "error", SVC5 = "warning", SVC50 = "error", SVC502 = "warning"}',
        {"SVC101": "error", "SVC202": "error", "SVC502": "warning"},
    ),
    "a file before all": (
        'severity = {SVC202 = "error"}\nper-file-severity = {"feeder.py" = {SVC2 = "warning"}}',
        RULES,
    ),
    "another file": ('per-file-severity = {"tests/*" = {SVC1 = "warning"}}', RULES),
    "what is made a matter of taste is not told": (
        'severity = {SVC202 = "info"}',
        {"SVC101": "error", "SVC502": "warning"},
    ),
    "unless it is asked for": ('pedantic = true\nseverity = {SVC202 = "info"}', RULES | {"SVC202": "info"}),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service with an error and two warnings."""
    (tmp_path / "feeder.py").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def linted(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[dict[str, str], object]:
    """Severity by code, and the exit code."""
    with pytest.raises(SystemExit) as end:
        main(["--select", "SVC1,SVC2,SVC50", *arguments, "."])
    heads = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("feeder.py:")]
    return {words[2]: words[1] for words in heads}, end.value.code


@pytest.mark.parametrize("sentence", TABLES)
def test_settings_grade_findings(sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the table, in the text that people read."""
    settings, wanted = TABLES[sentence]
    (folder / "pyproject.toml").write_text(f"[tool.svclint]\n{settings}\n")
    assert linted(capsys)[0] == wanted


@pytest.mark.parametrize(("least", "code"), [("info", 1), ("warning", 1), ("error", 0), ("never", 0)])
def test_fail_on_decides_about_the_exit_code(least: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Two warnings are left; all are told, whatever the exit code is."""
    left = {"SVC202": "warning", "SVC502": "warning"}
    assert linted(capsys, "--ignore", "SVC101", "--fail-on", least) == (left, code)


def test_what_could_not_be_linted_always_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """2 is no verdict on findings."""
    (folder / "old.py").write_text("print 'ServiceFramework'\n")
    assert linted(capsys, "--fail-on", "never")[1] == 2


WRONG = {
    "a word nobody knows": 'severity = {SVC1 = "grave"}',
    "no prefix of a code": 'severity = {E501 = "error"}',
    "no table": 'severity = "error"',
    "a list by file": 'per-file-severity = {"x.py" = ["SVC1"]}',
    "a limit nobody knows": 'fail-on = "broken"',
}


@pytest.mark.parametrize("sentence", WRONG)
def test_wrong_tables_are_refused(sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with file, line and key."""
    (folder / "pyproject.toml").write_text(f"[tool.svclint]\n{WRONG[sentence]}\n")
    with pytest.raises(SystemExit) as end:
        main(["."])
    assert end.value.code == 2
    assert f"pyproject.toml:2: '{WRONG[sentence].split()[0]}' in [tool.svclint]:" in capsys.readouterr().err
