"""What the editor offers at a place: fixes, comments that ignore, and all safe fixes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from lsprotocol import types

from svclint.checking.internal import INTERNAL
from svclint.heeding import commented
from svclint.lsp import mending
from svclint.lsp.changes import edits, workspace_edit
from svclint.lsp.diagnostics import SOURCE, Told
from svclint.lsp.documents import Document
from svclint.lsp.judging import Verdict
from svclint.repair.fix import Applicability

FIX_ALL: Final = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
KINDS: Final = (types.CodeActionKind.QuickFix, FIX_ALL)


class Writing(NamedTuple):
    """How the editor wants edits. ``lazy``: it asks for those of an action once the user has chosen it."""

    encoding: str = "utf-16"
    versioned: bool = False
    lazy: bool = False


def wants(only: Sequence[str] | None, kind: str) -> bool:
    """Whether actions of a kind are asked for; "source" asks for those of "source.fixAll", too."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def meant(told: Iterable[Told], diagnostics: Iterable[types.Diagnostic]) -> list[Told]:
    """The findings that diagnostics of the editor are about. Those of another version are about nothing any more."""
    given = [one.data for one in diagnostics if one.source == SOURCE]
    return [one for one in told if one.diagnostic.data in given]


def quick_fixes(verdict: Verdict, findings: Sequence[Told], writing: Writing) -> Iterator[types.CodeAction]:
    """The fixes of findings, and behind them the comments that ignore them."""
    by_finding = {one.finding: one for one in findings}
    for mended in mending.fixes(verdict, [one.finding for one in findings if one.own]):
        safe = mended.fix.applicability is Applicability.SAFE
        title = mended.fix.title if safe else f"{mended.fix.title} ({mended.fix.applicability.value})"
        told = by_finding[mended.finding]
        yield from _action(verdict.document, title, told, mended.after, writing, preferred=safe)
    for one in findings:
        if not commented(one.finding) and one.finding.code != INTERNAL:
            after = mending.ignored(verdict, one.finding)
            yield from _action(verdict.document, f"Ignore {one.finding.code} on this line", one, after, writing)


def _action(
    document: Document, title: str, told: Told, after: bytes | None, writing: Writing, preferred: bool = False
) -> Iterator[types.CodeAction]:
    changed = edits(document, after, writing.encoding) if after is not None else []
    if changed:
        yield types.CodeAction(
            title,
            types.CodeActionKind.QuickFix,
            [told.diagnostic],
            is_preferred=preferred or None,
            edit=workspace_edit(document, changed, writing.versioned),
        )


def fix_all(document: Document) -> types.CodeAction:
    """The action that makes all safe fixes; its edit comes later."""
    data = {"uri": document.uri, "version": document.version}
    return types.CodeAction("Make all safe fixes of svclint", FIX_ALL, data=data)


def resolved(action: types.CodeAction, verdict: Verdict, writing: Writing) -> types.CodeAction:
    """The action with its edit."""
    changed = edits(verdict.document, mending.fixed(verdict), writing.encoding)
    action.edit = workspace_edit(verdict.document, changed, writing.versioned)
    return action


def asked(action: types.CodeAction) -> tuple[str, int] | None:
    """The document and its version for which an action was offered, if it is one of ours to resolve."""
    data: Any = action.data
    if action.kind != FIX_ALL or not isinstance(data, dict):
        return None
    uri, version = data.get("uri"), data.get("version")
    return (uri, version) if isinstance(uri, str) and isinstance(version, int) else None
