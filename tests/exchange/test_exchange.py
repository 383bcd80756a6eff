"""What other programs read: each format, read again by somebody else's eyes.

The file has a tab, an emoji, a letter beyond ASCII and CRLF in the places that matter, and a name to match. In line 17,
``self`` is character 11: two tabs, a quote, the fish, a quote, " and ". In UTF-16 the fish counts double, so it is
unit 12; in UTF-8 it has four bytes, so it is byte 14. The ``ö`` adds a byte to the end.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from junitparser import JUnitXml

from svclint.cli import main
from svclint.reporting.fingerprints import line_hashes

HERE = Path(__file__).parent
SERVICE = """\
import threading

import win32service
import win32serviceutil


class Feeder(win32serviceutil.ServiceFramework):
\t_svc_name_ = "Feeder"
\t_svc_display_name_ = "Feeder 🐟"

\tdef __init__(self, args):
\t\tsuper().__init__(args)
\t\tself.wörker = threading.Thread(target=self.feed)
\t\tself.quit = threading.Event()

\tdef SvcStop(self):
\t\t"🐟" and self.wörker.join()
\t\tself.quit.set()

\tdef SvcDoRun(self):
\t\tself.wörker.start()
\t\tself.quit.wait()

\tdef feed(self):
\t\twhile not self.quit.wait(1):
\t\t\tpass
"""
NAME = "féeder 🐟.py"
PENDING = "\t\tself.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)"
FORMATS = ("text", "concise", "json", "github", "gitlab", "rdjson", "junit", "markdown", "sarif")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the file."""
    (tmp_path / ".git").mkdir()
    (tmp_path / NAME).write_bytes(SERVICE.replace("\n", "\r\n").encode())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def svclint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, object]:
    """Standard output, standard error and the exit code."""
    with pytest.raises(SystemExit) as end:
        main(["--isolated", "--no-cache", "--select", "SVC101,SVC202,SVC502", *arguments])
    out, err = capsys.readouterr()
    return out, err, end.value.code


