"""``svclint --fix`` as people type it: what is written, what is printed, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from svclint.checking.finding import FileReport
from svclint.cli import main
from svclint.linting import lint_bytes
from svclint.repair import engine, offers, run, writing
from svclint.repair.registry import fixable
from svclint.rules.svc504_stopped_in_run import StoppedInRun
from svclint.rules.svc515_inner_wait_ignores_stop import InnerWaitIgnoresStop
from svclint.source.project import Files
from tests.repair.conftest import FIXED, SERVICE

# Its fix is unsafe: an exception takes the place of the exit code.
CODES = StoppedInRun.bad.replace("SERVICE_STOPPED)  # SVC504", "SERVICE_STOPPED, svcExitCode=3)")
UNFIXABLE = InnerWaitIgnoresStop.bad

PATCH = """\
--- feed.py
+++ feed.py
@@ -1,4 +1,5 @@
 import win32event
+import win32service
 import win32serviceutil
~
~
@@ -11,6 +12,7 @@
~
     def SvcStop(self):
         \"\"\"Wake the loop.\"\"\"
+        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
         win32event.SetEvent(self.stop)
~
     def SvcDoRun(self):
""".replace("~", " ")


def entries(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its inode and the time it was written."""
    return {one.name: (one.stat().st_ino, one.stat().st_mtime_ns) for one in folder.rglob("*")}


def test_fix_writes_the_file_and_tells_what_is_left(svclint, service):
    """Nothing is left: exit code 0."""
    result = svclint("--fix", "feed.py")
    assert (result.stdout, result.exit_code) == ("nothing found in 1 file, 1 with services; 1 fix made\n", 0)
    assert service.read_text() == FIXED


def test_a_second_run_writes_nothing(svclint, service, folder):
    """Not even the same bytes."""
    svclint("--fix", "feed.py")
    before = entries(folder)
    assert svclint("--fix", "feed.py").stdout == "nothing found in 1 file, 1 with services\n"
    assert entries(folder) == before


def test_files_without_a_fix_are_not_written(svclint, service, folder):
    """Only the one that has a fix is a new file."""
    (folder / "clean.py").write_text(FIXED)
    (folder / "other.py").write_text("print('no service')\n")
    (folder / "left.py").write_text(UNFIXABLE)
    before = entries(folder)
    assert svclint("--fix", ".").exit_code == 1
    assert {name for name, entry in entries(folder).items() if before[name] != entry} == {"feed.py"}


def test_findings_that_are_left_are_told(svclint, folder):
    """Those that no safe fix ends: exit code 1; with --unsafe-fixes they go as well."""
    (folder / "codes.py").write_text(CODES)
    result = svclint("--fix", "--output-format", "concise", "codes.py")
    assert "SVC504" in result.stdout
    assert result.exit_code == 1
    assert (folder / "codes.py").read_text() == CODES
    result = svclint("--fix", "--unsafe-fixes", "--output-format", "concise", "codes.py")
    assert (result.stdout, result.stderr, result.exit_code) == ("", "svclint: made 1 fix in 1 file\n", 0)
    assert 'raise RuntimeError("svcExitCode=3")' in (folder / "codes.py").read_text()


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",), ("--exit-non-zero-on-fix",)], ids=str)
def test_nothing_is_fixed_unless_it_is_asked_for(svclint, service, options):
    """What else is said of fixes does not make any."""
    assert svclint(*options, "feed.py").exit_code == 1
    assert service.read_text() == SERVICE


def test_diff_prints_and_writes_nothing(svclint, service, folder):
    """The patch on standard output, one line about it on the other, exit code 1."""
    before = entries(folder)
    result = svclint("--diff", "feed.py")
    assert (result.stdout, result.stderr, result.exit_code) == (PATCH, "svclint: would make 1 fix in 1 file\n", 1)
    assert entries(folder) == before


def test_diff_of_nothing(svclint, service):
    """No output, exit code 0, whatever is left."""
    service.write_text(UNFIXABLE)
    result = svclint("--diff", "feed.py")
    assert (result.output, result.exit_code) == ("", 0)


