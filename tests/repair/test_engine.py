"""To a fixpoint, and no step that is not proven; on rules and fixers that are made up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from svclint.checking.finding import FileReport, Finding, Problem
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.repair import bench, engine, offers
from svclint.repair.bench import Bench
from svclint.repair.fix import Applicability, Edit, Fix, Place
from svclint.repair.workshop import Refused
from svclint.selection import Selection
from svclint.settings import Settings
from svclint.source.text import parse

WORD = re.compile(r"\b(bad|worse|doubt)(\d)\b")


def judge(data: bytes, path: str, files: object) -> FileReport:
    """``bad1`` is SVC901, ``doubt1`` a possible SVC901, ``worse2`` is SVC902; the message names its line."""
    text = data.decode()
    tree = parse(text, path)
    if isinstance(tree, Problem):
        return FileReport(path, problems=(tree,))
    rows = enumerate(text.split("\n"), 1)
    found = tuple(_finding(match, number, row, path) for number, row in rows for match in WORD.finditer(row))
    return FileReport(path, found, bursts=text.count("burst"))


def _finding(match: re.Match[str], line: int, row: str, path: str) -> Finding:
    code = "SVC902" if match[1] == "worse" else "SVC901"
    at = At(path, line, match.start() + 1, line, match.end() + 1, match[0])
    certainty = Certainty.POSSIBLE if match[1] == "doubt" else Certainty.BROKEN
    return Finding(code, f"'x{match[2]}' (line {line})", at, certainty, (), (), row)


@pytest.fixture
def fixer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what a finding's fix puts in the place of its word."""

    def use(texts: Callable[[str], str], *more: Edit) -> None:
        def fix(shop: object, finding: Finding) -> Fix:
            at = finding.at
            edit = Edit(Place(at.line, at.column), Place(at.end_line, at.end_column), texts(at.text))
            return Fix(finding.code, "Say good", Applicability.SAFE, (edit, *more))

        monkeypatch.setattr(offers, "fixer", lambda code: fix)
        monkeypatch.setattr(bench, "fixable", lambda: {"SVC901", "SVC902"})

    return use


def repaired(text: str, accept: engine.Accept | None = lambda offer: True, **settings: object) -> engine.Repaired:
    by = Bench(judge, Selection(Settings(**settings)))  # type: ignore[arg-type]
    return engine.repaired(text.encode(), "x.py", by, accept)


def test_all_findings_are_fixed_at_once_when_they_are_apart(fixer):
    """What does not overlap is made in one round, and proven as a whole."""
    fixer(lambda word: "good")
    done = repaired("bad1\nbad2\nworse3\n")
    assert (done.after, len(done.fixes)) == (b"good\ngood\ngood\n", 3)


def test_what_is_proven_at_once_is_judged_once(fixer):
    """Where nobody is asked: the file as it was, and as it is in the end."""
    seen: list[bytes] = []

    def witness(data: bytes, path: str, files: object) -> FileReport:
        seen.append(data)
        return judge(data, path, files)

    fixer(lambda word: "good")
    done = engine.repaired(b"bad1\nbad2\nworse3\n", "x.py", Bench(witness, Selection(Settings())))
    assert (done.after, len(done.fixes)) == (b"good\ngood\ngood\n", 3)
    assert seen == [b"bad1\nbad2\nworse3\n", b"good\ngood\ngood\n"]


def test_what_is_not_proven_at_once_is_proven_one_by_one(fixer):
    """One that breaks another rule does not keep the others from being made."""
    fixer(lambda word: "worse2" if word == "bad2" else "good")
    done = repaired("bad1\nbad2\nbad3\n", accept=None)
    assert (done.after, len(done.fixes)) == (b"good\nbad2\ngood\n", 2)


def test_what_is_not_trusted_is_not_made(fixer):
    """By the fixer's word, which a lost comment weakens."""
    fixer(lambda word: "good", Edit(Place(2, 1), Place(3, 1), ""))
    by = Bench(judge, Selection(Settings()))
    done = engine.repaired(b"bad1\n# why\n", "x.py", by, made={Applicability.SAFE})
    assert (done.after, done.fixes) == (b"bad1\n# why\n", ())


def test_one_fix_at_a_time_in_one_function(fixer):
    """Fixes in one function are made in rounds, each to the text that the one before has left."""
    fixer(lambda word: "good")
    seen: list[bytes] = []

    def accept(offer: offers.Offer) -> bool:
        seen.append(offer.document.data)
        return True

    assert repaired("def f():\n    bad1\n    worse2\n", accept).after == b"def f():\n    good\n    good\n"
    assert seen == [b"def f():\n    bad1\n    worse2\n", b"def f():\n    good\n    worse2\n"]


def test_a_chain_is_followed_to_its_end(fixer):
    """A fix may turn a finding into one that is there already, and that goes next."""
    fixer(lambda word: "good" if word == "bad1" else "bad1")
    done = repaired("bad2\nbad1\n")
    assert done.after == b"bad2\ngood\n"


