"""Whatever the bytes of a file are like, the fix is the same, and everything else comes out as it went in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.document import Document
from svclint.repair.fix import Edit, Place
from svclint.repair.tree import Refused
from svclint.selection import Selection
from svclint.settings import Settings
from tests.repair.conftest import FIXED, SERVICE

COOKIE = "# -*- coding: latin-1 -*-\n# caf\u00e9 "
FEED = "\f\nclass Uploader"

VARIANTS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "mark and CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "latin-1 cookie": lambda text: (COOKIE + "\n" + text).encode("latin-1"),
    "utf-8 beyond ASCII": lambda text: text.replace("Wake", "W\u00e4ke \U0001f600").encode(),
    "tabs": lambda text: text.replace("    ", "\t").encode(),
    "two blanks": lambda text: text.replace("    ", "  ").encode(),
    "form feed on a line": lambda text: text.replace("class Uploader", FEED).encode(),
    "form feed before a def": lambda text: text.replace("    def Svc", "\f    def Svc").encode(),
    "form feed inside a docstring": lambda text: text.replace("Wake", "\fWa\fke\n\f  more").encode(),
    "no newline at the end": lambda text: text.removesuffix("\n").encode(),
    "blanks behind lines": lambda text: text.replace("stop)\n", "stop)  \t\n").replace(":\n", ": \n").encode(),
    "blank lines at the end": lambda text: (text + "\n \n\t\n").encode(),
    "two blanks on an empty line": lambda text: text.replace("\n\n", "\n  \n").encode(),
    "vertical tab in a string": lambda text: text.replace("Wake", "Wa\x0bke\x1c\x85\u2028").encode(),
}


def repaired(data: bytes) -> bytes:
    bench = engine.Bench(lint_bytes, Selection(Settings()))
    done = engine.repaired(data, "feed.py", bench, lambda offer: True)
    assert (done.settled, done.failures) == (True, ())
    return done.after


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_the_fix_of_a_variant_is_the_variant_of_the_fix(variant):
    """Fixing and changing the form of the file can be swapped."""
    assert repaired(variant(SERVICE)) == variant(FIXED)


def test_mixed_line_ends_follow_the_neighbour():
    """Each new line ends like the line it is put in front of; no other line changes its end."""
    rows = SERVICE.split("\n")
    ends = ["\r\n" if number < 5 else "\n" for number in range(len(rows))]
    mixed = "".join(row + end for row, end in zip(rows, ends, strict=True)).removesuffix("\n").encode()
    after = repaired(mixed)
    assert b"import win32service\r\n" in after
    assert b"SERVICE_STOP_PENDING)\n" in after
    new = {b"import win32service\r\n", b"        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"}
    assert [row for row in after.splitlines(keepends=True) if row not in new] == mixed.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("data", "edit", "after"),
    [
        (b"a\r\nb", Edit(Place(2, 2), Place(2, 2), "\nc"), b"a\r\nb\r\nc"),
        (b"a", Edit(Place(1, 2), Place(1, 2), "\nc"), b"a\nc"),
        (b"a\rb\r\nc\n", Edit(Place(2, 1), Place(2, 1), "x\ny\n"), b"a\rx\r\ny\r\nb\r\nc\n"),
        (b"a\r\nb\r\n", Edit(Place(3, 1), Place(3, 1), "c\n"), b"a\r\nb\r\nc\r\n"),
        (b"a\r\nb\r\nc\n", Edit(Place(1, 2), Place(3, 1), ""), b"ac\n"),
    ],
)
def test_line_ends_of_an_edit(data, edit, after):
    """At the end of the file, where lines have no end of their own, and over several lines."""
    assert Document(data, "x.py").edited([edit]) == after


def test_edits_at_one_place_keep_their_order():
    """Two insertions come out in the order they were given, and before what is deleted there."""
    here = Place(2, 1)
    edits = [Edit(here, Place(3, 1), ""), Edit(here, here, "x\n"), Edit(here, here, "y\n")]
    assert Document(b"a\nb\nc\n", "x.py").edited(edits) == b"a\nx\ny\nc\n"


@pytest.mark.parametrize(
    "data",
    [b"# coding: utf-7\n'+AGEA-'\n", b"# coding: shift_jis_2004\n'\xff\xff'\n", b"'\xff'\n"],
    ids=["not the same bytes", "not a text", "not utf-8"],
)
def test_an_encoding_that_changes_bytes_is_refused(data):
    """What would not come out as it went in is not touched."""
    with pytest.raises(Refused):
        Document(data, "x.py")


def test_a_character_that_the_encoding_lacks_is_refused():
    """The fix is given up, not the character."""
    document = Document(b"# coding: latin-1\n", "x.py")
    with pytest.raises(Refused, match="lacks a character"):
        document.edited([Edit(Place(2, 1), Place(2, 1), "'\u2028'\n")])
