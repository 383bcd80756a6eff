"""The picture at the top of the README is what svclint prints today."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from tests.docs.picture import COMMAND, PICTURE, ROOT, drawn, printed

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_up_to_date() -> None:
    """``python -m tests.docs.picture`` draws it again."""
    assert PICTURE.read_text("utf-8") == drawn()


def test_the_picture_says_what_is_printed() -> None:
    """Line by line, colours apart, below the command."""
    root = ElementTree.fromstring(PICTURE.read_text("utf-8"))
    shown = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert shown == [f"$ {COMMAND}", *(re.sub(r"\x1b\[\d+m", "", line) for line in printed() if line)]
    assert len(shown) > 10


def test_the_picture_needs_nothing_from_the_net() -> None:
    """No font, no image, no script: code hosts would not load them, and readers would not want it."""
    text = PICTURE.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|url\(|@import|<script|href", text)


def test_the_readme_shows_it_first() -> None:
    """Before the first heading of a section."""
    begin = (ROOT / "README.md").read_text("utf-8").split("\n## ")[0]
    assert f"({PICTURE.relative_to(ROOT).as_posix()})" in begin
