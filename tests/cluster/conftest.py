"""A real Dask cluster on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import svclint

ROOT = Path(svclint.__file__).parent.parent

# A file that kills is given up after so many workers, instead of the usual four: each takes seconds to start.
FEW_DEATHS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread each, which share no folder with the tests."""
    with started(tmp_path_factory.mktemp("cluster"), 2) as address:
        yield address


@pytest.fixture
def deserted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler that nobody works for."""
    with started(tmp_path_factory.mktemp("deserted"), 0) as address:
        yield address


@contextmanager
def started(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers."""
    file = folder / "scheduler.json"
    environment = {**os.environ, **FEW_DEATHS, "PYTHONPATH": str(ROOT)}
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    scheduler = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *common]
    worker = [sys.executable, "-m", "dask", "worker", "--host", "127.0.0.1", "--nthreads", "1", *common]
    place = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(one, **place) for one in (scheduler, *[worker] * workers)]
    try:
        yield _address(file, running, workers)
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(30)
        shutil.rmtree(folder)


def _address(file: Path, running: list[subprocess.Popen[bytes]], workers: int) -> str:
    from distributed import Client

    while not file.exists():
        assert all(one.poll() is None for one in running)
        time.sleep(0.1)
    with Client(scheduler_file=str(file)) as client:
        if workers:
            client.wait_for_workers(workers, timeout=120)
        return str(client.scheduler.address).removeprefix("tcp://")
