"""What a run has to tell, ready to be written in any format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from svclint.catalogue import entry
from svclint.reporting.texts import Texts

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem, Suppressed, Unfollowed
    from svclint.repair.fix import Fix
    from svclint.reporting.fingerprints import Identity


class Compared(NamedTuple):
    """Findings beside a baseline: those that are ``new``, those it has ``known``, and what of it is ``stale``."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...] = ()
    stale: tuple[Identity, ...] = ()


class Result(NamedTuple):
    """Findings and problems in the order of path, line, column and code; the rest are counts.

    ``files`` were read, ``services`` of them judged; ``doubtful`` findings were held back;
    ``unknown`` calls could not be followed and ``bursts`` searches ended early. ``fixed`` fixes were made;
    ``fixes`` are those of the findings, where the format shows them. ``outside`` findings stand in files of the
    project that were not asked about. ``texts`` are the files behind it,
    ``severities`` those that are not as the rule has them, ``suppressed`` what comments cover,
    which few outputs can show, like what a baseline knows: ``shows_suppressed``, if it is wanted.
    ``known`` findings are not new, by a baseline or a revision; ``compared`` is what a baseline says, if there is one.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: int = 0
    services: int = 0
    doubtful: int = 0
    unknown: tuple[Unfollowed, ...] = ()
    bursts: int = 0
    fixed: int = 0
    fixes: Mapping[Finding, Fix] = MappingProxyType({})
    outside: int = 0
    texts: Texts = Texts()
    severities: Mapping[Finding, str] = MappingProxyType({})
    suppressed: tuple[Suppressed, ...] = ()
    shows_suppressed: bool = False
    known: int = 0
    compared: Compared | None = None

    def severity(self, finding: Finding) -> str:
        """How grave a finding is: "error", "warning" or "info"."""
        return self.severities.get(finding) or entry(finding.code).severity

    @property
    def covered(self) -> int:
        """How many results there are beside the findings, for an output that shows what is covered."""
        known = len(self.compared.known) + len(self.compared.stale) if self.compared else 0
        return len(self.suppressed) + known if self.shows_suppressed else 0

    def by_code(self) -> dict[str, int]:
        """How many findings of each code, most frequent first."""
        counts = Counter(finding.code for finding in self.findings)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as every format lists them."""
    return tuple(sorted(findings, key=lambda one: (one.at.path, one.at.line, one.at.column, one.code, one.message)))


def ordered_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems likewise; those of a whole file come first."""
    return tuple(sorted(problems, key=lambda one: (one.path, one.line or 0, one.reason)))
