"""What writing costs beside finding: each format, as a share of the CPU time in which the findings were found.

    python tests/benchmarks/outputs.py

lints four copies of the fixtures in a temporary folder, more than a thousand findings, in one process. Fixes are not
looked for: proving them is a search of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from svclint.command import Work, lint, written
from svclint.settings import FORMATS, Settings

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
LIMIT: Final = 0.1


def main() -> None:
    """Print a line for each format; exit code 1 if one is over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(4):
            for path in FIXTURES.glob("SVC*/*.py"):
                target = Path(folder, str(number), path.parent.name, path.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        os.chdir(folder)
        raise SystemExit(measured())


def measured() -> int:
    """How many formats are over the limit."""
    begun = time.process_time()
    result = lint(Work((".",), jobs=1), Settings())
    found = time.process_time() - begun
    print(f"{len(result.findings)} findings in {found:.1f} s")
    over = 0
    for name in FORMATS:
        begun = time.process_time()
        size = sum(map(len, written(result, name, colour=False)))
        share = (time.process_time() - begun) / found
        over += share > LIMIT
        print(f"{name:9} {share:7.2%} {size / 1e6:6.1f} MB")
    return over


if __name__ == "__main__":
    main()
