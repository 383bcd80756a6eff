"""The published pages are those of today's rules."""

from __future__ import annotations

import pytest

from tests.docs.rules import FOLDER, pages

PAGES = dict(pages())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    """``python -m tests.docs.rules`` brings it up to date."""
    assert (FOLDER / name).read_text("utf-8") == PAGES[name]


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    """Neither a page without a rule nor anything else."""
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)
