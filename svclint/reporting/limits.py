"""How many findings a format has room for, and who says so. The most important are kept, and the rest is counted.

Formats that are not named here have no limit: they are written finding by finding, so that neither a reader's count
nor memory suffers from many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from svclint.reporting.result import Result

# GitHub refuses runs with more results (docs: "SARIF support for code scanning"), and shows the first 5,000.
SARIF: Final = 25_000
# GitHub shows ten annotations of a kind for a step, those printed first (actions/toolkit: problem-matchers.md).
GITHUB: Final = 10
# GitHub refuses comments with more characters; the page of a job may have a mebibyte, which is more.
COMMENT: Final = 65_536
# Nobody reads more, and the logs of build servers end: some 600 characters each, this is half a megabyte.
TEXT: Final = 1_000

LIMITS: Final = {"sarif": SARIF, "github": GITHUB, "text": TEXT}


def left_out(output_format: str, result: Result) -> int:
    """How much a format has no room for. Markdown is measured by characters, and knows when it is written."""
    if output_format not in LIMITS:
        return 0
    covered = result.covered if output_format == "sarif" else 0
    return max(len(result.findings) + covered - LIMITS[output_format], 0)
