"""Writing a file: the whole of it or nothing, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.repair import writing
from svclint.repair.writing import Unwritten, write

resource = pytest.importorskip("resource", reason="limits and kills are those of POSIX")

WRITE = """
import os, signal, sys
from svclint.repair import writing
{fault}
try:
    writing.write("feed.py", b"old", b"n" * 100_000, ["."])
except writing.Unwritten as error:
    print(error)
"""


@pytest.fixture
def feed(folder: Path) -> Path:
    path = folder / "feed.py"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def run(fault: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-c", WRITE.format(fault=fault)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
def test_the_file_is_replaced_and_its_mode_kept(feed, mode):
    """New bytes, old mode, nothing else in the folder."""
    feed.chmod(mode)
    write("feed.py", b"old", b"new", ["."])
    assert (feed.read_bytes(), stat.S_IMODE(feed.stat().st_mode), names(feed.parent)) == (b"new", mode, ["feed.py"])


def test_a_file_that_changed_meanwhile_is_left_alone(feed):
    """What is there is not what was read: somebody else was faster."""
    with pytest.raises(Unwritten, match="has changed since it was read"):
        write("feed.py", b"other", b"new", ["."])
    assert (feed.read_bytes(), names(feed.parent)) == (b"old", ["feed.py"])


def test_a_file_that_changes_while_it_is_written_is_left_alone(feed, monkeypatch):
    """It is compared once more when everything else is done."""

    def fsync(descriptor: int) -> None:
        feed.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Unwritten, match="has changed"):
        write("feed.py", b"old", b"new", ["."])
    assert (feed.read_bytes(), names(feed.parent)) == (b"theirs", ["feed.py"])


def test_a_file_that_is_gone_stays_gone(feed):
    """The reason is the system's."""
    feed.unlink()
    with pytest.raises(Unwritten, match="no such file"):
        write("feed.py", b"old", b"new", ["."])
    assert names(feed.parent) == []


def test_a_full_disk_leaves_the_original(feed):
    """A file-size limit stands for it: the write fails half-way, and the temporary file is removed."""
    limit = (1000, 1000)
    result = run("", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert os.strerror(errno.EFBIG).lower() in result.stdout
    assert (feed.read_bytes(), names(feed.parent)) == (b"old", ["feed.py"])


def test_no_space_when_it_is_synchronised(feed, monkeypatch):
    """Disks say so late."""

    def fsync(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Unwritten, match="no space left"):
        write("feed.py", b"old", b"new", ["."])
    assert (feed.read_bytes(), names(feed.parent)) == (b"old", ["feed.py"])


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_ctrl_c_leaves_the_original(feed, monkeypatch, step):
    """The interrupt goes on to the caller, the temporary file goes away."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        write("feed.py", b"old", b"new", ["."])
    assert (feed.read_bytes(), names(feed.parent)) == (b"old", ["feed.py"])


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ("os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)", b"old"),
        ("os.fsync = lambda *_: os.kill(os.getpid(), signal.SIGKILL)", b"old"),
        ("writing._settled = lambda *_: os.kill(os.getpid(), signal.SIGKILL)", b"n" * 100_000),
    ],
    ids=["before the step", "before it is synchronised", "after the step"],
)
def test_kill_leaves_the_one_or_the_other(feed, fault, wanted):
    """The original or the whole new file; a temporary file may be left, which no linter looks at."""
    result = run(fault)
    assert result.returncode == -signal.SIGKILL
    assert feed.read_bytes() == wanted
    assert all(name == "feed.py" or not name.endswith(".py") for name in names(feed.parent))


def test_a_read_only_file_is_left_alone(feed, monkeypatch):
    """Its owner may replace it all the same, but said not to."""
    feed.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may do anything
    with pytest.raises(Unwritten, match="read-only"):
        write("feed.py", b"old", b"new", ["."])
    assert feed.read_bytes() == b"old"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into any folder")
def test_a_folder_that_takes_no_files(feed):
    """No temporary file, no new file."""
    feed.parent.chmod(0o555)
    try:
        with pytest.raises(Unwritten, match="permission denied"):
            write("feed.py", b"old", b"new", ["."])
    finally:
        feed.parent.chmod(0o755)
    assert feed.read_bytes() == b"old"


def test_a_link_inside_the_tree_is_followed(feed):
    """The target is written, and the link stays one."""
    link = feed.parent / "link.py"
    link.symlink_to("feed.py")
    write("link.py", b"old", b"new", ["."])
    assert link.is_symlink()
    assert feed.read_bytes() == b"new"


def test_a_link_out_of_the_tree_is_not(feed):
    """Neither a linked file nor a file in a linked folder."""
    outside = feed.parent.parent / "outside"
    outside.mkdir()
    (outside / "feed.py").write_bytes(b"old")
    (feed.parent / "link.py").symlink_to(outside / "feed.py")
    (feed.parent / "there").symlink_to(outside)
    for path in ("link.py", "there/feed.py"):
        with pytest.raises(Unwritten, match="leads out"):
            write(path, b"old", b"new", writing.folders(["."]))
    assert (outside / "feed.py").read_bytes() == b"old"


def test_what_is_no_file_is_left_alone(feed):
    """A pipe, say."""
    os.mkfifo("pipe.py")
    with pytest.raises(Unwritten, match="no ordinary file"):
        write("pipe.py", b"old", b"new", ["."])


def test_the_folder_of_a_file_is_its_tree():
    """Folders stand for themselves, files for the folder they are in."""
    assert writing.folders(["a/b.py", "c.py", "."]) == ["a", ".", "."]


def test_the_owner_is_kept(feed, monkeypatch):
    """Asked for only where it would change."""
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, user, group: asked.append((user, group)))
    write("feed.py", b"old", b"new", ["."])
    assert asked == []
    if os.geteuid() == 0:
        monkeypatch.undo()
        os.chown(feed, 12, 34)
        write(str(feed), b"new", b"newer", [str(feed.parent)])
        assert (feed.stat().st_uid, feed.stat().st_gid) == (12, 34)
