"""Services in shapes that were misread once: each says in a sentence what is right about it, or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.expectations import expected, linted, reported

SERVICES = sorted((Path(__file__).parent / "services").glob("*.py"))


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_service_is_judged_as_it_expects(path: Path) -> None:
    """Exactly the marked lines are broken."""
    report = linted(path)
    assert (reported(report), report.problems, report.bursts) == (expected(path), (), 0)
