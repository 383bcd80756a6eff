"""Golden files: ``fixtures/<CODE>/fixed/bad_x.py`` is what the safe fixes of that rule make of ``bad_x.py``.

What takes ``--unsafe-fixes`` is under ``fixed_unsafe``.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.fix import Applicability
from svclint.selection import Selection
from svclint.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures"
GOLDEN = sorted(FIXTURES.glob("SVC*/fixed*/*.py"))
TRUSTED = {"fixed": {Applicability.SAFE}, "fixed_unsafe": {Applicability.SAFE, Applicability.UNSAFE}}
RULES = sorted({one.parent.parent.name for one in GOLDEN})
BAD = [one for code in RULES for one in sorted((FIXTURES / code).glob("bad_*.py"))]
SPACES = re.compile(rb"^(?: {4})+", re.MULTILINE)


def named(path: Path) -> str:
    """The file's name in test reports."""
    return "/".join(path.relative_to(FIXTURES).with_suffix("").parts)


each_golden = pytest.mark.parametrize("golden", GOLDEN, ids=named)


def source(golden: Path) -> bytes:
    """The fixture that a golden file was made of."""
    return (golden.parent.parent / golden.name).read_bytes()


def code(golden: Path) -> str:
    """The rule whose fixes are made."""
    return golden.parent.parent.name


def repaired(data: bytes, rule: str, trusted: set[Applicability]) -> bytes:
    """The bytes after all fixes of one rule that are trusted enough."""
    bench = engine.Bench(lint_bytes, Selection(Settings(select=(rule,))))
    outcome = engine.repaired(data, "service.py", bench, lambda offer: offer.fix.applicability in trusted)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after


def mended(data: bytes, golden: Path) -> bytes:
    """What the fixes that a golden file is about make of some bytes."""
    return repaired(data, code(golden), TRUSTED[golden.parent.name])


def codes(data: bytes) -> Counter[str]:
    """How often each rule is broken."""
    return Counter(one.code for one in lint_bytes(data, "service.py").findings if one.certainty is Certainty.BROKEN)


def comments(data: bytes) -> Counter[str]:
    """The comments, each as often as it stands there."""
    return Counter(one.string for one in tokenize.tokenize(io.BytesIO(data).readline) if one.type == tokenize.COMMENT)


@each_golden
def test_the_fix_gives_exactly_the_golden_file(golden: Path) -> None:
    """Byte for byte."""
    assert mended(source(golden), golden).decode() == golden.read_text("utf-8")


@each_golden
def test_a_second_run_changes_nothing(golden: Path) -> None:
    """What is fixed is left alone."""
    data = golden.read_bytes()
    assert repaired(data, code(golden), TRUSTED["fixed_unsafe"]) == data


@each_golden
def test_the_golden_file_is_silent_for_its_rule(golden: Path) -> None:
    """The rule has nothing more to say, no other has more than before, and the file can be compiled."""
    data = golden.read_bytes()
    compile(data, golden.name, "exec")
    assert codes(data)[code(golden)] == 0
    assert codes(data) <= codes(source(golden))


@each_golden
def test_comments_survive(golden: Path) -> None:
    """Every comment of the fixture is in the golden file."""
    assert comments(source(golden)) <= comments(golden.read_bytes())


@each_golden
def test_unsafe_fixes_wait_to_be_asked_for(golden: Path) -> None:
    """Who accepts safe fixes only gets no others."""
    safe = repaired(source(golden), code(golden), TRUSTED["fixed"])
    assert safe == (golden.read_bytes() if golden.parent.name == "fixed" else source(golden))


