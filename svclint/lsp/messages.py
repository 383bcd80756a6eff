"""What each message of the protocol does."""

from __future__ import annotations

import os
from functools import partial
from typing import Final

from lsprotocol import types
from pygls.uris import to_fs_path

from svclint.lsp import actions
from svclint.lsp.actions import FIX_ALL
from svclint.lsp.capabilities import watches
from svclint.lsp.documents import Document
from svclint.lsp.hovering import hover
from svclint.lsp.judging import warm
from svclint.lsp.server import Server
from svclint.repair.registry import fixable

WATCHED: Final = ("**/pyproject.toml", "**/*.py", "**/*.pyw")
PYTHON: Final = ("python", None)


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """The editor says what it can do."""
    ls.learn(params)


async def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Ask to be told of files that change, and be ready for the first document."""
    if watches(ls.client_capabilities):
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(one) for one in WATCHED])
        registration = types.Registration("svclint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([registration]))
    await ls.session.worker.do(warm)


def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A document is in an editor's window."""
    given = params.text_document
    if given.language_id in PYTHON:
        ls.session.changed(Document(given.uri, given.text, given.version))


def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """It has another text."""
    uri = params.text_document.uri
    if uri in ls.session.documents:
        text = ls.workspace.get_text_document(uri).source
        ls.session.changed(Document(uri, text, params.text_document.version))


def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Others may have written files that it imports, too."""
    if document := ls.session.documents.get(params.text_document.uri):
        ls.session.changed(document)


def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """It is in no window any more."""
    ls.session.closed(params.text_document.uri)
    ls.forget(params.text_document.uri)


def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files were written, made or deleted: settings, or what open documents import."""
    paths = [path for one in params.changes if (path := to_fs_path(one.uri))]
    written = all(one.type is types.FileChangeType.Changed for one in params.changes)
    if written and not any(os.path.basename(path) == "pyproject.toml" for path in paths):
        ls.session.changed_outside(paths)
    else:
        ls.session.changed_all()
        ls.refresh()


def settings_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """The editor's own settings are none of ours: those of the project hold."""


async def diagnose(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """The editor asks what is wrong in a document."""
    return await ls.answer(params.text_document.uri, params.previous_result_id)


async def offer(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The editor asks what can be done at a place."""
    found = await ls.verdict(params.text_document.uri)
    if found is None:
        return []
    told, only = ls.session.told(found.document.uri), params.context.only
    offered: list[types.CodeAction] = []
    chosen = actions.meant(told, params.context.diagnostics)
    if chosen and actions.wants(only, types.CodeActionKind.QuickFix):
        fixes = partial(actions.quick_fixes, found, chosen, ls.writing)
        offered = await ls.do(found.document.uri, lambda: list(fixes()))
    if actions.wants(only, FIX_ALL) and any(one.own and one.finding.code in fixable() for one in told):
        action = actions.fix_all(found.document)
        if ls.writing.lazy:
            offered.append(action)
        elif only is not None:
            offered.append(await ls.do(found.document.uri, partial(actions.resolved, action, found, ls.writing)))
    return offered


async def resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    """The editor asks for the edit of an action. Raises JsonRpcException when its version of the document is gone."""
    uri, version = actions.asked(action) or ("", 0)
    found = await ls.verdict(uri)
    if not uri or found is None:
        return action
    ls.present(uri, version)
    return await ls.do(uri, partial(actions.resolved, action, found, ls.writing))


async def point(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """The editor asks what is at a position."""
    found = await ls.verdict(params.text_document.uri)
    if found is None:
        return None
    shown = ls.session.diagnostics(found.document.uri)
    return hover(found.document, shown, params.position, ls.writing.encoding)


def end(ls: Server, params: None) -> None:
    """The editor asks for the end; the process goes with the message that follows."""
    ls.ended = True
    ls.session.close()
