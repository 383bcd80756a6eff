"""Real packages: every fix that would be made in them was read and judged, and none that was rejected is made."""

from __future__ import annotations

import sys

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the pins are TOML, which Python reads from 3.11 on", allow_module_level=True)

from tests.real.fetch import Package, Unreachable, packages
from tests.real.hunks import VERDICTS, judged, known, made


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.folder)
def test_the_fixes_are_those_that_were_accepted(package: Package) -> None:
    """No hunk that nobody has read, none that changed since, none that a reviewer refused, and none is lost."""
    try:
        hunks = set(made(package))
    except Unreachable as reason:
        pytest.skip(f"no network: {reason}")
    assert hunks == {one for one in known("accept") if one.package == package.name}


def test_every_judgement_says_why() -> None:
    """One sentence or two, and one of two verdicts."""
    assert {one["verdict"] for one in judged()} <= {*VERDICTS}
    assert all(one["why"].strip().endswith(".") for one in judged())


def test_no_hunk_is_judged_twice() -> None:
    """Nor is one accepted and rejected."""
    assert len(known(*VERDICTS)) == len(judged())
