"""One process and two, one Dask worker and two, on the same service files; and what more of them would do.

    python tests/benchmarks/workers.py [--files 2000] [--dask 2000] [--rounds 2]

The model: the coordinating process spends so much of the processor on each file (reading, sending, taking answers),
and a worker so much on judging it, both measured here. Whoever is busier sets the pace:
time = start + files x max(c, w / P). More than w / c workers stand idle.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from growth import lay

# The command in a process that then tells the CPU seconds of itself and of its children.
ACCOUNT = """
import atexit, resource, sys
def told():
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        print("CPU", used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
atexit.register(told)
from svclint.__main__ import main
sys.argv[0] = "svclint"
main()
"""


class Run(NamedTuple):
    """Seconds on the clock; CPU seconds of the coordinating process and of its children; its peak in MiB."""

    wall: float
    own: float
    children: float
    peak: float


def run(folder: Path, *options: str) -> Run:
    """Lint a folder."""
    command = [sys.executable, "-c", ACCOUNT, "--exit-zero", "--no-cache", *options, str(folder)]
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall = perf_counter() - start
    own, children = re.findall(r"^CPU ([\d.]+) (\d+)$", done.stderr, re.MULTILINE)
    return Run(wall, float(own[0]), float(children[0]), int(own[1]) / 1024)


def best(folder: Path, rounds: int, *options: str) -> Run:
    """The quickest of some runs."""
    return min((run(folder, *options) for _ in range(rounds)), key=lambda one: one.wall)


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine with so many workers of one thread."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "scheduler.json")
        common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
        dask = [sys.executable, "-m", "dask"]
        commands = [[*dask, "scheduler", "--port", "0", *common]]
        commands += [[*dask, "worker", "--nthreads", "1", "--no-nanny", *common]] * workers
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": name}
        running = [subprocess.Popen(one, **quiet) for one in commands]
        try:
            while not file.exists():
                sleep(0.1)
            yield present(file, workers)
        finally:
            for one in reversed(running):
                one.terminate()
                one.wait(30)


def present(file: Path, workers: int) -> str:
    """The address, once all workers are there and have the linter in memory."""
    from distributed import Client

    with Client(scheduler_file=str(file)) as client:
        client.wait_for_workers(workers, timeout=60)
        client.run(warm)
        return str(client.scheduler.address).replace("tcp://", "dask://")


def warm() -> None:
    """Import what judging needs."""
    from generated import one_service

    from svclint.linting import lint_bytes

    lint_bytes(one_service(40), "service.py")


def row(what: str, one: Run, count: int) -> None:
    """Print a run."""
    each = f"{one.own / count * 1e3:>12.2f}{one.children / count * 1e3:>12.2f}"
    print(f"{what:<28}{one.wall:>9.2f}{each}{one.peak:>8.0f}")


def model(name: str, count: int, start: float, own: float, work: float) -> None:
    """What so many workers would do with so many files: seconds, and how much of each worker is used."""
    print(f"\n{name}: {own * 1e3:.2f} ms a file here, {work * 1e3:.2f} ms a file for workers: {work / own:.0f} pay")
    for files in (count, 200_000):
        times = [(workers, start + files * max(own, work / workers)) for workers in (1, 2, 8, 64, 512)]
        told = "  ".join(f"{workers}: {seconds:.0f} s" for workers, seconds in times)
        print(f"  {files:>7} service files   {told}")


def main() -> None:
    """Local processes, then a cluster."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--dask", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    print(f"{'':<28}{'wall s':>9}{'own ms/file':>12}{'children':>12}{'MiB':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, given.files, services=True)
        one, two = (best(folder, given.rounds, "--jobs", jobs) for jobs in "12")
        row("1 process", one, given.files)
        row("2 processes", two, given.files)
        print(f"{'':<28}two are {one.wall / two.wall:.2f} times as fast as one")
    if given.dask:
        on_dask(given.dask, given.rounds)
    model("processes", given.files, 0.3, two.own / given.files, two.children / given.files)


def on_dask(count: int, rounds: int) -> None:
    """Two workers beside two local processes on the same files, and one worker on a tenth of them."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as tenth:
        lay(Path(name), count, services=True)
        lay(Path(tenth), count // 10, services=True)
        local = best(Path(name), rounds, "--jobs", "2")
        row(f"2 processes, {count} files", local, count)
        far = on_workers(2, Path(name), rounds)
        row(f"2 Dask workers, {count} files", far, count)
        print(f"{'':<28}two workers take {far.wall / local.wall:.2f} of the time of two processes")
        row(f"1 Dask worker, {count // 10} files", on_workers(1, Path(tenth), rounds), count // 10)
        model("Dask", count, 1.0, far.own / count, local.children / count)


def on_workers(workers: int, folder: Path, rounds: int) -> Run:
    """The best of some runs on a cluster of so many workers."""
    with cluster(workers) as address:
        return best(folder, rounds, "--executor", address)


if __name__ == "__main__":
    main()
