"""Set the speed of svclint beside that of well-known neighbours, in one run.

    python tests/benchmarks/speed.py CACHE/TREE --with PY --without PY --ruff RUFF

`tree.py` builds the tree. PY are interpreters that have the same flake8, with and without
svclint installed. This script itself needs svclint too: some calls are timed in process.
Read the ratios: the seconds belong to the machine, the ratios much less so.
"""

import argparse
import ast
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generated import many_services, one_service
from probes import Probe, answer, call, cpu, duel, imports, peak, wall
from tree import python_files


class Setting(NamedTuple):
    """The command line, and a scratch folder that lives as long as the run."""

    tree: Path
    armed: str
    bare: str | None
    ruff: str
    rounds: int
    scratch: Path


class Row(NamedTuple):
    """One comparison: two quantities in the same unit."""

    what: str
    unit: str
    ours: float
    other: float

    def __str__(self) -> str:
        figures = f"{self.ours:>10.3f} {self.other:>10.3f} {self.ours - self.other:>+10.3f}"
        return f"{self.what:<52} {self.unit:<4} {figures} {self.ours / self.other:>8.3f}"


HEADING = f"{'ours / other':<52} {'unit':<4} {'ours':>10} {'other':>10} {'more':>10} {'ratio':>8}"


def judge(data: bytes) -> object:
    """Lint one file's bytes in this process. Nothing else here knows svclint's API."""
    from svclint.linting import lint_bytes

    return lint_bytes(data, "service.py")


def row(what: str, unit: str, pair: tuple[float, float], scale: float = 1.0) -> Row:
    """`scale` is how many of the unit make up one second (or MiB)."""
    return Row(what, unit, pair[0] * scale, pair[1] * scale)


def svclint(setting: Setting, target: Path) -> list[str]:
    """The command as installed, not as it lies in the current folder; it remembers nothing."""
    return [setting.armed, "-I", "-m", "svclint", "--no-cache", str(target)]


def ruff(setting: Setting, target: Path) -> list[str]:
    """Ruff's pyflakes rules, cold, blind to configuration and ignore files around the tree."""
    alone = ["--no-cache", "--isolated", "--no-respect-gitignore"]
    return [setting.ruff, "check", *alone, "--select", "F", str(target)]


def flake8(python: str, target: Path) -> list[str]:
    """Flake8's default checks in one process; `-I` keeps the current folder out of its plugins."""
    return [python, "-I", "-m", "flake8", "--isolated", "--jobs", "1", str(target)]


def whole_tree(setting: Setting) -> Iterator[Row]:
    """Seconds on the clock and MiB of the largest process, for the whole tree."""
    ours, other = svclint(setting, setting.tree), ruff(setting, setting.tree)
    yield row("tree: svclint / ruff F", "s", duel(wall(ours), wall(other), setting.rounds))
    yield row("tree, peak memory: svclint / ruff F", "MiB", duel(peak(ours), peak(other), 2))


def one_file(setting: Setting) -> Iterator[Row]:
    """Milliseconds on the clock that a command on one short file costs beyond bare Python."""
    texts = {"plain": b"print('hello')\n", "service": one_service(40)}
    for kind, text in texts.items():
        path = setting.scratch / f"{kind}.py"
        path.write_bytes(text)
        pair = duel(wall(svclint(setting, path)), wall(nothing(setting)), setting.rounds * 2)
        yield row(f"short {kind} file: svclint / python -c pass", "ms", pair, 1e3)


def nothing(setting: Setting) -> list[str]:
    return [setting.armed, "-c", "pass"]


def flake8_import(setting: Setting) -> Iterator[Row]:
    """Milliseconds that the plugin's import adds to flake8's own (`-X importtime`)."""
    ours = imports(setting.armed, "flake8.main.cli", "svclint.flake8")
    other = imports(setting.armed, "site", "flake8.main.cli")
    yield row("import: svclint.flake8 / flake8", "ms", duel(ours, other, setting.rounds), 1e3)


