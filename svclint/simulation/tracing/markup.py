"""HTML and SVG, built so that text can only get in escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

Markup = NewType("Markup", str)


def tag(name: str, *content: Markup, **attributes: object) -> Markup:
    """An element. In names of attributes ``_`` is "-", at the end nothing; those that are None are left out."""
    written = "".join(
        f' {_attribute(key)}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{written}>{''.join(content)}</{name}>")


def text(shown: str) -> Markup:
    """Text, in which control characters are already made visible."""
    return Markup(escape(shown))


def together(parts: Iterable[Markup]) -> Markup:
    """One after the other, on lines of their own."""
    return Markup("\n".join(parts))


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
