"""Findings and problems -> diagnostics of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from lsprotocol import types

from svclint.checking.finding import Finding, Problem
from svclint.command import narrowed
from svclint.heeding import UNUSED
from svclint.lsp.configured import Configured
from svclint.lsp.documents import Document, OpenFiles, key_of
from svclint.lsp.judging import Verdict
from svclint.lsp.places import place, whole_line
from svclint.merging import distinct, housed, used
from svclint.reporting.result import ordered
from svclint.settings import BadSettings

SOURCE: Final = "svclint"
SEVERITIES: Final = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


class Client(NamedTuple):
    """What the editor understands. ``related``: further places of a diagnostic."""

    encoding: str = "utf-16"
    related: bool = False


class Told(NamedTuple):
    """A finding, and how the editor was told of it. ``own``: the document's own service is what breaks the rule."""

    finding: Finding
    diagnostic: types.Diagnostic
    own: bool


def told(document: Document, config: Configured, verdicts: Iterable[Verdict], client: Client) -> list[Told]:
    """What is wrong in a document, by its own verdict and by those of services that use it.

    ``config`` is that of the document; ``verdicts`` are those of all open documents.
    """
    if not config.wants(document.path):
        return []
    verdicts = list(verdicts)
    reports = used(one.told for one in verdicts)
    own = [found for one in reports if one.path == document.path for found in one.findings]
    abroad, _ = housed((found for one in reports for found in one.elsewhere), [document.path])
    shown = _new(ordered(filter(config.selection.shown, distinct((*own, *abroad)))), document, config)
    files = next((one.files for one in verdicts if one.document == document), OpenFiles({}))
    return [Told(one, _diagnostic(one, document, config, files, client), one in own) for one in shown]


def _new(findings: tuple[Finding, ...], document: Document, config: Configured) -> tuple[Finding, ...]:
    """Without those that a baseline knows. What changed since a revision is not asked for at every keystroke."""
    if not findings:
        return ()
    try:
        return narrowed(findings, lambda: [document.path], config.settings._replace(diff_base=None))[0]
    except BadSettings:
        return findings


def _diagnostic(
    finding: Finding, document: Document, config: Configured, files: OpenFiles, client: Client
) -> types.Diagnostic:
    return types.Diagnostic(
        place(finding.at, document.lines, client.encoding),
        finding.message,
        severity=SEVERITIES[config.selection.severity(finding)],
        code=finding.code,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.code == UNUSED else None,
        related_information=list(_related(finding, document, files, client)) if client.related else None,
        data=data_of(finding, document),
    )


def _related(
    finding: Finding, document: Document, files: OpenFiles, client: Client
) -> Iterator[types.DiagnosticRelatedInformation]:
    """The steps that lead to the finding."""
    for one in finding.steps:
        here = key_of(one.at.path) == key_of(document.path)
        lines = document.lines if here else files.lines(one.at.path)
        uri = document.uri if here else files.uri(one.at.path)
        yield types.DiagnosticRelatedInformation(types.Location(uri, place(one.at, lines, client.encoding)), one.text)


def data_of(finding: Finding, document: Document) -> dict[str, Any]:
    """What tells which finding of which version a diagnostic is, when it comes back with a request."""
    at = finding.at
    return {"version": document.version, "finding": f"{finding.code} {at.line}:{at.column} {finding.message}"}


def problem(found: Problem, document: Document, client: Client) -> types.Diagnostic:
    """Why the document could not be judged."""
    return types.Diagnostic(
        whole_line(found.line or 1, document.lines, client.encoding),
        f"not judged: {found.reason}",
        severity=types.DiagnosticSeverity.Error,
        source=SOURCE,
    )