def flake8_sample(setting: Setting) -> Iterator[Row]:
    """CPU seconds of flake8 on every tenth file, with the plugin and without it."""
    if setting.bare is None:
        print("every 10th file: flake8 with / without: skipped, no --without given")
        return
    refuse_confusion(setting.armed, setting.bare)
    part = sample(setting.tree, setting.scratch / "sample")
    ours, other = cpu(flake8(setting.armed, part)), cpu(flake8(setting.bare, part))
    pair = duel(ours, other, min(setting.rounds, 3))
    yield row("every 10th file: flake8 with / without", "s", pair)


def sample(tree: Path, into: Path, every: int = 10) -> Path:
    """Copy every tenth file of the tree, in the same layout."""
    for path in python_files(tree)[::every]:
        place = into / path.relative_to(tree)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return into


def refuse_confusion(armed: str, bare: str) -> None:
    """The two interpreters must differ in svclint, and in nothing else flake8 knows of."""
    full, less = (answer([python, "-I", "-m", "flake8", "--version"]) for python in (armed, bare))
    if "svclint" not in full or "svclint" in less:
        raise SystemExit(f"--with must have the plugin, --without must not:\n{full}\n{less}")


def service_file(setting: Setting) -> Iterator[Row]:
    """Milliseconds of one call in this process, for a service of 200 lines."""
    pair = duel(*judging(one_service(200)), setting.rounds * 20)
    yield row("service of 200 lines: judge / ast.parse", "ms", pair, 1e3)


def growth(setting: Setting) -> Iterator[Row]:
    """Microseconds per line of one call in this process; a level ratio is linear growth.

    Parsing alone slows down per line as files grow (the collector visits the tree again
    and again), so compare the ratios and not the microseconds.
    """
    shapes: dict[str, Callable[[int], bytes]] = {"one": one_service, "many": many_services}
    for shape, write in shapes.items():
        for size in (1_000, 10_000, 100_000):
            data = write(size)
            pair = duel(*judging(data), min(setting.rounds, 3))
            what = f"per line, {size} lines ({shape}): judge / ast.parse"
            yield row(what, "us", pair, per_line(data))


def judging(data: bytes) -> tuple[Probe, Probe]:
    """Judgement and bare parsing of the same bytes; imports are paid for before."""
    judge(one_service(40))
    return call(partial(judge, data)), call(partial(ast.parse, data))


def per_line(data: bytes) -> float:
    """Turns seconds for all into microseconds for one line."""
    return 1e6 / data.count(b"\n")


# Children first: a child's peak starts at its parent's size, and growth makes the parent large.
SECTIONS: dict[str, Callable[[Setting], Iterator[Row]]] = {
    "tree": whole_tree,
    "file": one_file,
    "import": flake8_import,
    "flake8": flake8_sample,
    "service": service_file,
    "growth": growth,
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set the speed of svclint beside others.")
    add = parser.add_argument
    add("tree", type=Path, metavar="TREE", help="folder that tree.py has built")
    add("--with", dest="armed", default=sys.executable, metavar="PY", help="has flake8 and svclint")
    add("--without", dest="bare", metavar="PY", help="has the same flake8, but no svclint")
    add("--ruff", default=shutil.which("ruff") or "ruff", help="the ruff to compare with")
    add("--rounds", type=int, default=5, help="turns each side gets; the best counts")
    add("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), help="sections to run")
    return parser.parse_args()


def machine(setting: Setting) -> str:
    """What the seconds depend on."""
    files = len(python_files(setting.tree))
    python, cores = platform.python_version(), os.cpu_count()
    return f"{files} files, Python {python}, {answer([setting.ruff, '--version'])}, {cores} cores"


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as scratch:
        asked = given.tree, given.armed, given.bare, given.ruff, given.rounds
        setting = Setting(*asked, Path(scratch))
        print(machine(setting), HEADING, sep="\n")
        for name in given.only:
            for line in SECTIONS[name](setting):
                print(line, flush=True)


if __name__ == "__main__":
    main()
