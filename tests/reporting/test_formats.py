"""How results are written: concise, JSON, GitHub, and the text for people."""

from __future__ import annotations

import json
import os

import pytest

from svclint import __version__
from svclint.checking.finding import Problem, Unfollowed
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.reporting import concise, github, json_, text
from svclint.reporting.result import Result, ordered


def test_concise_lines_are_flake8s(finding):
    """path:line:column: code message."""
    assert list(concise.render(Result((finding(),)))) == ["feed.py:3:5: SVC101 'join()' waits"]


def test_problems_name_file_line_and_reason():
    """The line only when there is one; nothing that acts on a terminal."""
    assert concise.problem(Problem("a.py", 3, "syntax error: x")) == "a.py:3: error: syntax error: x"
    assert concise.problem(Problem("a\n.py", None, "gone\x1b")) == "a\\n.py: error: gone\\x1b"


def test_statistics_are_ordered_by_count_and_code(finding):
    """Most frequent first, then by code; counts aligned."""
    findings = [finding("SVC301")] + [finding("SVC202")] + [finding()] * 10
    assert list(concise.statistics(Result(tuple(findings)))) == [
        "10  SVC101  join-in-handler",
        " 1  SVC202  lost-stop",
        " 1  SVC301  no-hint",
    ]
    assert list(concise.statistics(Result())) == []


def unfollowed() -> Unfollowed:
    """A call of something that nobody knows."""
    return Unfollowed(At("feed.py", 7, 9, 7, 17, "fetch(\x1b)"), "not known what is called")


def test_what_was_not_understood_is_listed():
    """The place, the call as it is written, and why; nothing in it reaches a terminal raw."""
    assert concise.unfollowed(unfollowed()) == "feed.py:7:9: unknown: 'fetch(\\x1b)': not known what is called"


def test_findings_in_files_nobody_named_are_counted():
    """A service can be wrong in a file that the run was not asked about."""
    assert list(text.render(Result(outside=2)))[-1].endswith("; 2 more in other files of the project")


def test_what_was_not_understood_is_counted():
    """Calls out of sight and searches that a budget ended are no secret."""
    assert list(concise.statistics(Result(unknown=(unfollowed(),) * 12, bursts=1))) == [
        "12  calls that could not be followed",
        "1  searches that ended early",
    ]
    assert list(text.render(Result(bursts=2)))[-1].endswith("2 searches ended early, so more may be wrong")


def test_results_are_ordered_by_place_and_code(finding):
    """Path, line, column, code: numbers as numbers."""
    wanted = [
        finding(path="a.py", place=(9, 1, 9, 2)),
        finding(path="a.py", place=(10, 2, 10, 3)),
        finding(path="a.py", place=(10, 10, 10, 11)),
        finding("SVC202", path="a.py", place=(10, 10, 10, 11)),
        finding(path="b.py", place=(1, 1, 1, 2)),
    ]
    assert list(ordered(reversed(wanted))) == wanted


def test_json_is_as_documented(finding):
    """Every field of a finding, a problem and the statistics."""
    one = finding(message="'jöin\x1b' waits", steps=1, clauses=("C-1",), certainty=Certainty.POSSIBLE)
    result = Result((one,), (Problem("b.py", None, "gone"),), 3, 2, 1, (unfollowed(),) * 4, 5, outside=6)
    written = "\n".join(json_.render(result))
    assert written.isascii()
    assert json.loads(written) == {
        "version": __version__,
        "findings": [
            {
                "code": "SVC101",
                "name": "join-in-handler",
                "message": "'jöin\\x1b' waits",
                "path": "feed.py",
                "line": 3,
                "column": 5,
                "end_line": 3,
                "end_column": 11,
                "certainty": "possible",
                "severity": "error",
                "clauses": ["C-1"],
                "steps": [{"path": "feed.py", "line": 3, "column": 5, "message": "step 1"}],
                "fix": None,
            }
        ],
        "problems": [{"path": "b.py", "line": None, "reason": "gone"}],
        "statistics": {
            "files": 3,
            "services": 2,
            "doubtful": 1,
            "unknown": 4,
            "bursts": 5,
            "fixed": 0,
            "outside": 6,
            "by_code": {"SVC101": 1},
        },
    }


