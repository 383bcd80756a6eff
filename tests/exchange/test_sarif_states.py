"""What SARIF says of a finding beside itself: how important it is, how it stands to a baseline, who covers it.

The service has SVC502 (warning) in line 16, SVC101 (error) in 17 and SVC202 (warning) in 21.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from svclint.checking.judgement import Certainty
from svclint.cli import main
from svclint.reporting.ranks import RANKS
from svclint.settings import SEVERITIES
from tests.exchange.test_exchange import NAME, SERVICE, folder, sarif, svclint

__all__ = ["folder"]  # a fixture: the repository with the file
BASELINE = "known.json"
JOIN = '\t\t"🐟" and self.wörker.join()\n'


def states(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, str | None]]:
    """Rule and state of every result of a log that keeps the schema."""
    results = sarif(capsys, *arguments, "--baseline", BASELINE, ".")["results"]
    return sorted((one["ruleId"], one.get("baselineState")) for one in results)


def change(folder: Path, *pairs: tuple[str, str]) -> None:
    """Write the service again, otherwise."""
    text = SERVICE
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    (folder / NAME).write_bytes(text.replace("\n", "\r\n").encode())


@pytest.fixture
def known(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """All three findings are known."""
    svclint(capsys, "--write-baseline", BASELINE, ".")
    return folder


def test_without_a_baseline_nothing_has_a_state(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The property is for comparisons, and nothing was compared."""
    assert not any("baselineState" in one for one in sarif(capsys)["results"])


def test_beside_a_baseline_what_is_told_is_new(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hosts like GitHub do not read the state, and would raise an alert for what is known: it is left out."""
    change(known, ("self.wörker.join()", "self.wörker.join(None)"))
    assert states(capsys) == [("SVC101", "new")]


def test_everything_has_a_state_where_it_is_wanted(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another join is new, the one before is absent, the rest is unchanged."""
    change(known, ("self.wörker.join()", "self.wörker.join(None)"))
    assert states(capsys, "--show-suppressed") == [
        ("SVC101", "absent"),
        ("SVC101", "new"),
        ("SVC202", "unchanged"),
        ("SVC502", "unchanged"),
    ]


def test_what_is_absent_is_what_it_was(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has the fingerprint that it had, its file and its definition; neither a line nor an importance."""
    svclint(capsys, "--write-baseline", BASELINE, ".")
    (before,) = (one for one in sarif(capsys)["results"] if one["ruleId"] == "SVC101")
    change(known, (JOIN, ""))
    log = sarif(capsys, "--show-suppressed", "--baseline", BASELINE, ".")
    (after,) = (one for one in log["results"] if one["baselineState"] == "absent")
    own = "svclint/v1"
    assert after["partialFingerprints"] == {own: before["partialFingerprints"][own]}
    (place,) = after["locations"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "Feeder.SvcStop"}]
    assert place["physicalLocation"] == {
        "artifactLocation": before["locations"][0]["physicalLocation"]["artifactLocation"]
    }
    assert "rank" not in after


COVERED = {
    "it was known before": (("self.quit.wait()", "self.quit.wait()"), "unchanged"),
    "nobody knew it": (("self.wörker.join()", "self.wörker.join(None)"), "new"),
}


@pytest.mark.parametrize("sentence", COVERED)
def test_a_comment_and_a_baseline(sentence: str, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a comment covers has both: who suppresses it and why, and its state. It is not absent, though not told."""
    changed, state = COVERED[sentence]
    change(known, (JOIN, JOIN.replace("\n", "  # svclint: ignore[SVC101] the fish ends\n")), changed)
    # A comment is text of the line, so what the baseline knows has to be the line with it.
    if state == "unchanged":
        svclint(capsys, "--disable-noqa", "--write-baseline", BASELINE, ".")
    log = sarif(capsys, "--show-suppressed", "--baseline", BASELINE, ".")
    (covered,) = (one for one in log["results"] if one.get("suppressions"))
    assert covered["suppressions"] == [{"kind": "inSource", "justification": "the fish ends"}]
    assert (covered["ruleId"], covered["baselineState"]) == ("SVC101", state)
    absent = [one["ruleId"] for one in log["results"] if one["baselineState"] == "absent"]
    assert absent == ([] if state == "unchanged" else ["SVC101"])


def test_severity_decides_the_rank_and_certainty_within(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every pair has one, from 0 to 100; no finding that is less grave is more important."""
    order = list(product(SEVERITIES, (one.value for one in Certainty)))
    assert list(RANKS) == order
    assert sorted(RANKS.values(), reverse=True) == [RANKS[pair] for pair in order]
    assert all(0 <= one <= 100 for one in RANKS.values())
    ranks: dict[str, Any] = {one["ruleId"]: one["rank"] for one in sarif(capsys)["results"]}
    assert ranks == {"SVC101": 90, "SVC502": 60, "SVC202": 60}


def test_the_rank_follows_the_users_severity(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that the settings call a warning is as important as one; what comments cover likewise."""
    (folder / "pyproject.toml").write_text('[tool.svclint.severity]\nSVC101 = "warning"\n')
    change(folder, (JOIN, JOIN.replace("\n", "  # noqa: SVC101\n")))
    with pytest.raises(SystemExit):
        main(["--output-format", "sarif", "--show-suppressed", "."])
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (covered,) = (one for one in run["results"] if one["ruleId"] == "SVC101")
    assert (covered["level"], covered["rank"]) == ("warning", 60)
