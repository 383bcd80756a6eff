"""A hundred thousand findings: each format has a bound that it names, or is written in pieces and leaves nothing out.

The findings are made up, most of them notes; the few errors stand at the end, where a careless cut would lose them.
"""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from svclint.checking.finding import Finding, Step
from svclint.checking.judgement import Certainty
from svclint.command import written
from svclint.contract.events import At
from svclint.reporting.limits import COMMENT, GITHUB, SARIF, TEXT
from svclint.reporting.result import Compared, Result
from svclint.settings import FORMATS, Output, Settings
from svclint.terminal import tell

MANY = 100_000
GRAVE = 5
# Some hundred findings: what a format may hold of a document at once.
PIECE = 200_000


def finding(code: str = "SVC101", path: str = "feed.py", message: str = "'join()' waits", steps: int = 0) -> Finding:
    """One of an error (SVC101), a warning (SVC102) or a note (SVC103)."""
    at = At(path, 3, 5, 3, 11, "join()")
    path_to_it = tuple(Step(at, f"step {number}") for number in range(steps))
    return Finding(code, message, at, Certainty.BROKEN, (), path_to_it, "    join()")


@pytest.fixture
def result() -> Result:
    """Many notes, and the errors behind them."""
    note, error = finding("SVC103", "b.py"), finding(path="c.py", message="grave")
    return Result((note,) * (MANY - GRAVE) + (error,) * GRAVE)


def lines(result: Result, name: str) -> Iterator[str]:
    """What a format writes."""
    return iter(written(result, name, False))


# What there is once for each finding, in the formats that have no limit.
MARKS = {
    "concise": "SVC",
    "json": '"certainty":',
    "gitlab": '"check_name":',
    "rdjson": '"code":',
    "junit": "<failure ",
}


@pytest.mark.parametrize("name", MARKS)
def test_nothing_is_left_out_of_what_programs_read(name: str, result: Result) -> None:
    """All findings are there, and they come in small pieces."""
    longest = 0

    def measured() -> Iterator[str]:
        nonlocal longest
        for piece in lines(result, name):
            longest = max(longest, len(piece))
            yield piece

    assert sum(piece.count(MARKS[name]) for piece in measured()) == MANY
    assert longest < PIECE


@pytest.mark.parametrize("name", FORMATS)
def test_memory_does_not_grow_with_the_findings(name: str) -> None:
    """What a format holds for two thousand findings is less than twice what it holds for five hundred.

    A kilobyte each would be four times as much. Sorted lists of references are no document; they are allowed for.
    """

    def peak(number: int) -> int:
        result = Result((finding("SVC103", steps=3),) * number)
        tracemalloc.start()
        for _ in lines(result, name):
            pass
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held - 100 * number

    peak(10)  # what is only ever made once
    assert peak(2_000) < 2 * max(peak(500), PIECE)


def test_text_shows_the_gravest_and_counts_the_rest(result: Result) -> None:
    """The errors are there, in their place; one line tells of the rest, and how to see it."""
    shown = list(lines(result, "text"))
    heads = [line for line in shown if ".py:3:5: " in line]
    assert (len(heads), [" error " in line for line in heads[-GRAVE:]]) == (TEXT, [True] * GRAVE)
    assert shown[-2].startswith(f"{MANY - TEXT} more are not shown, the least important ones")
    assert shown[-1].startswith(f"{GRAVE} errors, {MANY - GRAVE} notes in ")


def test_github_shows_the_gravest_and_counts_the_rest(result: Result) -> None:
    """Ten, and a notice."""
    shown = list(lines(result, "github"))
    assert [line.split()[0] for line in shown] == ["::error"] * GRAVE + ["::notice"] * (GITHUB - GRAVE + 1)
    assert shown[-1].startswith(f"::notice title=svclint::{MANY - GITHUB} more are not shown here")


def test_markdown_fits_into_a_comment(result: Result) -> None:
    """However long the rows are; the errors are among them."""
    text = "".join(f"{line}\n" for line in lines(result, "markdown"))
    rows = text.count("\n| SVC")
    assert len(text) <= COMMENT < len(text) + 2_000
    assert text.count("| grave |") == GRAVE
    assert text.endswith(f"\n\n{MANY - rows} more are not shown here.\n")


def test_sarif_keeps_what_github_takes(result: Result) -> None:
    """The gravest, and a notification counts the rest."""
    (run,) = json.loads("".join(lines(result, "sarif")))["runs"]
    assert len(run["results"]) == SARIF
    assert [one["level"] for one in run["results"][:GRAVE]] == ["error"] * GRAVE
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == f"{MANY - SARIF} more findings are not in this log"


def test_sarif_counts_what_is_covered() -> None:
    """Findings go before what a baseline knows, and what there is no room for is counted with them."""
    known = (finding(),) * SARIF
    result = Result((finding("SVC102"),) * 2, compared=Compared((), known), shows_suppressed=True)
    (run,) = json.loads("".join(lines(result, "sarif")))["runs"]
    assert [one["baselineState"] for one in run["results"]] == ["new"] * 2 + ["unchanged"] * (SARIF - 2)
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "2 more findings are not in this log"


def test_what_programs_do_not_get_is_complained_of(
    result: Result, capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On standard error, since a program that reads the log need not look at notifications."""
    monkeypatch.chdir(tmp_path)
    tell(result, Settings(output=(Output("sarif", "a.sarif"), Output("github"))))
    assert capsys.readouterr().err == (
        f"svclint: sarif has no room for {MANY - SARIF} results, the least important ones\n"
    )


def test_junit_stays_well_formed() -> None:
    """Written piece by piece, it is read as one document."""
    awkward = finding(message="<\"&'>]]>\x1b", path='a"<&>.py')
    root = ElementTree.fromstring("\n".join(lines(Result((awkward, finding())), "junit")).encode())
    assert [suite.get("name") for suite in root] == ['a"<&>.py', "feed.py"]
    assert root[0][0][0].get("message") == "<\"&'>]]>\\x1b"
