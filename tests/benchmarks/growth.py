"""How time and memory grow with the number of files, cold, warm, and with one file changed.

    python tests/benchmarks/growth.py [--files 1000 10000 100000] [--services 200 2000]

Every file has bytes of its own. Plain files hold no service; service files are one service of about 60 lines each.
Read the last two columns: what a file more costs, and what the coordinating process has resident at most.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import sleep

from generated import HEAD, service
from probes import spent

from svclint.cache.stamps import QUIET

PLAIN = '"""Module {0}."""\n\nimport os\n\n\n' + "".join(
    f"def step_{{0}}_{number}(items):\n    return [os.fspath(item) for item in items if item != {number}]\n\n\n"
    for number in range(20)
)
FOLDER = 100  # files in each


def lay(folder: Path, count: int, services: bool) -> None:
    """Make so many files, none like another, and all of them last changed long ago."""
    for number in range(count):
        path = folder / f"p{number // FOLDER}" / f"m{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + service(number, 50) if services else PLAIN.format(number))


def runs(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """What is measured, in this order: the second run is warm, the third has one file to judge."""
    command = [sys.executable, "-m", "svclint", "--exit-zero", "--jobs", "1", str(folder)]
    yield "nothing remembered", [*command, "--no-cache"]
    yield "filling the cache", command
    yield "warm", command
    first = folder / "p0" / "m0.py"  # this process stays small: what it has resident counts for those it starts
    first.write_text(first.read_text() + "\n")
    yield "one file changed", command


def table(counts: list[int], services: bool) -> None:
    """Print a row for each run on each number of files."""
    print(f"\n{'service files' if services else 'plain files'}")
    print(f"{'files':>8}  {'':<20}{'wall s':>9}{'CPU s':>9}{'us/file':>10}{'MiB':>8}")
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            os.chdir(name)
            folder = Path(name, "tree")
            folder.mkdir()
            lay(folder, count, services)
            wait_until_quiet()
            for what, command in runs(folder):
                used = spent(command)
                each = used.cpu / count * 1e6
                print(f"{count:>8}  {what:<20}{used.wall:>9.2f}{used.cpu:>9.2f}{each:>10.1f}{used.peak:>8.1f}")
            os.chdir("/")


def wait_until_quiet() -> None:
    """Files that changed just now are not known by their times: see svclint/cache/stamps.py."""
    sleep(QUIET / 1e9 + 0.1)


def main() -> None:
    """Plain files, then services."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="*", default=[1000, 10000, 100000])
    parser.add_argument("--services", type=int, nargs="*", default=[200, 2000])
    given = parser.parse_args()
    table(given.files, services=False)
    table(given.services, services=True)


if __name__ == "__main__":
    main()
