"""Bytes -> text -> syntax tree, or one clear reason why not.

The reasons are whole phrases for people: "Python 2 syntax: ...", "undecodable as utf-8: ...".
"""

from __future__ import annotations

import ast
import io
import re
import warnings
from typing import Final

from svclint.checking.finding import Problem
from svclint.source.markers import has_markers

__all__ = ["decode", "has_markers", "parse"]

BOM: Final = b"\xef\xbb\xbf"
LIMIT: Final = 10_000_000

QUOTED: Final = re.compile(r"""(["']).*?\1""")

# What a SyntaxError's line looks like when a Python 2 interpreter would have taken it;
# the text between quotes is gone.
PYTHON_2: Final = re.compile(
    r"""^\s*print\s+["'\w(%]            # print "text"
      | ^\s*print\s*(>>|$)              # print >>stream
      | ^\s*exec\s+["'\w]               # exec code
      | \bexcept\s+[\w.()\s,]+,\s*\w+\s*:   # except Error, error:
      | ^\s*raise\s+[\w.]+\s*,          # raise Error, "text"
      | <>                              # unequal
      | `[^`]+`                         # repr
      | (?<![\w.])0[0-7]+\b             # octal
      | \b(0x[\da-f]+|\d+)l\b           # long
      | \bur["']                        # raw unicode text
      | ^\s*def\s+\w+\s*\(.*\(.*\)\s*.*\)\s*:   # parameters unpacked in the head
    """,
    re.VERBOSE | re.IGNORECASE,
)


def decode(data: bytes, path: str) -> str | Problem:
    """The text of a source file, without byte order mark, every line end as ``\\n``.

    The encoding is found as Python itself finds it: mark, cookie in the first two lines, UTF-8.
    """
    if len(data) > LIMIT:
        return Problem(path, None, f"too large: {len(data):,} bytes, the limit is {LIMIT:,}")
    if (place := data.find(b"\0")) >= 0:
        return Problem(path, _line_of(data, place), "null bytes: Python reads no such source")
    encoding = _encoding(data, path)
    if isinstance(encoding, Problem):
        return encoding
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError) as error:
        return _undecodable(data, path, encoding, error)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes, path: str) -> str | Problem:
    """Name of the encoding; the look-up of cookies is paid for only where there may be one."""
    head = data[:4096].split(b"\n", 2)[:2]
    if not data.startswith(BOM) and not any(b"coding" in line for line in head):
        return "utf-8"
    from tokenize import detect_encoding

    try:
        return detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError as error:
        return Problem(path, 1, f"wrong encoding declaration: {error.msg}")


def _undecodable(data: bytes, path: str, encoding: str, error: Exception) -> Problem:
    """Say which byte on which line, when the codec tells; else what the codec says."""
    if not isinstance(error, UnicodeDecodeError):
        return Problem(path, None, f"undecodable as {encoding}: {error}")
    byte = error.object[error.start]
    reason = f"undecodable as {encoding}: byte 0x{byte:02x} ({error.reason})"
    return Problem(path, _line_of(data, error.start), reason)


def _line_of(data: bytes, place: int) -> int:
    return len(data[: place + 1].splitlines())


def parse(text: str, path: str) -> ast.Module | Problem:
    """The syntax tree of decoded text. No warning of the compiler reaches the terminal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return Problem(path, error.lineno, _reason(error, text))
    except (RecursionError, MemoryError):
        return Problem(path, None, "nested too deeply for Python's parser")
    except ValueError as error:
        return Problem(path, None, f"not readable as Python: {error}")


def _reason(error: SyntaxError, text: str) -> str:
    if "too many nested" in error.msg or "too deep" in error.msg:
        return f"nested too deeply for Python's parser: {error.msg}"
    kind = "Python 2 syntax" if _is_python_2(error, text) else "syntax error"
    return f"{kind}: {error.msg}"


def _is_python_2(error: SyntaxError, text: str) -> bool:
    """Whether the refused line, or the one it points past, is plainly Python 2."""
    if error.msg.startswith("Missing parentheses in call to"):
        return True
    lines = text.split("\n")
    number = error.lineno or 0
    if not 0 < number <= len(lines):
        return False
    return PYTHON_2.search(QUOTED.sub('""', lines[number - 1])) is not None
