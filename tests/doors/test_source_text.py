"""Bytes to text: what Python itself would read, and the markers that decide whether it is read at all."""

from __future__ import annotations

import ast
import warnings

import pytest

from svclint.checking.finding import Problem
from svclint.source.markers import MARKERS, has_markers, text_has_markers
from svclint.source.text import decode, parse


@pytest.mark.parametrize("marker", MARKERS)
def test_each_marker_is_enough_beside_the_common_one(marker):
    """Any marker, in any file that mentions a service; in bytes as in text."""
    for data, wanted in ((b"service " + marker, True), (b"service", False), (b"", False)):
        assert has_markers(data) is wanted
        assert text_has_markers(data.decode()) is wanted


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("# é\n".encode(), "# é\n"),
        (b"# coding: latin-1\n# \xe9\n", "# coding: latin-1\n# é\n"),
        (b"\n# coding=latin-1\n# \xe9\n", "\n# coding=latin-1\n# é\n"),
        (b"\x0c\n\x0bx", "\x0c\n\x0bx"),
        ("'\u2028'\n".encode(), "'\u2028'\n"),
    ],
    ids=ascii,
)
def test_text_is_what_python_reads(data, text):
    """Mark gone, line ends equal, everything else kept."""
    assert decode(data, "x.py") == text


def test_a_cookie_on_the_third_line_is_none():
    """Only the first two lines can declare an encoding."""
    problem = decode(b"\n\n# coding: latin-1\n# \xe9\n", "x.py")
    assert problem == Problem("x.py", 4, "undecodable as utf-8: byte 0xe9 (invalid continuation byte)")


def test_parsing_says_nothing_to_the_terminal():
    """Warnings of the compiler are not ours to show."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(parse('"\\d"\n', "x.py"), ast.Module)