@pytest.mark.parametrize(
    "change",
    [str.encode, lambda text: text.replace("\n", "\r\n").encode(), lambda text: text.removesuffix("\n").encode()],
)
@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
def test_patch_makes_of_the_diff_what_fix_makes(svclint, service, folder, change):
    """Byte for byte, whatever the line ends."""
    service.write_bytes(change(SERVICE))
    patch = svclint("--diff", "feed.py").stdout_bytes
    done = subprocess.run(["patch", "--binary", "-p0"], input=patch, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    patched = service.read_bytes()
    service.write_bytes(change(SERVICE))
    svclint("--fix", "feed.py")
    assert service.read_bytes() == patched == change(FIXED)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (SERVICE, ("--fix",), 0),
        (SERVICE, ("--fix", "--exit-non-zero-on-fix"), 1),
        (SERVICE, ("--fix", "--exit-non-zero-on-fix", "--exit-zero"), 0),
        (FIXED, ("--fix", "--exit-non-zero-on-fix"), 0),
        (UNFIXABLE, ("--fix",), 1),
        (UNFIXABLE, ("--fix", "--exit-zero"), 0),
        (UNFIXABLE, ("--fix-only",), 0),
        (SERVICE, ("--fix-only",), 0),
        (SERVICE, ("--fix-only", "--exit-non-zero-on-fix"), 1),
        (SERVICE, ("--diff", "--exit-zero"), 0),
        (SERVICE + "(", ("--fix",), 2),
        (SERVICE + "(", ("--diff",), 2),
    ],
)
def test_exit_codes(svclint, service, text, options, code):
    """As ruff ends."""
    service.write_text(text)
    assert svclint(*options, "feed.py").exit_code == code


def test_fix_only_is_silent_about_what_is_left(svclint, service, folder):
    """Standard output is empty."""
    (folder / "left.py").write_text(UNFIXABLE)
    result = svclint("--fix-only", ".")
    assert (result.stdout, result.stderr) == ("", "svclint: made 1 fix in 1 file\n")
    assert service.read_text() == FIXED


@pytest.mark.parametrize("text", [SERVICE, FIXED, UNFIXABLE], ids=["fixed", "clean", "left"])
def test_fix_only_as_json_is_a_whole_document(svclint, service, text):
    """No finding in it, whatever is left; what was done is counted. Only that is on standard output."""
    service.write_text(text)
    result = svclint("--fix-only", "--output-format", "json", "feed.py")
    document = json.loads(result.stdout)
    assert (document["findings"], document["problems"], result.exit_code) == ([], [], 0)
    assert (document["statistics"]["fixed"], document["statistics"]["by_code"]) == (int(text is SERVICE), {})


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_fix_only_in_other_formats_says_nothing(svclint, service, folder, form):
    """Formats without a frame are empty; what was done goes to standard error."""
    (folder / "left.py").write_text(UNFIXABLE)
    result = svclint("--fix-only", "--output-format", form, ".")
    assert (result.stdout, result.stderr) == ("", "svclint: made 1 fix in 1 file\n")


@pytest.mark.parametrize(
    ("form", "stdout", "stderr"),
    [
        ("text", "", "svclint: feed.py:18: error: "),
        ("concise", "", "svclint: feed.py:18: error: "),
        ("github", "::error title=svclint%3A not linted,file=feed.py,line=18::", ""),
        ("json", '"reason": ', "svclint: feed.py:18: error: "),
    ],
)
def test_fix_only_tells_what_could_not_be_judged(svclint, service, form, stdout, stderr):
    """It is no finding, and nobody could tell why the command ended with 2."""
    service.write_text(SERVICE + "(")
    result = svclint("--fix-only", "--output-format", form, "feed.py")
    assert result.exit_code == 2
    assert stdout in result.stdout
    assert stderr in result.stderr


def test_fix_only_keeps_standard_output_for_the_text_that_was_typed(svclint, folder):
    """The document goes to standard error then, as without --fix-only."""
    result = svclint("--fix-only", "--output-format", "json", "-", input=SERVICE)
    assert result.stdout == FIXED
    assert json.loads(result.stderr.partition("\nsvclint: ")[0])["statistics"]["fixed"] == 1


def test_standard_input_is_fixed_to_standard_output(svclint, folder):
    """The text alone, with a fix or without; what is left goes to standard error."""
    result = svclint("--fix", "-", input=SERVICE)
    assert (result.stdout, result.exit_code) == (FIXED, 0)
    result = svclint("--fix", "--stdin-filename", "feed.py", "-", input=UNFIXABLE)
    assert (result.stdout, result.exit_code) == (UNFIXABLE, 1)
    assert "feed.py:" in result.stderr
    assert "+import win32service\n" in svclint("--diff", "-", input=SERVICE).stdout
    assert list(folder.iterdir()) == []


def test_codes_that_are_not_selected_are_not_fixed(svclint, service):
    """Neither those that a comment covers."""
    svclint("--fix", "--ignore", "SVC502", "feed.py")
    assert service.read_text() == SERVICE
    covered = SERVICE.replace("def SvcStop(self):", "def SvcStop(self):  # noqa: SVC502")
    service.write_text(covered)
    svclint("--fix", "feed.py")
    assert service.read_text() == covered


