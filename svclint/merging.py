"""What the services of one file do wrong in others: told where it stands, once, whichever file it was found through."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from svclint.checking.judgement import Certainty

if TYPE_CHECKING:
    from svclint.checking.finding import Finding


def housed(findings: Iterable[Finding], files: Collection[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Those that stand in the ``files`` of a run, by the paths that the run uses; and those outside of it."""
    from dataclasses import replace

    shown = {os.path.realpath(path): path for path in files}
    inside, outside = [], []
    for finding in findings:
        path = shown.get(os.path.realpath(finding.at.path))
        if path is None:
            outside.append(finding)
        else:
            inside.append(replace(finding, at=finding.at._replace(path=path)))
    return distinct(inside), distinct(outside)


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding a rule and place, the most certain; the order they come in changes nothing."""
    best: dict[object, Finding] = {}
    for finding in sorted(findings, key=_order):
        best.setdefault((finding.code, finding.at), finding)
    return tuple(best.values())


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.at, finding.code, finding.certainty is Certainty.POSSIBLE, finding.message, finding.steps)
