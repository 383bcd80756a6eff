"""[tool.svclint]: which file is read, what it may say, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from svclint.configuration import READERS, line_of, nearest
from svclint.settings import BadSettings, Settings, key_of


def settings(folder: Path, text: str) -> Settings:
    (folder / "pyproject.toml").write_text(text)
    return nearest(str(folder))


def test_every_key_is_read(folder):
    """All keys at once, in the spelling of TOML."""
    text = """
    [tool.svclint]
    select = ["SVC1", "SVC2"]
    ignore = ["SVC101"]
    min-certainty = "possible"
    output-format = "concise"
    exclude = ["old"]
    extend-exclude = ["vendor"]
    force-exclude = true
    respect-gitignore = false
    [tool.svclint.per-file-ignores]
    "tests/*" = ["SVC"]
    """
    path = str(folder / "pyproject.toml")
    assert settings(folder, text) == Settings(
        select=("SVC1", "SVC2"),
        ignore=("SVC101",),
        per_file_ignores=(("tests/*", ("SVC",)),),
        min_certainty="possible",
        output_format="concise",
        exclude=("old",),
        extend_exclude=("vendor",),
        force_exclude=True,
        respect_gitignore=False,
        root=str(folder),
        source=path,
    )


def test_every_setting_has_a_key():
    """Fields and keys agree; root and source follow from the file."""
    fields = {key_of(name) for name in Settings._fields}
    assert fields == set(READERS) | {"root", "source"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tool.svclint]\n# slect\nslect = ["SVC1"]\n', ":3: 'slect' in [tool.svclint]: unknown key; known are select"),
        ("[tool]\nsvclint.nonsense = 1\n", ":2: 'nonsense' in"),
        ("[tool.svclint.effects]\nx = 1\n", ":1: 'effects' in"),
        ("[tool.other]\nnonsense = 1\n[tool.svclint]\nnonsense = 1\n", ":4: 'nonsense' in"),
        ('[tool.svclint]\nselect = "SVC1"\n', ":2: 'select' in [tool.svclint]: a list of strings is wanted"),
        ("[tool.svclint]\nselect = [1]\n", ":2: 'select' in [tool.svclint]: a list of strings is wanted"),
        ('[tool.svclint]\nignore = [\n "SVC1",\n "E1"]\n', ":2: 'ignore' in [tool.svclint]: 'E1' is no code"),
        ('[tool.svclint]\nmin-certainty = "sure"\n', ":2: 'min-certainty' in [tool.svclint]: one of broken, possible"),
        ("[tool.svclint]\noutput-format = 1\n", ":2: 'output-format' in [tool.svclint]: one of text, concise"),
        ("[tool.svclint]\nforce-exclude = 1\n", ":2: 'force-exclude' in [tool.svclint]: true or false is wanted"),
        ("[tool.svclint]\nper-file-ignores = 1\n", ":2: 'per-file-ignores' in [tool.svclint]: a table of lists"),
        ("[tool]\nsvclint = 1\n", ":2: 'tool.svclint' must be a table"),
        ("[tool.svclint]\nselect = [\n", "not valid TOML: "),
    ],
)
def test_mistakes_are_named_by_file_line_and_key(folder, text, said):
    """One line that leads to the place."""
    with pytest.raises(BadSettings) as refused:
        settings(folder, text)
    assert str(refused.value).startswith(str(folder / "pyproject.toml"))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_key_inside_a_text_is_not_its_line():
    """Only the statement that brings the key counts, not a mention of it."""
    text = '[tool.svclint]\nexclude = ["""\nodd = 1\n"""]\n\nodd = [\n 1\n]\n'
    assert line_of(text, ("tool", "svclint", "odd")) == 6


def test_an_escaped_key_is_at_the_top():
    """A key spelt with escapes is not found in the text; the first line has to do."""
    assert line_of('[tool.svclint]\n"o\\u0064d" = 1\n', ("tool", "svclint", "odd")) == 1


def test_the_nearest_table_counts(folder):
    """Files without our table are passed over on the way up, and so are those that only mention us."""
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.svclint]\nselect = ["SVC1"]\n')
    (folder / "a" / "pyproject.toml").write_text('[project]\ndependencies = ["svclint"]\n')
    (inner / "pyproject.toml").write_text("[tool.other]\n")
    assert nearest(str(inner)).select == ("SVC1",)
    assert nearest(str(inner)).root == str(folder)


def test_no_file_means_defaults(folder):
    """Nothing found up to the root of the file system."""
    assert nearest(str(folder)) == Settings()


def test_a_file_that_is_no_text_is_refused(folder):
    """One line that names the file."""
    (folder / "pyproject.toml").write_bytes(b"svclint \xff")
    with pytest.raises(BadSettings, match=r"pyproject\.toml: .*decode"):
        nearest(str(folder))
