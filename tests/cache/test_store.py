"""The database: shared, killed, damaged, full, of another version; a run says so in a line and goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from svclint.cache.folder import DATABASE, IGNORE, NAME, cleared
from svclint.cache.store import VERSION, Store, Unusable

ONE = {"verdicts": {"a": "one", "b": "two"}, "folders": {}}


@pytest.fixture(name="base")
def _base(tmp_path: Path) -> Path:
    """The file of a cache with two texts in it."""
    store = Store(str(tmp_path))
    store.put(ONE)
    store.close()
    return tmp_path / NAME / DATABASE


def held(folder: Path) -> list[str | None]:
    store = Store(str(folder))
    found = [store.get("verdicts", key) for key in ("a", "b", "c")]
    store.close()
    return found


def test_texts_are_kept(base, tmp_path):
    """By key, from run to run, in a folder that version control does not see."""
    assert held(tmp_path) == ["one", "two", None]
    assert "*" in (tmp_path / NAME / IGNORE).read_text().splitlines()


@pytest.mark.parametrize("keep", [0, 10, 100, 1000, 5000, -1], ids=lambda keep: f"{keep} bytes")
def test_a_truncated_file_is_begun_anew(base, tmp_path, keep):
    """What is left of it gives no wrong text, and the next run can write again."""
    base.write_bytes(base.read_bytes()[:keep])
    assert set(held(tmp_path)) <= {"one", "two", None}
    store = Store(str(tmp_path))
    store.put(ONE)
    store.close()
    assert held(tmp_path) == ["one", "two", None]


def test_rubbish_is_begun_anew(base, tmp_path):
    """Whatever it was."""
    base.write_bytes(os.urandom(4096))
    assert held(tmp_path) == [None, None, None]


def test_a_text_that_somebody_changed_is_none(base, tmp_path):
    """Each is sealed: what a bad disk makes of it is not believed."""
    with closing(sqlite3.connect(base)) as direct, direct:
        (sealed,) = direct.execute("SELECT sealed FROM verdicts WHERE key = 'a'").fetchone()
        direct.execute("UPDATE verdicts SET sealed = ? WHERE key = 'a'", (sealed[:-1] + bytes([sealed[-1] ^ 1]),))
        direct.execute("UPDATE verdicts SET sealed = 'text' WHERE key = 'b'")
    assert held(tmp_path) == [None, None, None]


def test_a_newer_one_is_left_alone(base, tmp_path):
    """It belongs to a newer svclint, which will want it again."""
    with closing(sqlite3.connect(base)) as direct, direct:
        direct.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = base.read_bytes()
    with pytest.raises(Unusable, match="written by a newer svclint; --clear-cache begins anew"):
        Store(str(tmp_path))
    assert base.read_bytes() == before


def test_two_runs_at_once(tmp_path):
    """Both read while both write; what each has kept is there in the end."""
    first, second = Store(str(tmp_path)), Store(str(tmp_path))
    for number in range(20):
        first.put({"verdicts": {f"first {number}": "1"}})
        assert second.get("verdicts", f"first {number}") == "1"
        second.put({"verdicts": {f"second {number}": "2"}})
    first.close()
    assert all(second.get("verdicts", f"{one} {number}") for one in ("first", "second") for number in range(20))
    second.close()


KILLED = """
import os, signal, sys
from svclint.cache.store import Store
store = Store(sys.argv[1])
store.put({"verdicts": {"a": "one", "b": "two"}, "folders": {}})
store._base.execute("BEGIN IMMEDIATE")
store._base.execute("DELETE FROM verdicts")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_that_is_killed_while_it_writes(tmp_path):
    """What it had finished is there; what it had begun is not."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert held(tmp_path) == ["one", "two", None]


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path, monkeypatch):
    """The file stays about as large as it may be."""
    clock = iter(range(10_000))
    monkeypatch.setattr("svclint.cache.store.time.time", lambda: next(clock) * 86_400.0)
    limit = 100_000
    for number in range(40):
        store = Store(str(tmp_path), limit)
        store.put({"verdicts": {str(number): os.urandom(4_000).hex()}})
        assert store.get("verdicts", str(number)), "what has just been kept is there"
        store.close()
    assert (tmp_path / NAME / DATABASE).stat().st_size <= limit
    store = Store(str(tmp_path))
    known = [store.get("verdicts", str(number)) is not None for number in range(40)]
    store.close()
    assert known == sorted(known), "the last ones are left"
    assert any(known)
    assert not all(known)


def test_a_folder_that_cannot_be_made(tmp_path):
    """Something else is there."""
    (tmp_path / NAME).write_text("a file")
    with pytest.raises(Unusable, match=rf"{NAME}.*exists"):
        Store(str(tmp_path))


def test_a_full_disk(base, tmp_path):
    """SQLite says so; nothing is half written."""
    store = Store(str(tmp_path))
    pages = store._base.execute("PRAGMA page_count").fetchone()[0]
    store._base.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unusable, match="full"):
        store.put({"verdicts": {"c": os.urandom(100_000).hex()}})
    store.close()
    assert held(tmp_path) == ["one", "two", None]


def test_clearing_takes_only_what_is_ours(base, tmp_path):
    """What others put into the folder stays, and so does what a link leads to."""
    other = tmp_path / NAME / "other.txt"
    other.write_text("mine")
    cleared(str(tmp_path))
    assert [one.name for one in (tmp_path / NAME).iterdir()] == ["other.txt"]
    other.unlink()
    cleared(str(tmp_path))
    assert not (tmp_path / NAME).exists()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / DATABASE).write_text("mine")
    (tmp_path / NAME).symlink_to(elsewhere)
    cleared(str(tmp_path))
    assert (elsewhere / DATABASE).read_text() == "mine"