@pytest.mark.parametrize("accept", [None, lambda offer: True], ids=["nobody", "asked"])
@pytest.mark.parametrize("text", ["(", "worse1", "bad2", "doubt2", "bad1", "burst"])
def test_an_unproven_fix_is_not_offered(fixer, text, accept):
    """No syntax, another rule broken, the same one elsewhere, a doubt, nothing changed, a search cut short."""
    fixer(lambda word: text)
    done = repaired("bad1\n", accept)
    assert (done.before, done.after, done.fixes, done.settled) == (b"bad1\n", b"bad1\n", (), True)


def test_a_doubt_does_not_become_a_certainty(fixer):
    """A finding of another place that was possible and is broken then stops the fix."""
    fixer(lambda word: "bad2" if word == "doubt2" else "good", Edit(Place(2, 1), Place(2, 7), "bad2"))
    assert repaired("bad1\ndoubt2\n").after == b"bad1\ndoubt2\n"


def test_lines_that_move_are_no_new_findings(fixer):
    """Messages name lines; a line put in above them changes nothing."""
    fixer(lambda word: "good\ngood" if word == "bad1" else word)
    assert repaired("bad1\nbad2\n").after == b"good\ngood\nbad2\n"


def test_fixes_that_disagree_together_are_made_one_by_one(fixer):
    """Each is proven alone, both together are not: the first is made, then the other is looked at again."""
    seen: list[bytes] = []

    def quarrel(data: bytes, path: str, files: object) -> FileReport:
        report = judge(data, path, files)
        seen.append(data)
        both = data.count(b"good") == 2 and b"bad" not in data
        return FileReport(path, problems=(Problem(path, 1, "no"),)) if both else report

    fixer(lambda word: "good")
    done = engine.repaired(b"bad1\nbad2\n", "x.py", Bench(quarrel, Selection(Settings())), lambda offer: True)
    assert done.after == b"good\nbad2\n"


def test_fixes_without_an_end_change_nothing(fixer, monkeypatch):
    """At the bound the bytes are those of before, and it is said."""
    monkeypatch.setattr(engine, "ROUNDS", 3)
    fixer(lambda word: "good")
    text = "def f():\n" + "".join(f"    bad{number}\n" for number in range(5))
    done = repaired(text)
    assert (done.after, done.fixes, done.settled) == (text.encode(), (), False)


def test_a_second_run_does_nothing(fixer):
    """What came out is what comes out again."""
    fixer(lambda word: "good")
    once = repaired("bad1\nworse2\n")
    assert repaired(once.after.decode()).fixes == ()


@pytest.mark.parametrize("error", [Refused("cannot"), ValueError("oops")], ids=["refused", "failed"])
def test_a_fixer_that_cannot_is_passed_over(fixer, monkeypatch, error):
    """A refusal is nothing to speak of; a failure is a finding SVC000."""

    def fix(shop: object, finding: Finding) -> Fix:
        raise error

    fixer(lambda word: "good")
    monkeypatch.setattr(offers, "fixer", lambda code: fix)
    done = repaired("bad1\n")
    assert done.after == b"bad1\n"
    assert [one.code for one in done.failures] == ([] if isinstance(error, Refused) else ["SVC000"])


def test_edits_of_one_fix_must_not_overlap(fixer):
    """Such a fix is not made."""
    fixer(lambda word: "good", Edit(Place(1, 2), Place(1, 3), "x"))
    assert repaired("bad1\n").after == b"bad1\n"


@pytest.mark.parametrize(
    ("safe", "unsafe", "comment", "wanted"),
    [
        ((), (), False, "safe"),
        ((), (), True, "unsafe"),
        ((), ("SVC9",), False, "unsafe"),
        (("SVC901",), ("SVC9",), True, "safe"),
        (("SVC9",), ("SVC901",), False, "unsafe"),
        (("SVC9",), ("SVC9",), False, "unsafe"),
        (("SVC9",), (), True, "safe"),
    ],
)
def test_applicability(fixer, safe, unsafe, comment, wanted):
    """A comment that is lost demotes; the settings have the last word, the longer prefix of them."""
    fixer(lambda word: "good", *([Edit(Place(2, 1), Place(3, 1), "")] if comment else []))
    offered: list[str] = []
    repaired(
        "bad1\n# why\n",
        lambda offer: bool(offered.append(offer.fix.applicability.value)),
        extend_safe_fixes=safe,
        extend_unsafe_fixes=unsafe,
    )
    assert offered == [wanted]


def test_findings_that_are_not_shown_are_not_fixed(fixer):
    """Not selected, ignored by a comment, or not certain enough."""
    fixer(lambda word: "good")
    text = "bad1  # noqa\nworse2\ndoubt3\n"
    assert repaired(text, ignore=("SVC902",)).after == text.encode()
    assert b"doubt3" not in repaired(text, min_certainty="possible").after
