"""The flake8 plugin: the findings of the command, for the tree that flake8 has parsed.

Every flake8 process imports this module, so it imports nothing; the engine waits for a service.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from svclint import __version__
from svclint.source.markers import has_comments, text_has_markers

if TYPE_CHECKING:
    import ast
    from argparse import Namespace
    from collections.abc import Iterator

    from flake8.options.manager import OptionManager

    from svclint.checking.finding import FileReport
    from svclint.contract.effects import Lessons

Told: TypeAlias = "tuple[int, int, str, type[Any]]"

CERTAINTIES = ("broken", "possible")


class Plugin:
    """One per file. flake8 itself selects codes and heeds ``# noqa``."""

    name: ClassVar[str] = "svclint"
    version: ClassVar[str] = __version__
    min_certainty: ClassVar[str] = CERTAINTIES[0]
    pedantic: ClassVar[bool] = False
    follow: ClassVar[bool] = True

    def __init__(self, tree: ast.Module, filename: str, lines: list[str]) -> None:
        """flake8 reads off the names of the parameters what the plugin wants."""
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Every option begins with --svc: all plugins share one name space."""
        manager.add_option(
            "--svc-min-certainty",
            metavar="CERTAINTY",
            default=CERTAINTIES[0],
            parse_from_config=True,
            help="Show svclint's findings at least this sure: broken or possible. (Default: %(default)s)",
        )
        manager.add_option(
            "--svc-pedantic",
            action="store_true",
            parse_from_config=True,
            help="Also svclint's rules that are a matter of taste (severity info).",
        )
        manager.add_option(
            "--svc-no-follow-imports",
            action="store_true",
            parse_from_config=True,
            help="Do not read what service files import from their project.",
        )

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Called again in every worker process. Raises flake8's ExecutionError for a value that is none."""
        if options.svc_min_certainty not in CERTAINTIES:
            from flake8.exceptions import ExecutionError

            raise ExecutionError(f"svc-min-certainty: broken or possible is wanted, not {options.svc_min_certainty!r}")
        cls.min_certainty = options.svc_min_certainty
        cls.pedantic = options.svc_pedantic
        cls.follow = not options.svc_no_follow_imports

    def run(self) -> Iterator[Told]:
        """Line from 1, column from 0 (flake8 adds 1), text, and the class. Never raises."""
        if text_has_markers(text := "".join(self.lines)):
            yield from (told(*one) for one in self.findings(text))

    def findings(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Line and column from 1 and what is said, in the order of the command."""
        from svclint.reporting.result import ordered
        from svclint.selection import Selection
        from svclint.settings import Settings

        report = self.report(text)
        selection = Selection(Settings(min_certainty=self.min_certainty, pedantic=self.pedantic))
        for problem in report.problems:
            yield problem.line or 1, 1, f"SVC000 not judged: {problem.reason}"
        for one in ordered((*report.findings, *(one.finding for one in report.suppressed if one.noqa))):
            if selection.shown(one):
                yield one.at.line, one.at.column, f"{one.code} {one.message}"

    def report(self, text: str) -> FileReport:
        """What the engine says. Lines are cut as the command cuts them: flake8 keeps CRLF of standard input."""
        from svclint.examining import guarded

        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return guarded(lambda: self.lint_tree(lines), self.filename)

    def lint_tree(self, lines: list[str]) -> FileReport:
        """The same, and whatever goes wrong. What users taught of calls is in their pyproject.toml.

        flake8 itself heeds its own comments, whatever is thought of them here.
        """
        from svclint.contract.effects import learn
        from svclint.linting import lint_tree
        from svclint.source.disk import Disk

        learn(_lessons(os.path.dirname(self.filename)))
        report = lint_tree(self.tree, lines, self.filename, Disk() if self.follow else None)
        text = "\n".join(lines)
        if has_comments(text.encode("utf-8", "surrogatepass")):
            from dataclasses import replace

            from svclint.heeding import heeded

            left = heeded(report.findings, text, self.filename)
            report = replace(report, findings=left.kept, suppressed=left.suppressed)
        return report


@cache
def _lessons(folder: str) -> Lessons:
    from svclint.configuration import nearest

    return nearest(folder).effects


def told(line: int, column: int, text: str) -> Told:
    """One finding as flake8 wants it."""
    from svclint.visible import visible

    return line, column - 1, visible(text), Plugin
