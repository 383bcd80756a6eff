"""Is the defect gone, and nothing else there? Judged by the same checks that found it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from svclint.checking.judgement import Certainty

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding

Key: TypeAlias = tuple[str, str]

# Lines move when something is put in above them.
LINE: Final = re.compile(r"\bline \d+")


def key(finding: Finding) -> Key:
    """What tells two findings apart, wherever they stand."""
    return finding.code, LINE.sub("line", finding.message)


def proven(before: FileReport, after: FileReport, mended: Iterable[Finding]) -> bool:
    """Whether the mended findings are gone, no other is new and none surer, and no search ended early for it."""
    if after.problems or after.bursts > before.bursts:
        return False
    sure = [[one for one in report.findings if one.certainty is Certainty.BROKEN] for report in (before, after)]
    return _told(after.findings) <= _told(before.findings) - _told(mended) and _told(sure[1]) <= _told(sure[0])


def _told(findings: Iterable[Finding]) -> Counter[Key]:
    return Counter(map(key, findings))
