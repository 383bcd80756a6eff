"""Text from source files, made safe for a terminal: what would act on it is shown instead."""

from __future__ import annotations

import unicodedata

TAB = "    "


def visible(text: str) -> str:
    """The text with tabs as four blanks and every other unprintable character escaped (``\\x1b``)."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t":
        return TAB
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def width(text: str) -> int:
    """How many cells of a terminal a visible text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
