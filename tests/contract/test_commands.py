"""Command lines: which of them start or control a service."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from svclint.contract.effects.commands import UNREAD, asks_scm

ASKS: dict[str, str | Sequence[str]] = {
    "net stop": "net stop Spooler",
    "arguments in a list": ["net", "start", "Spooler"],
    "the old name of net": "net1 pause Spooler",
    "a path, a suffix and capitals": [r"C:\Windows\System32\SC.EXE", "Start", "Spooler"],
    "a name that is not known": ["sc", "stop", UNREAD],
    "quotes": 'sc stop "Print Spooler"',
    "a custom control": "sc control Spooler 130",
    "the second command of a line": "echo off & net stop Spooler",
    "a shell in between": ["cmd", "/d", "/c", "net", "stop", "Spooler"],
    "a cmdlet": ["powershell", "-NoProfile", "-Command", "Restart-Service Spooler"],
}
ASKS_NOT: dict[str, str | Sequence[str]] = {
    "what is stored": "sc query Spooler",
    "the configuration": ["sc", "config", "Spooler", "start=", "auto"],
    "a drive": "net use Q: /delete",
    "the list of what runs, and no name": "net start",
    "another machine's SCM": r"sc \\station7 stop Spooler",
    "a verb that is not known": ["net", UNREAD, "Spooler"],
    "the words as text": "echo net stop Spooler",
    "another program": ["stop.exe", "net", "stop"],
    "a cmdlet that looks": "powershell Get-Service Spooler",
    "no words": [],
    "a shell without a command": "cmd",
}


@pytest.mark.parametrize("line", ASKS.values(), ids=ASKS)
def test_it_asks_the_scm(line: str | Sequence[str]) -> None:
    """Running it starts a service or sends a control."""
    assert asks_scm(line)


@pytest.mark.parametrize("line", ASKS_NOT.values(), ids=ASKS_NOT)
def test_it_does_not_ask_the_scm(line: str | Sequence[str]) -> None:
    """Running it does something else, or nobody knows what."""
    assert not asks_scm(line)
