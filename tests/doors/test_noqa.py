"""# noqa: our reading beside flake8's own, on every odd form."""

from __future__ import annotations

import io
from argparse import Namespace

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation

from svclint.heeding import heeded
from svclint.noqa import joined_rows, suppresses

ROWS = [
    "x  # noqa",
    "x  # NOQA",
    "x  #noqa",
    "x  #  noqa",
    "x  # noqa: SVC101",
    "x  # noqa:SVC101",
    "x  # noqa:  SVC101",
    "x  # noqa : SVC202",
    "x  # noqa: SVC1",
    "x  # noqa: S",
    "x  # noqa: svc101",
    "x  # noqa: SVC202",
    "x  # noqa: SVC202,SVC101",
    "x  # noqa: SVC202 SVC101",
    "x  # noqa: SVC202, SVC101 because of this",
    "x  # noqa: because",
    "x  # noqa:E501 # noqa",
    "x  # noqa: SVC1011",
    "x  # a comment  # noqa: SVC101",
    '"# noqa"',
    "x",
    "",
]


@pytest.mark.parametrize("row", ROWS)
def test_comments_mean_what_flake8_says(row):
    """Blanket, codes, prefixes, case, blanks: the same verdict."""
    theirs = Violation("SVC101", "x.py", 1, 1, "text", row).is_inline_ignored(False)
    assert suppresses(row, "SVC101") is theirs


TEXTS = [
    "x = 1\ny = 2  # noqa\n",
    "x = [\n  1,\n  2,  # noqa\n]\n",
    'x = """\n1\n"""  # noqa\n',
    'x = f("""\n1\n""", 2,  # noqa\n 3)\n',
    "x = 1 + \\\n  2 + \\\n  3  # noqa\n",
    "if x:\n    # noqa\n\n    y = 1\nz = 2",
    "def f():\n\n\n  return 1\n",
    'x = f"""\n{1}\n"""  # noqa\n',
    "x = (\n",
    "x = '\n",
    "  x\n y\n",
    "",
    "\n\n",
    "\x0c\nx = 1\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_rows_are_joined_as_flake8_joins_them(text):
    """Multi-line strings and backslashes; brackets stay apart."""
    options = Namespace(
        hang_closing=False,
        indent_size=4,
        max_doc_length=None,
        max_line_length=79,
        verbose=0,
        stdin_display_name="stdin",
        disable_noqa=False,
    )
    processor = FileProcessor("x.py", options, lines=io.StringIO(text).readlines())
    ours = joined_rows(text, text.split("\n"))
    for line in range(1, len(processor.lines) + 1):
        assert ours.get(line, "").rstrip("\n") == (processor.noqa_line_for(line) or "").rstrip("\n")


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [
        ("# flake8: noqa", True),
        ("    # FLAKE8: NOQA", True),
        ("# flake8=noqa", True),
        ("# flake8: noqa: E501", True),
        ("x = 1  # flake8: noqa", False),
        ("#flake8: noqa", False),
    ],
)
def test_a_whole_file_can_be_silenced(judge, comment, silenced):
    """At the start of any line, with codes or without; behind code it means nothing."""
    text = f"import ServiceFramework\njoin()  # broken: SVC101\n{comment}\n"
    findings = judge(text.encode(), "x.py").findings
    assert heeded(findings, text, "x.py").kept == (() if silenced else findings)


def test_only_the_line_of_the_finding_counts(judge):
    """A comment silences its own row and no other."""
    text = "join()  # broken: SVC101\njoin()  # broken: SVC101  # noqa\njoin()  # broken: SVC202  # noqa: SVC1\n"
    findings = judge(text.encode(), "x.py").findings
    assert [finding.at.line for finding in heeded(findings, text, "x.py").kept] == [1, 3]


def test_text_that_cannot_be_tokenised_is_read_line_by_line(judge):
    """Then every physical line speaks for itself, as in flake8."""
    text = "join()  # broken: SVC101  # noqa\n"
    findings = judge(text.encode(), "x.py").findings
    assert heeded(findings, text + "x = (\n", "x.py").kept == ()


def test_the_command_heeds_comments(svclint_command, folder):
    """From end to end, in a file with a mark, CRLF and another encoding."""
    text = "# coding: latin-1\r\nimport ServiceFramework # \xe4\r\njoin()  # broken: SVC101  # noqa: SVC101\r\n"
    (folder / "x.py").write_bytes(text.encode("latin-1"))
    assert svclint_command("x.py").exit_code == 0