def document(capsys: pytest.CaptureFixture[str], name: str, *arguments: str) -> Any:
    """The JSON of a format."""
    return json.loads(svclint(capsys, "--output-format", name, *(arguments or (".",)))[0])


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_as_published(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """The golden files were read by people; SARIF's rules are the pages, which change more often."""
    out = svclint(capsys, "--output-format", name, ".")[0]
    if name == "sarif":
        log = json.loads(out)
        del log["runs"][0]["tool"]["driver"]["rules"]
        for result in log["runs"][0]["results"]:
            del result["ruleIndex"]
        out = json.dumps(log, indent=1) + "\n"
    assert out == (HERE / "golden" / f"feeder.{name}").read_text("utf-8")


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The only run of a log that keeps the schema."""
    log = document(capsys, "sarif", *arguments)
    schema = json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8"))
    assert [one.message for one in Draft7Validator(schema).iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_keeps_the_schema_and_counts_in_utf_16(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The region of the join, by the units that the log says it counts in."""
    run = sarif(capsys)
    (join,) = (one for one in run["results"] if one["ruleId"] == "SVC101")
    region = join["locations"][0]["physicalLocation"]["region"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert region == {"startLine": 17, "startColumn": 12, "endLine": 17, "endColumn": 30}


def test_sarif_has_the_path_as_a_code_flow(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Steps in order, the essential one last and at the result's own place; the others are related locations."""
    for result in sarif(capsys)["results"]:
        (flow,) = result["codeFlows"][0]["threadFlows"]
        steps = flow["locations"]
        assert [one["executionOrder"] for one in steps] == list(range(1, len(steps) + 1))
        assert [one["importance"] for one in steps][-1] == "essential"
        assert {one["location"]["message"]["text"] for one in steps} >= {
            one["message"]["text"] for one in result["relatedLocations"]
        }


def test_sarif_has_all_rules_with_their_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also those without a result; each result says which is its own."""
    run = sarif(capsys)
    rules = run["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == sorted(one["id"] for one in rules)
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(one["help"]["markdown"].startswith(f"# {one['id']} ") for one in rules)


def test_sarif_shows_fixes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text that is put in, and how far it can be trusted."""
    (fix,) = (one["fixes"][0] for one in sarif(capsys)["results"] if "fixes" in one)
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement == {
        "deletedRegion": {"startLine": 17, "startColumn": 1, "endLine": 17, "endColumn": 1},
        "insertedContent": {"text": f"{PENDING}\n"},
    }
    assert fix["properties"] == {"applicability": "safe"}


def test_sarif_names_what_could_not_be_linted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The run was not a success, and the notification says where and why."""
    (folder / "old.py").write_text("print 'ServiceFramework'\n")
    (invocation,) = sarif(capsys)["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    place = note["locations"][0]["physicalLocation"]
    assert invocation["executionSuccessful"] is False
    assert (place["artifactLocation"]["uri"], place["region"]) == ("old.py", {"startLine": 1})


def test_paths_are_those_of_the_repository(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever in it the command runs; unusual characters are percent-encoded in URIs."""
    inner = folder / "a b"
    inner.mkdir()
    os.replace(folder / NAME, inner / NAME)
    monkeypatch.chdir(inner)
    places = (one["locations"][0]["physicalLocation"]["artifactLocation"] for one in sarif(capsys)["results"])
    assert {(one["uri"], one["uriBaseId"]) for one in places} == {
        ("a%20b/f%C3%A9eder%20%F0%9F%90%9F.py", "%SRCROOT%"),
    }
    assert {one["location"]["path"] for one in document(capsys, "gitlab")} == {f"a b/{NAME}"}


def test_fingerprints_survive_moved_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines above and blanks inside change nothing for GitLab and our own; GitHub's is about the text that follows."""
    before = {one["fingerprint"] for one in document(capsys, "gitlab")}
    moved = SERVICE.replace("import threading\n", "import os\n\n\nimport threading\n")
    (folder / NAME).write_text(moved.replace('"🐟" and', '"🐟"  and'))
    assert {one["fingerprint"] for one in document(capsys, "gitlab")} == before
    assert {one["partialFingerprints"]["svclint/v1"] for one in sarif(capsys)["results"]} == before


def test_equal_lines_have_fingerprints_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GitLab drops what has the fingerprint of another."""
    twice = SERVICE.replace('\t\t"🐟" and self.wörker.join()\n', "\t\tself.wörker.join()\n" * 2)
    (folder / NAME).write_text(twice.replace("self.wörker.join()\n\t\tself.q", "self.wörker.join()\n\t\tself.q"))
    found = [one["fingerprint"] for one in document(capsys, "gitlab")]
    assert len(found) == len(set(found)) > 0


def test_rdjson_counts_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """reviewdog's columns are UTF-8 bytes from 1, the end exclusive."""
    found = document(capsys, "rdjson")["diagnostics"]
    (join,) = (one["location"]["range"] for one in found if one["code"]["value"] == "SVC101")
    assert join == {"start": {"line": 17, "column": 14}, "end": {"line": 17, "column": 33}}


def test_junit_is_read_by_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A suite for the file, a failing case for each finding, the path as its text."""
    root = JUnitXml.fromstring(svclint(capsys, "--output-format", "junit", ".")[0].encode())
    (suite,) = root
    cases = list(suite)
    assert (suite.name, root.tests, root.failures, root.errors) == (NAME, 3, 3, 0)
    assert [one.name for one in cases] == ["SVC502 16:2", "SVC101 17:11", "SVC202 21:3"]
    assert "2. féeder 🐟.py:17: 'self.wörker.join()' waits without a limit" in cases[1].result[0].text


def test_junit_has_a_passing_case_when_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report without any case is an error to those who collect them."""
    (folder / NAME).unlink()
    root = JUnitXml.fromstring(svclint(capsys, "--output-format", "junit", ".")[0].encode())
    assert (root.tests, root.failures, root.errors, [next(iter(one)).is_passed for one in root]) == (1, 0, 0, [True])


def test_several_outputs_in_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files for machines, standard output for people, and each what it would be alone."""
    alone = {name: svclint(capsys, "--output-format", name, ".")[0] for name in ("sarif", "junit", "concise")}
    out, err, code = svclint(
        capsys, "--output", "sarif:a.sarif", "--output", "junit:b.xml", "--output", "concise", NAME
    )
    assert (out, err, code) == (alone["concise"], "", 1)
    assert (folder / "a.sarif").read_text("utf-8") == alone["sarif"]
    assert (folder / "b.xml").read_text("utf-8") == alone["junit"]


def test_an_output_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed, and the exit code is the same."""
    alone = svclint(capsys, "--output-format", "gitlab", ".")[0]
    assert svclint(capsys, "--output-format", "gitlab", "--output-file", "gl.json", ".") == ("", "", 1)
    assert (folder / "gl.json").read_text("utf-8") == alone


WRONG = {
    "a folder that is not there": ("sarif:missing/a.sarif", "missing/a.sarif cannot be written: no such file"),
    "a folder instead of a file": ("sarif:.", ". cannot be written: is a directory"),
    "a format nobody knows": ("yaml:a.yaml", "one of text, concise, json"),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_an_output_that_cannot_be_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    """One clear message, exit code 2, and nothing half-written is left."""
    output, reason = WRONG[sentence]
    before = sorted(os.listdir(folder))
    _, err, code = svclint(capsys, "--output", output, ".")
    assert (code, reason in err, sorted(os.listdir(folder))) == (2, True, before)


def test_two_outputs_to_one_place_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two documents in one stream are no document."""
    _, err, code = svclint(capsys, "--output", "sarif", "--output", "json", ".")
    assert (code, "only one of several outputs" in err) == (2, True)


def test_github_shows_ten_and_a_summary(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gravest first, one notice for the rest; the job's page has them all, below what others wrote."""
    for number in range(5):
        (folder / f"feeder{number}.py").write_text(SERVICE)
    page = folder / "summary.md"
    page.write_text("# Build\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    lines = svclint(capsys, "--output-format", "github", ".")[0].splitlines()
    assert [line.split()[0] for line in lines] == ["::error"] * 6 + ["::warning"] * 4 + ["::notice"]
    assert lines[-1].startswith("::notice title=svclint::8 more are not shown here: 6 errors, 12 warnings")
    assert page.read_text("utf-8").startswith("# Build\n**svclint**: 6 errors, 12 warnings")


def test_line_hashes_are_those_of_github() -> None:
    """The vectors that github/codeql-action publishes in its tests of fingerprints."""
    assert line_hashes("") == ["c129715d7a2bc9a3:1"]
    assert line_hashes(" a\nb\n  \t\tc\n d") == [
        "271789c17abda88f:1",
        "54703d4cd895b18:1",
        "180aee12dab6264:1",
        "a23a3dc5e078b07b:1",
    ]
    assert line_hashes(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r") == [
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
    ]
    assert line_hashes("a\na\n" * 60)[0:2] == [line_hashes("a\n" * 120)[0], line_hashes("a\n" * 120)[1]]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_a_name_or_a_line_reaches_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Control characters of file names and of source are shown, or escaped as the format does it."""
    (folder / NAME).unlink()
    (folder / "evil\x1b[31m|<b>.py").write_text(SERVICE.replace('"🐟" and', '"\x1b[31m\x07" and'))
    out, err, code = svclint(capsys, "--output-format", name, ".")
    assert (code, err) == (1, "")
    assert not {"\x1b", "\x07"} & set(out)