@pytest.mark.parametrize(
    ("table", "text", "fixed"),
    [
        ('extend-unsafe-fixes = ["SVC5"]', SERVICE, False),
        ('extend-unsafe-fixes = ["SVC5"]\nextend-safe-fixes = ["SVC502"]', SERVICE, True),
        ('extend-safe-fixes = ["SVC504"]', CODES, True),
    ],
)
def test_settings_promote_and_demote(svclint, service, folder, table, text, fixed):
    """By prefixes of codes."""
    (folder / "pyproject.toml").write_text(f"[tool.svclint]\n{table}\n")
    service.write_text(text)
    svclint("--fix", "feed.py")
    assert (service.read_text() != text) is fixed


def test_settings_about_fixes_are_checked(svclint, service, folder):
    """Like all other codes."""
    (folder / "pyproject.toml").write_text('[tool.svclint]\nextend-safe-fixes = ["E501"]\n')
    result = svclint("--fix", "feed.py")
    assert result.exit_code == 2
    assert "extend-safe-fixes" in result.stderr


@pytest.mark.parametrize(
    ("answers", "fixed", "code"),
    [
        ("y\ny\n", 2, 0),
        ("n\ny\n", 1, 1),
        ("y\nn\n", 1, 1),
        ("a\n", 2, 0),
        ("q\n", 0, 1),
        ("y\nq\n", 1, 1),
        ("?\nN\nn\n", 0, 1),
    ],
)
def test_interactive(svclint, service, folder, answers, fixed, code):
    """Each fix is shown and asked about, file by file."""
    (folder / "second.py").write_text(SERVICE)
    result = svclint("--interactive", ".", input=answers)
    texts = [(folder / name).read_text() for name in ("feed.py", "second.py")]
    assert (texts.count(FIXED), result.exit_code) == (fixed, code)
    assert "+        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n" in result.stdout
    assert "feed.py: SVC502 Report SERVICE_STOP_PENDING first in SvcStop (safe)\n" in result.stdout


def test_interactive_without_answers_changes_nothing_more(svclint, service, folder):
    """The end of the answers is an interrupt: files that are done stay done."""
    (folder / "second.py").write_text(SERVICE)
    result = svclint("--interactive", ".", input="y\n")
    assert (result.exit_code, service.read_text(), (folder / "second.py").read_text()) == (130, FIXED, SERVICE)


@pytest.mark.parametrize("options", [("--interactive", "--diff", "feed.py"), ("--interactive", "-")], ids=str)
def test_what_cannot_be_asked(svclint, service, options):
    """Refused before anything is read."""
    result = svclint(*options, input="y\n")
    assert (result.exit_code, service.read_text()) == (2, SERVICE)
    assert "--interactive" in result.stderr


def test_json_shows_fixes(svclint, service, folder):
    """Title, applicability, edits; null where there is none; edits made by hand give what --fix gives."""
    (folder / "codes.py").write_text(CODES)
    (folder / "left.py").write_text(UNFIXABLE)
    findings = json.loads(svclint("--select", "SVC5", "--output-format", "json", ".").stdout)["findings"]
    fixes = {one["path"]: one["fix"] for one in findings}
    assert fixes["left.py"] is None
    assert fixes["codes.py"]["applicability"] == "unsafe"
    assert fixes["feed.py"] == {
        "title": "Report SERVICE_STOP_PENDING first in SvcStop",
        "applicability": "safe",
        "edits": [
            {"line": 2, "column": 1, "end_line": 2, "end_column": 1, "text": "import win32service\n"},
            {
                "line": 14,
                "column": 1,
                "end_line": 14,
                "end_column": 1,
                "text": "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n",
            },
        ],
    }
    assert service.read_text() == SERVICE


def test_json_after_fixing(svclint, service, folder):
    """What was fixed is counted, what is left shows its fix."""
    (folder / "codes.py").write_text(CODES)
    document = json.loads(svclint("--select", "SVC5", "--fix", "--output-format", "json", ".").stdout)
    assert document["statistics"]["fixed"] == 1
    assert [(one["path"], one["fix"]["applicability"]) for one in document["findings"]] == [("codes.py", "unsafe")]


def test_a_file_that_changes_during_the_run_is_left_alone(service, folder):
    """Somebody saves it while we think: it is theirs, and exit code 2 says so."""
    theirs = SERVICE.replace("Wake", "Shake").encode()

    def judge(data: bytes, path: str, files: Files) -> FileReport:
        if b"STOP_PENDING" in data:
            service.write_bytes(theirs)
        return lint_bytes(data, path, files)

    result = CliRunner().invoke(main, ["--fix", "feed.py"], obj=judge)
    assert (result.exit_code, service.read_bytes()) == (2, theirs)
    assert "feed.py: error: not fixed: it has changed since it was read" in result.stderr