def test_github_shows_the_severest_first(finding):
    """Only ten of a kind are shown: errors before warnings before notices, problems before all."""
    result = Result((finding("SVC301"), finding("SVC202"), finding()), (Problem("b.py", 2, "gone"),))
    assert list(github.render(result)) == [
        "::error title=svclint%3A not linted,file=b.py,line=2::gone",
        "::error title=svclint SVC101,file=feed.py,line=3,endLine=3,col=5,endColumn=11::'join()' waits",
        "::warning title=svclint SVC202,file=feed.py,line=3,endLine=3,col=5,endColumn=11::'join()' waits",
        "::notice title=svclint SVC301,file=feed.py,line=3,endLine=3,col=5,endColumn=11::'join()' waits",
    ]


def test_github_gets_no_columns_across_lines(finding):
    """It refuses them."""
    (line,) = github.render(Result((finding(place=(3, 5, 4, 2)),)))
    assert line == "::error title=svclint SVC101,file=feed.py,line=3,endLine=4::'join()' waits"


def test_github_commands_cannot_be_forged(finding):
    """Percent signs, colons, commas and line ends of names and messages are escaped."""
    (line,) = github.render(Result((finding(path="a,b:c%\n.py", message="50%\n::error::x"),)))
    assert "file=a%2Cb%3Ac%25\\n.py,line" in line
    assert line.endswith("::50%25\\n::error::x")


def test_github_wants_relative_paths(finding):
    """An absolute path inside the working folder is made relative."""
    (line,) = github.render(Result((finding(path=os.path.abspath(os.path.join("in", "x.py"))),)))
    assert "file=in/x.py," in line


def test_text_shows_line_carets_steps_and_clauses(finding):
    """Everything about one finding, and the summary."""
    result = Result((finding(steps=2, clauses=("C-1", "C-2")),), files=4, services=1)
    assert list(text.render(result)) == [
        "feed.py:3:5: error SVC101 'join()' waits",
        "  3 |     join()",
        "    |     ^^^^^^",
        "  1. feed.py:3: step 1",
        "  2. feed.py:3: step 2",
        "  contract: C-1, C-2",
        "",
        "1 error in 4 files, 1 with services",
    ]


def test_text_says_what_is_only_possible(finding):
    """A possible finding is marked."""
    shown = list(text.render(Result((finding("SVC202", certainty=Certainty.POSSIBLE),))))
    assert shown[0] == "feed.py:3:5: warning (possible) SVC202 'join()' waits"


def test_text_has_colours_only_when_asked(finding):
    """The same text, with colours around place and code."""
    result = Result((finding(),))
    (plain, *_), (painted, *_) = text.render(result), text.render(result, colour=True)
    assert "\x1b" not in plain
    assert painted == "\x1b[1mfeed.py:3:5\x1b[0m: \x1b[31merror SVC101\x1b[0m 'join()' waits"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([], "nothing found in 2 files, 1 with services"),
        (["SVC101", "SVC101", "SVC202"], "2 errors, 1 warning in 2 files, 1 with services"),
        (["SVC202", "SVC202", "SVC301"], "2 warnings, 1 note in 2 files, 1 with services"),
        (["SVC301", "SVC301"], "2 notes in 2 files, 1 with services"),
    ],
)
def test_the_summary_counts_by_severity(finding, codes, said):
    """Singular and plural; severest first."""
    assert text.summary(Result(tuple(map(finding, codes)), files=2, services=1)) == said


def test_what_no_rule_owns_is_an_error(finding):
    """SVC000 and unknown codes are errors, so that nothing is hidden."""
    shown = list(text.render(Result((finding("SVC000"), finding("SVC999")))))
    assert shown[0].startswith("feed.py:3:5: error SVC000")
    assert any(line.startswith("feed.py:3:5: error SVC999") for line in shown)
