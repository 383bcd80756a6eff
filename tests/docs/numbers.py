"""``docs/numbers.md``: how often each rule is right, on the real packages that were judged by hand.

To publish it: ``python -m tests.docs.numbers``; the packages come from the index that pip is configured with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from svclint.catalogue import entries
from svclint.checking.finding import FileReport
from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes
from svclint.source.markers import has_markers
from tests.real.fetch import Package, packages, unpacked
from tests.real.test_real import found, of

PAGE: Final = Path(__file__).parents[2] / "docs" / "numbers.md"
HEAD: Final = """\
# How good it is

{packages} real packages, none of them written by us, hold {services} files with services. Every service in them was
read by hand, and each defect written down before svclint was let loose on it; what rules found that came later was
judged one by one when it first appeared. Three numbers count: **false alarms**, defects that are reported and are none;
**misses**, defects that are there and not reported; and **no verdict**, where svclint says that it does not know.

| rule | right | false alarms | misses |
|---|---|---|---|
"""
TAIL: Final = """
What the table does not name had nothing to find there. *Right* are findings that the reading by hand had, or that one
may argue either way; all certainties count, also those that are only shown with `--min-certainty possible`.

No verdict: in {unknown} of the {services} files some call could not be followed ({calls} calls, which `--show-unknown`
lists), and {unparsable} files are no Python 3.

A test keeps these numbers: no false alarm is let in, and no finding is lost unnoticed.
"""


def page() -> str:
    """What is published."""
    right, false, missed, unknown = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    services = unparsable = 0
    for package in packages():
        reports = reported(package)
        services += len(reports)
        unparsable += sum(bool(one.problems) for one in reports.values())
        unknown.update({f"{package.name} {name}": len(one.unknown) for name, one in reports.items() if one.unknown})
        shown = found(reports, Certainty.BROKEN, Certainty.POSSIBLE)
        known = of(package, "finding", "miss", "doubtful")
        right.update(code for _, _, code in shown & known)
        false.update(code for _, _, code in shown - known)
        missed.update(code for _, _, code in of(package, "finding", "miss") - shown)
    rows = "".join(
        f"| [{code}](rules/{code}.md) | {right[code]} | {false[code]} | {missed[code]} |\n"
        for code in entries()
        if right[code] or false[code] or missed[code]
    )
    figures = {"packages": len(packages()), "services": services, "unknown": len(unknown)}
    return HEAD.format(**figures) + rows + TAIL.format(**figures, calls=unknown.total(), unparsable=unparsable)


def reported(package: Package) -> dict[str, FileReport]:
    """What is said of the files with services."""
    return dict(_reported(package))


def _reported(package: Package) -> Iterator[tuple[str, FileReport]]:
    root = unpacked(package)
    for path in sorted(root.rglob("*.py")):
        data = path.read_bytes()
        if has_markers(data):
            name = path.relative_to(root).as_posix()
            yield name, lint_bytes(data, name)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