# What no tool should repair by itself, and why.
LEFT_ALONE = {
    "SVC101/bad_ctypes_handler_joins": "what the main function has reported when it joins as well, is not read",
    "SVC101/bad_cx_freeze_waits_for_something_else": "why the stop waits for a lorry, only the author knows",
    "SVC201/bad_ctypes_says_stopped_too_soon": "the report is that of a helper, which sends every state",
    "SVC201/bad_cx_freeze_stop_only_signals": "run() gives no signal at its end that stop() could wait for",
    "SVC202/bad_thread_per_connection": (
        "each thread waits in recv() until its client leaves: joined, the service would not end before the last does"
    ),
    "SVC205/bad_flag_after_helper": "the helper reports STOP_PENDING as well, which has to come before the flag",
    "SVC302/bad_override_counts_everything": "one number serves every state; SVC301 lets pending states count",
    "SVC301/bad_ctypes_fixed_check_point": "the status is sent as it is, from places that count on its check point",
    "SVC301/bad_raw_each_side_begins_at_one": "which of the two sides has to count on, only the author knows",
    "SVC305/bad_ten_minutes_for_a_pause": "whether the hint is wrong or reports are missing, only the author knows",
    "SVC404/bad_branches_nobody_accepts": "whether the controls are wanted, only the author knows",
    "SVC404/bad_hooks_that_do_not_exist": "how the event's data come to the handler is to be written, not renamed",
    "SVC404/bad_one_argument_handler_is_dead": "what it answers differs from what pywin32 answers",
    "SVC404/bad_shutdown_outside_the_mask": "the mask is written by hand, on purpose perhaps",
    "SVC405/bad_bits_that_do_not_exist": "which bit a wrong number was to be, only the author knows",
    "SVC406/bad_override_forgets_the_start": "one mask serves every state, and must not become 0 for all",
    "SVC407/bad_ends_with_the_machine": "its SvcStop does nothing: accepted, a STOP would be lost",
    "SVC407/bad_own_dispatcher_without_svcstop": "an SvcStop beside the branch, or a mask: the author has to choose",
    "SVC702/bad_specific_error_without_one": "which number the failure has, only the author knows",
    "SVC801/bad_dispatcher_for_another_branch": "what its arguments mean to it, only the author knows",
    "SVC501/bad_ctypes_stop_is_logged": "how its own report() is called for STOP_PENDING, only the author knows",
    "SVC502/bad_ctypes_only_sets_the_event": "how its own report() is called for STOP_PENDING, only the author knows",
    "SVC601/bad_branch_of_own_dispatcher": "what the branch is there for, and leaves out, only the author knows",
    "SVC812/bad_callback_without_a_result": "what the handler answers to each control is still to be written",
    "SVC812/bad_result_is_a_dword": "the type has a name of the author's own, which other declarations use",
    "SVC507/bad_local_hides_global": "whether the global is meant, or an attribute, only the author knows",
    "SVC507/bad_loop_never_looks": "where in its work the loop may end, only the author knows",
    "SVC507/bad_misspelt_flag": "which of the two names is the right one, only the author knows",
    "SVC507/bad_only_reports": "what the event is waited for, only the author knows: it may be no stop signal",
    "SVC509/bad_mixin_in_front": "who is to call whom in a line of constructors, only the author knows",
    "SVC808/bad_asyncio_event_of_a_coroutine": "the loop is made inside asyncio.run(), and kept nowhere",
}


@pytest.mark.parametrize("path", BAD, ids=named)
def test_every_broken_fixture_is_repaired(path: Path) -> None:
    """Each has a golden file, but for the few that are left alone on purpose."""
    after = repaired(path.read_bytes(), path.parent.name, TRUSTED["fixed_unsafe"])
    has_one = any((path.parent / folder / path.name).exists() for folder in TRUSTED)
    assert (after != path.read_bytes()) == has_one == (named(path) not in LEFT_ALONE)


def crlf(data: bytes) -> bytes:
    """Line ends of Windows."""
    return data.replace(b"\n", b"\r\n")


def marked(data: bytes) -> bytes:
    """A byte order mark."""
    return b"\xef\xbb\xbf" + data


def latin_1(data: bytes) -> bytes:
    """Another encoding, with a character that UTF-8 writes otherwise."""
    return b"# -*- coding: latin-1 -*-\n# \xe9\n" + data


def tabs(data: bytes) -> bytes:
    """A tab a level."""
    return SPACES.sub(lambda found: b"\t" * (len(found[0]) // 4), data)


def without_last_end(data: bytes) -> bytes:
    """No line end behind the last line."""
    return data.removesuffix(b"\n")


@pytest.mark.parametrize("variant", [crlf, marked, latin_1, tabs, without_last_end])
@each_golden
def test_the_form_of_the_file_does_not_matter(golden: Path, variant: Callable[[bytes], bytes]) -> None:
    """The same edits are made, in the form of the file."""
    assert mended(variant(source(golden)), golden) == variant(golden.read_bytes())
