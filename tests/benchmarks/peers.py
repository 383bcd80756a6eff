"""svclint beside the linters that people know, on the same files, in one run.

    python tests/benchmarks/peers.py CACHE/TREE VENVS [--every 20] [--rounds 3]

`tree.py` builds the tree; VENVS is a folder for virtual environments, which are made if they are missing: flake8 runs
whatever lies beside it, so each of its plugins has one to itself. The fast ones read all of the tree, cold and warm;
all of them read every so-manieth file of it, since some would take an hour for all. Each does the least that its users
ask of it. Read the ratios: the seconds belong to the machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from probes import Command, Usage, spent
from speed import sample


class Peer(NamedTuple):
    """A command to which a folder is added, and whether the tree is small enough for it."""

    name: str
    command: Command
    whole: bool = False


PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "svclint": [str(PROJECT)],
    "ruff": ["ruff"],
    "flake8": ["flake8"],
    "flake8 and svclint": ["flake8", str(PROJECT)],
    "flake8 and flake8-async": ["flake8", "flake8-async"],
    "pylint": ["pylint"],
    "fixit": ["fixit"],
}


def interpreter(venvs: Path, name: str) -> str:
    """The Python of a virtual environment, which is made when it is missing."""
    folder = venvs / name.replace(" ", "-")
    python = str(folder / "bin" / "python")
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES[name]], check=True)
    return python


def peers(venvs: Path, scratch: Path) -> Iterator[Peer]:
    """Who takes part: each alone, blind to the settings around the tree."""
    python = {name: interpreter(venvs, name) for name in PACKAGES}
    lint = ["check", "--isolated", "--no-respect-gitignore", "--exit-zero", "--select", "F"]
    ruff = [str(Path(python["ruff"]).with_name("ruff")), *lint]
    # In isolation the cache lies in the current folder, which is the scratch folder.
    ours = [python["svclint"], "-m", "svclint", "--isolated", "--no-respect-gitignore"]
    yield Peer("svclint, nothing remembered", [*ours, "--no-cache"], True)
    yield Peer("svclint, warm", ours, True)
    yield Peer("ruff F, nothing remembered", [*ruff, "--no-cache"], True)
    yield Peer("ruff F, warm", [*ruff, "--cache-dir", str(scratch / "ruff")], True)
    for name in ("flake8", "flake8 and svclint", "flake8 and flake8-async"):
        yield Peer(name, [python[name], "-m", "flake8", "--isolated", "--jobs", "1"])
    pylint = ["--recursive=y", "--disable=all", "--enable=E", "--exit-zero"]
    yield Peer("pylint E", [python["pylint"], "-m", "pylint", *pylint])
    yield Peer("fixit lint", [python["fixit"], "-m", "fixit", "lint"])


def best(command: Command, rounds: int) -> Usage:
    """The least of each quantity."""
    runs = [spent(command) for _ in range(rounds)]
    return Usage(*(min(column) for column in zip(*runs, strict=True)))


def table(title: str, rows: list[tuple[str, Usage]]) -> None:
    """Print quantities, and CPU as a multiple of the first row's."""
    print(f"\n{title}\n{'':<34}{'wall s':>10}{'CPU s':>10}{'MiB':>8}{'x CPU':>9}{'x wall':>9}")
    first = rows[0][1]
    for name, used in rows:
        ratios = f"{used.cpu / first.cpu:>9.2f}{used.wall / first.wall:>9.2f}"
        print(f"{name:<34}{used.wall:>10.2f}{used.cpu:>10.2f}{used.peak:>8.0f}{ratios}")


def measured(all_of_them: list[Peer], folder: Path, rounds: Callable[[Peer], int]) -> list[tuple[str, Usage]]:
    """One after the other; the first round of what remembers fills its memory, and is not the best."""
    return [(one.name, best([*one.command, str(folder)], rounds(one))) for one in all_of_them]


def main() -> None:
    """Whole tree for the fast ones, a part of it for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", type=Path)
    parser.add_argument("venvs", type=Path)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    tree, venvs = given.tree.resolve(), given.venvs.resolve()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        everybody = list(peers(venvs, Path(name)))
        fast = [one for one in everybody if one.whole]
        table("whole tree", measured(fast, tree, lambda one: given.rounds))
        part = sample(tree, Path(name, "sample"), given.every)
        slow = measured(everybody, part, lambda one: given.rounds if one.whole else 1)
        table(f"every {given.every}th file", slow)


if __name__ == "__main__":
    main()
