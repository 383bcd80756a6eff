"""Set what `--fix` adds beside what it cannot do without.

    python tests/benchmarks/repairs.py

The first rows repair services of 1,000 lines in this process: everything behind the first linting of a file,
writing aside, over `libcst.parse_module` of the same text (5 at most). The others run `svclint --fix` and
`svclint` over files in which nothing can be fixed. Read the ratios: the seconds belong to the machine.
"""

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import libcst
from generated import many_services, one_service
from probes import Probe, call, cpu, duel, wall
from speed import HEADING, Row, row

from svclint.linting import lint_bytes
from svclint.opening import Source
from svclint.repair.orders import Mended, Orders
from svclint.repair.plan import Plan
from svclint.repair.run import mend
from svclint.running import run
from svclint.selection import Selection
from svclint.settings import Settings

PATH = "service.py"
ROUNDS = 25
COMMANDS = 7

REPORT = b"        self.ReportServiceStatus(win32service.SERVICE_%s)\n"
RUN = b"    def SvcDoRun(self):\n"
INTERROGATE = b"    def SvcInterrogate(self):\n" + REPORT % b"RUNNING" + b"\n"
LAST = b"            self.step_0()\n"


def silent(data: bytes) -> bytes:
    """Every SvcStop without its report: one finding a service."""
    return data.replace(REPORT % b"STOP_PENDING", b"")


def careless(data: bytes) -> bytes:
    """That, and reports that are wrong in SvcInterrogate and SvcDoRun: three findings in three functions."""
    return silent(data).replace(RUN, INTERROGATE + RUN).replace(LAST, LAST + REPORT % b"STOPPED")


DEFECTS = {
    "one service, one finding": silent(one_service(1_000)),
    "one service, three findings": careless(one_service(1_000)),
    "five services, one finding each": silent(many_services(1_000)),
    "five services, three findings each": careless(many_services(1_000)),
}


def repairs() -> Iterator[Row]:
    """Milliseconds of one file's repair in this process, over one parse by libcst."""
    for what, data in DEFECTS.items():
        pair = typical(repairing(data), call(partial(libcst.parse_module, data.decode())))
        yield row(f"{what}: repair / parse", "ms", pair, 1e3)


def typical(ours: Probe, other: Probe) -> tuple[float, float]:
    """The turn with the median ratio: the best of each may be of different speeds of the processor."""
    turns = [(ours(), other()) for _ in range(ROUNDS)]
    return sorted(turns, key=lambda turn: turn[0] / turn[1])[ROUNDS // 2]


def repairing(data: bytes) -> Probe:
    """What comes behind the linting of a file. Refuses to time what mends nothing, or not all."""
    source = Source(PATH, data)
    outcome = run([source])
    orders = Orders(Plan(fix=True), Selection(Settings()), lint_bytes, True, (), {PATH: source})
    refuse_unmended(mend(outcome, orders), sum(len(one.findings) for one in outcome.reports))
    return call(lambda: mend(outcome, orders))


def refuse_unmended(mended: Mended, wanted: int) -> None:
    """A repair that gives up early would look fast."""
    left = [finding.code for report in mended.outcome.reports for finding in report.findings]
    if left or mended.fixed != wanted:
        raise SystemExit(f"{mended.fixed} of {wanted} findings were fixed, left: {left}")


def nothing_to_fix(scratch: Path) -> Iterator[Row]:
    """Seconds of the command over 300 files, every third a service of 200 lines in which nothing is wrong."""
    for number in range(300):
        text = b"print('no service')\n" * 200 if number % 3 else one_service(200)
        (scratch / f"file_{number}.py").write_bytes(text)
    plain = [sys.executable, "-I", "-m", "svclint", "--isolated"]
    fixing, linting = [*plain, "--fix", str(scratch)], [*plain, str(scratch)]
    yield row("nothing to fix, wall: --fix / without", "s", duel(wall(fixing), wall(linting), COMMANDS))
    yield row("nothing to fix, CPU: --fix / without", "s", duel(cpu(fixing), cpu(linting), COMMANDS))


def main() -> None:
    print(HEADING)
    with tempfile.TemporaryDirectory() as scratch:
        for section in (nothing_to_fix(Path(scratch)), repairs()):
            for line in section:
                print(line, flush=True)


if __name__ == "__main__":
    main()
