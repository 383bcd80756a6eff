"""The law of the cache: whatever was edited, a run that remembers says what a run without memory says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from svclint.cache import stamps
from svclint.cache.memory import Memory
from svclint.cache.store import Store
from svclint.running import Outcome, run

SERVICE = """\
import win32serviceutil
from helpers import pause

class Feed(win32serviceutil.ServiceFramework):
    def SvcStop(self):
        pause(self)
"""

WAITING = "import time\n\ndef pause(service):\n    time.sleep(60)\n"
QUICK = "def pause(service):\n    pass\n"
EXCUSED = "import time\n\ndef pause(service):\n    time.sleep(60)  # svclint: ignore[SVC102] known\n"

FILES = ("feed.py", "pump/feed.py", "helpers.py", "pump/helpers.py", "helpers/__init__.py")
TEXTS = (SERVICE, SERVICE.replace("Feed", "Pump"), WAITING, QUICK, EXCUSED, "not Python (", "")

_TIMES = count(1_600_000_000_000_000_000, 1_000_000)


def write(path: Path, text: str) -> None:
    """Write a file at a time of its own, as edits by people are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    now = next(_TIMES)
    os.utime(path, ns=(now, now))


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent.name == "helpers" and path.parent.exists():
        path.parent.rmdir()


EDITS = st.tuples(st.sampled_from(FILES), st.sampled_from((*TEXTS, None)))


def outcome(names: Iterator[str], memory: Memory | None = None) -> tuple[object, ...]:
    """Whatever a run tells, without what it was given."""
    found: Outcome = run(sorted(names), memory=memory, jobs=1)
    return found._replace(inputs=())


@pytest.fixture(autouse=True)
def _years_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files were quiet for long enough to be known by their stamps."""
    monkeypatch.setattr(stamps, "QUIET", -(10**18))


@settings(max_examples=200, deadline=None)
@example([("pump/feed.py", SERVICE)])  # two findings at one place that differ in their steps alone
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_a_run_that_remembers_says_what_a_fresh_one_says(edits: list[tuple[str, str | None]]):
    """After every single edit: files come, go, change, and turn into packages; others import them."""
    complaints: list[str] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "pyproject.toml", "")
        write(folder / "feed.py", SERVICE)
        write(folder / "helpers.py", WAITING)
        for file, text in [("feed.py", SERVICE), *edits]:
            path = folder / file
            remove(path) if text is None else write(path, text)
            names = [str(one) for one in folder.rglob("*.py")]
            memory = Memory(Store(name), lambda: "terms", complaints.append)
            remembered = outcome(iter(names), memory)
            memory.close()
            assert remembered == outcome(iter(names))
    assert complaints == []


def test_what_is_known_is_not_read_again(tmp_path, monkeypatch):
    """Otherwise the law would hold for a cache that remembers nothing."""
    write(tmp_path / "pyproject.toml", "")
    write(tmp_path / "feed.py", SERVICE)
    write(tmp_path / "helpers.py", WAITING)
    names = [str(tmp_path / "feed.py"), str(tmp_path / "helpers.py")]
    for first in (True, False):
        memory = Memory(Store(str(tmp_path)), lambda: "terms", pytest.fail)
        found = outcome(iter(names), memory)
        memory.close()
        assert len(found.abroad) == 1, first
        monkeypatch.setattr("svclint.running.opened", lambda path: pytest.fail(f"{path} was opened"))


@pytest.mark.parametrize(("file", "text"), [("helpers.py", QUICK), ("pump.py", QUICK), ("feed.py", f"{SERVICE}\n")])
def test_only_what_an_edit_can_change_is_judged_again(tmp_path, file, text):
    """The service itself, or a file that it looks into; one that it has nothing to do with changes nothing."""
    write(tmp_path / "pyproject.toml", "")
    write(tmp_path / "feed.py", SERVICE)
    write(tmp_path / "helpers.py", WAITING)
    feed = str(tmp_path / "feed.py")
    memory = Memory(Store(str(tmp_path)), lambda: "terms", pytest.fail)
    outcome(iter([feed]), memory)
    memory.close()
    write(tmp_path / file, text)
    memory = Memory(Store(str(tmp_path)), lambda: "terms", pytest.fail)
    content = memory.known(feed)
    known = content is not None and memory.report(feed, content) is not None
    memory.close()
    assert known == (file == "pump.py")


def test_other_terms_are_another_cache(tmp_path):
    """Settings, Python and the linter itself are part of what a verdict is known by."""
    write(tmp_path / "feed.py", SERVICE)
    feed = str(tmp_path / "feed.py")
    memory = Memory(Store(str(tmp_path)), lambda: "terms", pytest.fail)
    outcome(iter([feed]), memory)
    memory.close()
    other = Memory(Store(str(tmp_path)), lambda: "others", pytest.fail)
    content = other.known(feed)
    assert content
    assert other.report(feed, content) is None
    other.close()


def test_a_file_that_changed_just_now_is_not_known_by_its_stamp(tmp_path, monkeypatch):
    """It may change again before the clock of the file system moves on."""
    monkeypatch.setattr(stamps, "QUIET", 2_000_000_000)
    file = tmp_path / "feed.py"
    file.write_text(SERVICE)
    for _ in range(2):
        memory = Memory(Store(str(tmp_path)), lambda: "terms", pytest.fail)
        assert memory.known(str(file)) is None
        memory.note(str(file), SERVICE.encode())
        memory.close()
