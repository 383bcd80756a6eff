"""Source lines and carets, and text that would act on a terminal."""

from __future__ import annotations

import pytest

from svclint.reporting.frame import frame
from svclint.reporting.steps import numbered
from svclint.visible import visible, width

ESCAPES = {
    "plain text": "plain text",
    "": "",
    "ümläut 漢字": "ümläut 漢字",
    "\x1b[31mred": "\\x1b[31mred",
    "a\tb": "a    b",
    "bell\x07": "bell\\x07",
    "two\r\nlines": "two\\r\\nlines",
    "c1\x9b31m": "c1\\x9b31m",
    "\u202eturned": "\\u202eturned",
    "\u2028": "\\u2028",
    "\udcff": "\\udcff",
    "\U000e0041": "\\U000e0041",
    "\x7f": "\\x7f",
}


@pytest.mark.parametrize("text", ESCAPES, ids=ascii)
def test_what_acts_on_terminals_is_shown(text):
    """Control characters, marks of direction, separators, lone surrogates."""
    assert visible(text) == ESCAPES[text]
    assert visible(text).isprintable()


def test_width_counts_cells():
    """Wide letters take two cells, accents that combine none."""
    assert [width(text) for text in ("abc", "漢字", "e\u0301", "")] == [3, 4, 1, 0]


@pytest.mark.parametrize(
    ("source", "place", "carets"),
    [
        ("    join()", (3, 5, 3, 11), "    ^^^^^^"),
        ("\tjoin()\r\n", (3, 2, 3, 8), "    ^^^^^^"),
        ("'漢'; join()", (3, 6, 3, 12), "      ^^^^^^"),
        ("'\x1b'; join()", (3, 6, 3, 12), "        ^^^^^^"),
        ("join(", (3, 1, 4, 2), "^^^^^"),
        ("join()", (3, 1, 3, 1), "^"),
        ("join()", (3, 9, 3, 12), "      ^"),
    ],
    ids=["plain", "tab", "wide letter", "escape", "to the end of the line", "empty place", "behind the line"],
)
def test_carets_stand_below_what_is_meant(finding, source, place, carets):
    """Whatever stands before it, and however wide it is shown."""
    shown, below = frame(finding(source=source, place=place))
    assert below == f"  | {carets}"
    assert shown.startswith("3 | ")


def test_long_lines_are_cut_around_the_place(finding):
    """A line of a megabyte shows some of what stands before and after."""
    source = "x" * 500_000 + "join()" + "y" * 500_000
    shown, below = frame(finding(source=source, place=(3, 500_001, 3, 500_007)))
    assert len(shown) < 250
    assert shown.startswith("3 | ...xxx")
    assert shown.endswith("yyy...")
    assert shown[below.index("^") : below.rindex("^") + 1] == "join()"


def test_no_text_no_frame(finding):
    """An empty line, or none at all, has no frame."""
    assert list(frame(finding(source=""))) == list(frame(finding(source="  \n"))) == []


def test_steps_are_numbered_and_aligned(finding):
    """Ten steps: the numbers line up."""
    lines = list(numbered(finding(steps=10).steps))
    assert lines[0] == " 1. feed.py:3: step 1"
    assert lines[9] == "10. feed.py:3: step 10"
