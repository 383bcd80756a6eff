"""A real scheduler and two real workers on this machine: same findings, same order, whatever dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import svclint
from svclint.checking.finding import FileReport, Finding
from svclint.cluster import Cluster
from svclint.examining import Manner
from svclint.linting import lint_bytes
from svclint.opening import Source
from svclint.running import run
from svclint.spreading import Unreachable
from tests.cluster.test_errands import told

ROOT = Path(svclint.__file__).parent.parent
FIXTURES = sorted(str(path) for path in (ROOT / "fixtures").glob("SVC[125]0*/*.py"))


class Small(Cluster):
    """Batches so small that every worker has some."""

    size = 4_000


def test_findings_are_those_of_one_process(cluster):
    """Byte for byte, in the same order."""
    assert told(run(FIXTURES, far=Small(cluster))) == told(run(FIXTURES, jobs=1))


def test_a_worker_is_killed_in_the_middle(cluster):
    """Dask gives its work to others, and nobody notices."""
    from distributed import Client

    with Client(f"tcp://{cluster}", set_as_default=False) as client:
        victims = list(client.run(os.getpid).values())

    def kill(done: int, total: int | None, what: str) -> None:
        if what == "services judged" and victims:
            os.kill(victims.pop(), signal.SIGKILL)
            victims.clear()

    found = run(FIXTURES, far=Small(cluster), progress=kill)
    assert not victims
    assert told(found) == told(run(FIXTURES, jobs=1))


def deadly(data: bytes, path: str, files: object) -> FileReport:
    """A judge that one file kills."""
    if path == "deadly.py":
        os.kill(os.getpid(), signal.SIGKILL)
    return lint_bytes(data, path)


def test_a_file_that_kills_costs_one_finding(cluster):
    """Whoever judges it; the others of its batch are judged."""
    sources = [Source(name, b"ServiceFramework") for name in ("a.py", "deadly.py", "z.py")]
    outcome = run(sources, Manner(deadly), far=Cluster(cluster))
    codes = {report.path: [one.code for one in report.findings] for report in outcome.reports}
    assert codes == {"a.py": [], "deadly.py": ["SVC000"], "z.py": []}


def test_the_command(cluster, tmp_path):
    """What it prints, and its exit code."""
    (tmp_path / "feed.py").write_bytes(Path(FIXTURES[0]).read_bytes())

    def printed(*options: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "svclint", "feed.py", "--no-cache", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    assert printed("--executor", f"dask://{cluster}") == printed()
    assert printed()[0] == 1


def test_another_linter_on_the_workers_is_refused(cluster, monkeypatch):
    """One line names both."""
    monkeypatch.setattr("svclint.errands.anywhere", lambda: "svclint 9.9, Python 3.99")
    with pytest.raises(Unreachable, match=rf"at {cluster}: a worker there has svclint .*, and here is svclint"):
        run(FIXTURES[:1], far=Cluster(cluster))


def test_nobody_is_there():
    """One line says where."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Unreachable, match=f"no Dask cluster answers at {place}"):
            Cluster(place, patience=1)


def test_a_scheduler_without_workers(deserted):
    """One line says so, after a while."""
    with pytest.raises(Unreachable, match=f"the Dask cluster at {deserted}: it has no workers"):
        Cluster(deserted, deserted=0.1)


def test_the_extra_is_missing(monkeypatch):
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Unreachable, match=r"installed as svclint\[cluster\]"):
        Cluster("127.0.0.1:1")


def test_a_finding_can_travel():
    """Records of the engine survive being pickled."""
    import pickle

    found = [one for path in FIXTURES[:3] for one in lint_bytes(Path(path).read_bytes(), path).findings]
    assert found
    assert pickle.loads(pickle.dumps(found)) == found
    assert all(isinstance(one, Finding) for one in found)
