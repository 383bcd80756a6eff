"""What writing costs beside finding: each format, as a share of the CPU time in which the findings were found.

    python tests/benchmarks/outputs.py

lints four copies of the fixtures in a temporary folder, more than a thousand findings, in one process. The last rows
are about the fixes that json, sarif and rdjson carry. Each is proven: made in memory and judged, which costs what
judging the file costs. So they are held to no limit, but many services in one file must not cost more, of the time of
finding, than one does.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from generated import many_services

from svclint.command import Linted, Work, linted, result_of, written
from svclint.repair.orders import Orders
from svclint.repair.plan import Plan
from svclint.repair.run import proposals
from svclint.selection import Selection
from svclint.settings import FORMATS, Settings

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
LIMIT: Final = 0.1
WORK: Final = Work((".",), jobs=1)
REPORT: Final = b"        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"


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
    run = linted(WORK, Settings(), silent)
    found = time.process_time() - begun
    result = result_of(run.outcome, Settings())
    print(f"{len(result.findings)} findings in {found:.1f} s")
    over = 0
    for name in FORMATS:
        begun = time.process_time()
        size = sum(map(len, written(result, name, colour=False)))
        share = (time.process_time() - begun) / found
        over += share > LIMIT
        print(f"{name:9} {share:7.2%} {size / 1e6:6.1f} MB")
    proven(run, found, "of the fixtures")
    for services in (1, 10):
        of_one_file(services)
    return over


def silent(done: int, total: int | None, what: str) -> None:
    """Nobody watches."""


def proven(run: Linted, found: float, what: str) -> None:
    """Prove the fixes of a run, and print their share of the time in which the findings were found."""
    orders = Orders(Plan(), Selection(Settings()), WORK.judge, True, (), run.held)
    findings = result_of(run.outcome, Settings()).findings
    begun = time.process_time()
    fixes = proposals(findings, run.outcome, orders, silent)
    share = (time.process_time() - begun) / found
    print(f"proving fixes {what}: {share:.0%} ({len(fixes)} fixes)")


def of_one_file(services: int) -> None:
    """The same for a file of services of 200 lines that never report SERVICE_STOP_PENDING."""
    Path("services").mkdir(exist_ok=True)
    Path("services", "many.py").write_bytes(many_services(200 * services).replace(REPORT, b""))
    begun = time.process_time()
    run = linted(WORK._replace(paths=("services",)), Settings(), silent)
    proven(run, time.process_time() - begun, f"of {services} services in one file")


if __name__ == "__main__":
    main()
