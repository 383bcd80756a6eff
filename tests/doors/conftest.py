"""A judge that needs no engine, two made-up rules, and the command run inside a scratch folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner, Result

import svclint.rules
from svclint import catalogue
from svclint.catalogue import Entry
from svclint.checking.finding import FileReport, Finding, Step
from svclint.checking.judgement import Certainty
from svclint.cli import main
from svclint.contract.events import At
from svclint.rules.base import Severity
from svclint.source.text import decode, parse

Command: TypeAlias = Callable[..., Result]

WANTED = re.compile(r"\b(\w+)(\(.*\))  # (broken|possible): (SVC\d+)")


# Not subclasses of Rule: those are the registry.
class JoinInHandler:
    """A control handler must not wait for a thread.

    The page goes on.
    """

    code, name, severity = "SVC101", "join-in-handler", Severity.ERROR
    clauses = ("C-1",)
    bad, good = "worker.join()\n", "pass\n"


class LostStop:
    """A stop signal must reach the run loop."""

    code, name, severity = "SVC202", "lost-stop", Severity.WARNING
    clauses = ()
    bad, good = "while True: pass\n", "pass\n"


def judge(data: bytes, path: str, files: object = None) -> FileReport:
    """Finds what comments ask for: ``call()  # broken: SVC101``."""
    text = decode(data, path)
    if not isinstance(text, str):
        return FileReport(path, problems=(text,))
    tree = parse(text, path)
    if not hasattr(tree, "body"):
        return FileReport(path, problems=(tree,))
    numbered = enumerate(text.split("\n"), 1)
    found = tuple(one for number, line in numbered for one in _asked(line, number, path))
    return FileReport(path, findings=found)


def _asked(line: str, number: int, path: str) -> Iterator[Finding]:
    for match in WANTED.finditer(line):
        name, call, certainty, code = match.groups()
        at = At(path, number, match.start(1) + 1, number, match.end(2) + 1, name + call)
        steps = (Step(At(path, 1, 1, 1, 7, "import"), "the file begins"), Step(at, f"'{name}' waits"))
        yield Finding(code, f"'{name}{call}' waits", at, Certainty(certainty), ("C-1",), steps, line)


@pytest.fixture(name="judge")
def _judge() -> Callable[[bytes, str], FileReport]:
    return judge


RULES: dict[str, type] = {one.code: one for one in (JoinInHandler, LostStop)}


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue lists two rules; the engine keeps its own."""
    listed = {
        code: Entry(code, one.name, one.severity.value, catalogue.summary(one.__doc__)) for code, one in RULES.items()
    }
    monkeypatch.setattr(catalogue, "entries", lambda: listed)
    monkeypatch.setattr(catalogue, "listed", listed.get)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry itself holds two rules: for what reads pages, not for what judges."""
    catalogue.entries.cache_clear()
    monkeypatch.setattr(svclint.rules, "all_rules", lambda: tuple(RULES.values()))
    monkeypatch.setattr(svclint.rules, "rule", RULES.__getitem__)
    yield
    catalogue.entries.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one; no colour settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def svclint_command(folder: Path, entries: None) -> Command:
    """The command in this process, with the judge of comments. Keywords go to CliRunner.invoke."""

    def run(*arguments: str, **more: Any) -> Result:
        return CliRunner().invoke(main, arguments, **({"obj": judge} | more), catch_exceptions=False)

    return run


@pytest.fixture
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can move its cursor, and is wide enough, whatever the tests run in."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
