"""The README says what is so."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from svclint.rules import all_rules
from svclint.settings import Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def summary(page: str) -> str:
    """The first line of a rule's page."""
    return page.strip().splitlines()[0]


def test_the_table_lists_every_rule() -> None:
    """Code, name, severity and summary, as the rules have them."""
    rows = [f"| {one.code} | {one.name} | {one.severity.value} | {summary(one.__doc__ or '')} |" for one in all_rules()]
    table = README.split("<!-- rules -->")[1].split("<!-- end -->")[0].strip().splitlines()[2:]
    assert table == rows


def test_the_settings_exist() -> None:
    """Every key of the example is a setting."""
    example = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert example
    keys = tomllib.loads(example[1])["tool"]["svclint"]
    assert {key.replace("-", "_") for key in keys} <= set(Settings._fields)


@pytest.mark.parametrize("marker", ["run", "test"])
def test_the_two_commands_are_one_line_each(marker: str) -> None:
    """What a newcomer copies is one command."""
    block = README.split(f"<!-- {marker} -->\n```sh\n")[1].split("```")[0]
    assert len(block.splitlines()) == 1