def test_a_link_out_of_the_tree_is_not_followed(svclint, service, folder):
    """The finding is told, the file is not written."""
    outside = folder.parent / "outside.py"
    service.rename(outside)
    service.symlink_to(outside)
    result = svclint("--fix", ".")
    assert (result.exit_code, outside.read_text()) == (2, SERVICE)
    assert "feed.py: error: not fixed: it leads out of the folders that are linted" in result.stderr


def test_two_names_of_one_file_are_fixed_once(svclint, service, folder):
    """The second finds it fixed."""
    (folder / "link.py").symlink_to("feed.py")
    result = svclint("--fix", ".")
    assert (result.exit_code, service.read_text()) == (0, FIXED)
    assert result.stdout.endswith("; 1 fix made\n")


def test_an_interrupt_leaves_whole_files(svclint, service, folder, monkeypatch):
    """Exit code 130; the original stays, and nothing else."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    result = svclint("--fix", "feed.py")
    assert (result.exit_code, service.read_text(), os.listdir()) == (130, SERVICE, ["feed.py"])


def test_fixes_without_an_end_are_a_problem(svclint, service, monkeypatch):
    """The file stays, exit code 2, and the message says what to do."""
    monkeypatch.setattr(engine, "ROUNDS", 0)
    result = svclint("--fix", "feed.py")
    assert (result.exit_code, service.read_text()) == (2, SERVICE)
    assert run.ENDLESS in result.stderr


def test_a_fixer_that_fails_is_named(svclint, service, monkeypatch):
    """SVC000 and exit code 2 for --fix; showing findings does not suffer from it."""

    def broken(shop: object, finding: object) -> None:
        raise ValueError("oops")

    monkeypatch.setattr(offers, "fixer", lambda code: broken)
    result = svclint("--fix", "--output-format", "concise", "feed.py")
    assert result.exit_code == 2
    assert "SVC000 internal error (ValueError: oops" in result.stdout
    result = svclint("--fix-only", "--output-format", "concise", "feed.py")
    assert (result.stdout, result.exit_code) == ("", 2)
    assert "SVC000 internal error (ValueError: oops" in result.stderr
    assert svclint("--output-format", "json", "feed.py").exit_code == 1


def modules_of(*arguments: str) -> set[str]:
    tell = "print(*sys.modules, sep='\\n', file=sys.stderr)"
    run_it = f"main({list(arguments)!r})"
    probe = f"import sys\nfrom svclint.cli import main\ntry:\n    {run_it}\nfinally:\n    {tell}"
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    return set(result.stderr.split())


@pytest.mark.parametrize("options", [("--fix",), ("--diff",), ("--fix-only",), ("--output-format", "json")], ids=str)
@pytest.mark.parametrize("text", [FIXED, UNFIXABLE, "import os\n"], ids=["clean", "not fixable", "no service"])
def test_without_something_fixable_libcst_stays_away(folder, options, text):
    """It takes longer to import than most files to lint."""
    (folder / "feed.py").write_text(text)
    modules = modules_of("--isolated", *options, "feed.py")
    assert "svclint.repair.run" in modules
    assert "libcst" not in modules


def test_with_something_fixable_libcst_comes(service):
    """So the test above would notice."""
    assert "libcst" in modules_of("--isolated", "--diff", "feed.py")


def test_text_without_fix_needs_no_libcst(service):
    """Findings alone are no reason."""
    assert "libcst" not in modules_of("--isolated", "feed.py")


def test_helpers_are_no_fixers():
    """Modules of fixers that begin otherwise are not rules."""
    assert {"SVC502", "SVC503", "SVC504", "SVC505"} <= fixable()
    assert all(code.startswith("SVC") and len(code) == 6 for code in fixable())


def test_the_hook_for_pre_commit_runs(svclint, service, folder):
    """As written in .pre-commit-hooks.yaml: fixes what is named, unless it is excluded."""
    (folder / "pyproject.toml").write_text('[tool.svclint]\nextend-exclude = ["old"]\n')
    (folder / "old").mkdir()
    (folder / "old" / "feed.py").write_text(SERVICE)
    result = svclint("--fix", "--force-exclude", "feed.py", os.path.join("old", "feed.py"))
    assert (result.exit_code, service.read_text()) == (0, FIXED)
    assert (folder / "old" / "feed.py").read_text() == SERVICE
    hooks = Path(__file__).parents[2].joinpath(".pre-commit-hooks.yaml").read_text()
    assert "entry: svclint --fix --force-exclude\n" in hooks


def test_writing_is_only_for_files_with_a_fix(svclint, service, monkeypatch):
    """Nothing else ever gets to the function that writes."""
    monkeypatch.setattr(writing, "write", None)
    service.write_text(FIXED)
    assert svclint("--fix", "feed.py").exit_code == 0
