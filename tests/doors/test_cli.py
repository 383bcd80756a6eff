"""The command as people type it: paths, options, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from svclint import __version__
from svclint.__main__ import COMMANDS
from svclint.checking.finding import FileReport
from svclint.cli import main
from svclint.terminal import coloured

SERVICE = "import ServiceFramework\nself.worker.join()  # broken: SVC101\nlost()  # possible: SVC202\n"
LINE = "feed.py:2:13: SVC101 'join()' waits\n"


@pytest.fixture(autouse=True)
def feed(folder: Path) -> Path:
    """A service file with one certain finding and a possible one."""
    path = folder / "feed.py"
    path.write_text(SERVICE)
    return path


def concise(*more: str) -> tuple[str, ...]:
    return ("--output-format", "concise", *more)


@pytest.mark.parametrize("arguments", [["feed.py"], ["lint", "feed.py"], ["."], ["./feed.py"], []], ids=str)
def test_a_path_needs_no_subcommand(svclint_command, arguments):
    """Paths alone, behind 'lint', or none at all lint the same file."""
    at = arguments.index("lint") + 1 if "lint" in arguments else 0
    result = svclint_command(*arguments[:at], *concise(), *arguments[at:])
    assert (result.stdout, result.exit_code) == (LINE, 1)


def test_a_folder_named_like_a_command_is_linted_after_an_option(svclint_command, folder, feed):
    """Only the very first word can be a command."""
    (folder / "rules").mkdir()
    feed.rename(folder / "rules" / "feed.py")
    assert os.path.join("rules", "feed.py") in svclint_command(*concise(), "rules").stdout


def test_clean_files_end_with_zero(svclint_command, feed):
    """No finding, no problem: exit code 0, and the text says how much was looked at."""
    feed.write_text("ServiceFramework = 1\n")
    result = svclint_command("feed.py")
    assert (result.stdout, result.exit_code) == ("nothing found in 1 file, 1 with services\n", 0)


def test_files_without_services_are_not_judged(folder, feed):
    """The judge never sees a file that lacks the markers, whatever else is wrong with it."""
    feed.write_text("print 'no service'\n")

    def judge(data: bytes, path: str, files: object) -> FileReport:
        raise AssertionError("judged")

    result = CliRunner().invoke(main, ["feed.py"], obj=judge)
    assert (result.stdout, result.exit_code) == ("nothing found in 1 file, 0 with services\n", 0)


def test_exit_zero_hides_findings_from_the_exit_code(svclint_command):
    """--exit-zero: findings are printed, and the exit code is 0."""
    result = svclint_command(*concise("--exit-zero", "feed.py"))
    assert (result.stdout, result.exit_code) == (LINE, 0)


def test_exit_zero_does_not_hide_problems(svclint_command):
    """--exit-zero: what could not be linted still ends with 2."""
    assert svclint_command("--exit-zero", "feed.py", "missing.py").exit_code == 2


def test_possible_findings_are_shown_when_asked_for(svclint_command):
    """--min-certainty possible shows both, broken alone is the default."""
    result = svclint_command(*concise("--min-certainty", "possible", "feed.py"))
    assert result.stdout == LINE + "feed.py:3:1: SVC202 'lost()' waits\n"


def test_the_text_counts_what_was_held_back(svclint_command):
    """The summary says that there are possible findings and how to see them."""
    last = svclint_command("feed.py").stdout.splitlines()[-1]
    assert last == ("1 error in 1 file, 1 with services; 1 possible one not shown (--min-certainty possible)")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["SVC101", "SVC202"]),
        (["--select", "SVC1"], ["SVC101"]),
        (["--select", "SVC1,SVC2"], ["SVC101", "SVC202"]),
        (["--select", "SVC1", "--select", "SVC202"], ["SVC101", "SVC202"]),
        (["--ignore", "SVC1"], ["SVC202"]),
        (["--ignore", "SVC"], []),
        (["--select", "SVC101", "--ignore", "SVC1"], ["SVC101"]),
        (["--select", "SVC1", "--ignore", "SVC101"], []),
        (["--per-file-ignores", "feed.py:SVC1"], ["SVC202"]),
        (["--per-file-ignores", "other/*:SVC1"], ["SVC101", "SVC202"]),
        (["--select", "SVC101", "--per-file-ignores", "*.py:SVC101"], []),
    ],
    ids=str,
)
def test_codes_are_chosen_by_prefix(svclint_command, options, codes):
    """The longest prefix decides; what a file pattern ignores is ignored in any case."""
    result = svclint_command(*concise("--min-certainty", "possible", *options, "feed.py"))
    assert [line.split()[1] for line in result.stdout.splitlines()] == codes


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--select", "E501"], "'E501' is no code"),
        (["--select", "SVC9"], "no rule's code starts with 'SVC9'"),
        (["--per-file-ignores", "SVC1"], "PATTERN:CODES"),
        (["--min-certainty", "sure"], "sure"),
        (["--output-format", "xml"], "xml"),
        (["--jobs", "-1"], "-1"),
        (["--config", "none.toml"], "none.toml: no such file or directory"),
    ],
    ids=str,
)
def test_bad_options_are_named(svclint_command, options, reason):
    """A wrong value on the command line is an error that repeats it; nothing is linted."""
    result = svclint_command(*options, "feed.py")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert not result.stdout


def test_standard_input_is_linted_under_the_name_given(svclint_command):
    """'-' reads standard input; --stdin-filename is what findings call it."""
    result = svclint_command(*concise("--stdin-filename", "pkg/live.py", "-"), input=SERVICE)
    assert result.stdout == LINE.replace("feed.py", "pkg/live.py")


def test_standard_input_has_a_name_by_itself(svclint_command):
    """Without --stdin-filename it is called stdin, as flake8 does."""
    assert svclint_command(*concise("-"), input=SERVICE).stdout == LINE.replace("feed.py", "stdin")


def test_standard_input_can_be_excluded(svclint_command):
    """--force-exclude holds for the name of standard input, so editors can pass everything."""
    result = svclint_command("--force-exclude", "--stdin-filename", "build/live.py", "-", input=SERVICE)
    assert (result.exit_code, result.stdout) == (0, "nothing found in 0 files, 0 with services\n")


def test_statistics_count_by_code(svclint_command):
    """--statistics adds one line per code: how many, code, name."""
    result = svclint_command(*concise("--statistics", "--min-certainty", "possible", "feed.py"))
    assert result.stdout.splitlines()[2:] == ["1  SVC101  join-in-handler", "1  SVC202  lost-stop"]


def test_noqa_can_be_disabled(svclint_command, feed):
    """--disable-noqa shows what a comment covers."""
    feed.write_text("import ServiceFramework  # noqa\njoin()  # broken: SVC101  # noqa: SVC1\n")
    assert svclint_command("feed.py").exit_code == 0
    assert svclint_command("--disable-noqa", "feed.py").exit_code == 1


def test_show_settings_prints_them_and_lints_nothing(svclint_command, folder):
    """--show-settings lists every key with its value and the file they come from."""
    (folder / "pyproject.toml").write_text('[tool.svclint]\nselect = ["SVC1"]\n')
    result = svclint_command("--show-settings", "--ignore", "SVC101", "feed.py")
    lines = dict(line.split(" = ", 1) for line in result.stdout.splitlines())
    assert lines["select"] == "('SVC1',)"
    assert lines["ignore"] == "('SVC101',)"
    assert lines["min-certainty"] == "'broken'"
    assert "pyproject.toml" in lines["source"]
    assert result.exit_code == 0


def test_settings_of_a_named_file_are_used(svclint_command, folder):
    """--config reads any file; without our table in it, it is refused."""
    (folder / "mine.toml").write_text('[tool.svclint]\nignore = ["SVC1"]\n')
    (folder / "empty.toml").write_text("[tool.other]\n")
    assert svclint_command("--config", "mine.toml", "feed.py").exit_code == 0
    refused = svclint_command("--config", "empty.toml", "feed.py")
    assert (refused.exit_code, refused.stderr) == (2, "svclint: empty.toml: no [tool.svclint] in it\n")


def test_isolated_reads_no_configuration(svclint_command, folder):
    """--isolated passes over pyproject.toml, even over one that is wrong."""
    (folder / "pyproject.toml").write_text("[tool.svclint]\nnonsense = 1\n")
    assert svclint_command("feed.py").exit_code == 2
    assert svclint_command("--isolated", "feed.py").exit_code == 1


def test_interruption_is_no_verdict(folder):
    """Ctrl-C ends with 130 and one line, not with the exit code of findings."""

    def judge(data: bytes, path: str, files: object) -> FileReport:
        raise KeyboardInterrupt

    result = CliRunner().invoke(main, ["feed.py"], obj=judge)
    assert (result.exit_code, result.stderr) == (130, "svclint: interrupted\n")


def test_the_version_is_told():
    """--version names the command and its version."""
    assert CliRunner().invoke(main, ["--version"]).stdout == f"svclint, version {__version__}\n"


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_lists_commands_and_options(word):
    """The first help page already shows the options of linting."""
    shown = CliRunner().invoke(main, [word]).stdout
    assert "explain" in shown
    assert "--min-certainty" in shown


def test_json_on_standard_output_is_nothing_but_json(svclint_command):
    """Problems go to standard error as well, and do not disturb the document."""
    result = svclint_command("--output-format", "json", "--statistics", "feed.py", "missing.py")
    document = json.loads(result.stdout)
    assert [one["code"] for one in document["findings"]] == ["SVC101"]
    assert document["problems"] == [{"path": "missing.py", "line": None, "reason": "no such file or directory"}]
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
    ids=str,
)
def test_colours_are_for_those_who_want_them(monkeypatch, folder, environment, wanted):
    """NO_COLOR wins over everything; no terminal, no colours."""
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert coloured() is wanted


def test_explain_prints_the_page(registry):
    """'svclint explain CODE': title, text, clauses, both examples; the case of the code does not matter."""
    page = CliRunner().invoke(main, ["explain", "svc101"]).stdout
    assert page.startswith("# SVC101 join-in-handler (error)\n\nA control handler must not wait")
    assert "- C-1" in page
    assert "```python\nworker.join()\n```" in page


def test_explain_refuses_unknown_codes(registry):
    """An unknown code is one line and exit code 2."""
    result = CliRunner().invoke(main, ["explain", "SVC999"])
    assert result.exit_code == 2
    assert result.stderr == "svclint: there is no rule SVC999; 'svclint rules' lists them\n"


def test_rules_are_listed(registry):
    """'svclint rules': one line each, columns aligned."""
    assert CliRunner().invoke(main, ["rules"]).stdout.splitlines() == [
        "SVC101  error    join-in-handler  A control handler must not wait for a thread.",
        "SVC202  warning  lost-stop        A stop signal must reach the run loop.",
    ]


def test_every_real_rule_has_a_page():
    """All pages print, those about the contract with clauses in words."""
    codes = [line.split()[0] for line in CliRunner().invoke(main, ["rules"]).stdout.splitlines()]
    assert codes
    for code in codes:
        page = CliRunner().invoke(main, ["explain", code])
        assert page.exit_code == 0
        assert page.stdout.startswith(f"# {code} ")
        assert ("## Contract" in page.stdout) != code.startswith("SVC0")


def test_the_words_that_are_no_paths_are_the_commands():
    """The console script asks the parser for everything but paths."""
    assert sorted(main.commands) == sorted(COMMANDS)
