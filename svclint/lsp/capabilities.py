"""What the editor said it can do, as far as it matters here. What it does not say it cannot do."""

from __future__ import annotations

from lsprotocol import types

from svclint.lsp.actions import Writing
from svclint.lsp.diagnostics import Client


def client_of(given: types.ClientCapabilities, encoding: str) -> Client:
    """How diagnostics are to be written; ``encoding``: of positions, as agreed on."""
    text = given.text_document
    published = text.publish_diagnostics if text else None
    pulled = text.diagnostic if text else None
    return Client(encoding, any(one and one.related_information for one in (published, pulled)))


def writing_of(given: types.ClientCapabilities, encoding: str) -> Writing:
    """How edits are to be written."""
    edits = given.workspace.workspace_edit if given.workspace else None
    action = given.text_document.code_action if given.text_document else None
    resolve = action.resolve_support if action else None
    lazy = resolve is not None and "edit" in resolve.properties
    return Writing(encoding, bool(edits and edits.document_changes), lazy)


def pulls(given: types.ClientCapabilities) -> bool:
    """Whether the editor asks for diagnostics when it wants them."""
    return given.text_document is not None and given.text_document.diagnostic is not None


def refreshes(given: types.ClientCapabilities) -> bool:
    """Whether it can be told to ask again."""
    known = given.workspace.diagnostics if given.workspace else None
    return bool(known and known.refresh_support)


def watches(given: types.ClientCapabilities) -> bool:
    """Whether it can be asked to tell of files that change."""
    known = given.workspace.did_change_watched_files if given.workspace else None
    return bool(known and known.dynamic_registration)
