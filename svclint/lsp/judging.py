"""One version of one document judged, by the road that the command takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, TypeAlias

from svclint import linting
from svclint.checking.finding import FileReport
from svclint.contract.effects import learn
from svclint.examining import Manner, examine
from svclint.lsp.configured import Configured
from svclint.lsp.documents import Document, OpenFiles
from svclint.source.project import Files

WARMING: Final = b"""\
import win32serviceutil


class Warming(win32serviceutil.ServiceFramework):
    def SvcDoRun(self):
        pass
"""

# A stretch of work that may be broken off anywhere.
Stretch: TypeAlias = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, eq=False)
class Verdict:
    """What was found. ``all``: before comments were heeded; ``told`` after that."""

    document: Document
    config: Configured
    files: OpenFiles
    stretch: Stretch
    all: FileReport
    told: FileReport

    def judge(self, data: bytes, path: str, _: Files) -> FileReport:
        """Other bytes in the same place, as a fix would leave them, among the files as they were."""
        if data == self.document.data:
            return self.all
        return judged(data, path, self.config, self.files, self.stretch)


def judged(data: bytes, path: str, config: Configured, files: OpenFiles, stretch: Stretch) -> FileReport:
    """Every finding in the bytes, covered by comments or not. What the user taught is learnt undisturbed."""
    learn(config.settings.effects)
    with stretch():
        return linting.lint_bytes(data, path, files if config.settings.follow_imports and os.path.isabs(path) else None)


def verdict(document: Document, config: Configured, files: OpenFiles, stretch: Stretch) -> Verdict:
    """Judge a document. Raises nothing: what goes wrong is in the report."""
    path = document.path
    nothing = FileReport(path)
    if not document.may_hold_services or not config.wants(path):
        return Verdict(document, config, files, stretch, nothing, nothing)
    finding = Manner(lambda data, at, _: judged(data, at, config, files, stretch), noqa=False)
    everything = examine(document.data, path, files, finding)
    telling = Manner(lambda data, at, _: everything, reasons=config.settings.require_reason)
    told = examine(document.data, path, files, telling)
    return Verdict(document, config, files, stretch, everything, told)


def warm() -> None:
    """Judge a service, so that the first one of the user does not wait for the linter to be imported."""
    examine(WARMING, "warming.py", OpenFiles({}))
