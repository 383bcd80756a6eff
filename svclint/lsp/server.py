"""The server: a session of documents, and what the editor was told of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Final, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from svclint import __version__
from svclint.lsp.actions import Writing
from svclint.lsp.capabilities import client_of, pulls, refreshes, writing_of
from svclint.lsp.documents import Document
from svclint.lsp.judging import Verdict
from svclint.lsp.session import Outdated, Session

T = TypeVar("T")

NAME: Final = "svclint"


class Server(LanguageServer):
    """Pushes diagnostics to editors that do not pull them. ``ended``: the editor asked for the end."""

    def __init__(self) -> None:
        # Whole texts: what counts as a line in an edit is then nobody's guess.
        super().__init__(NAME, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session(self.tell, self.complain, os.getcwd())
        self.writing = Writing()
        self.ended = False
        self._pulled = False
        self._published: dict[str, types.PublishDiagnosticsParams] = {}
        self._answered: dict[str, tuple[int, str]] = {}

    def learn(self, params: types.InitializeParams) -> None:
        """Heed what the editor said of itself."""
        encoding = str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))
        self.session.client = client_of(params.capabilities, encoding)
        self.writing = writing_of(params.capabilities, encoding)
        self._pulled = pulls(params.capabilities)
        folders = params.workspace_folders or ()
        root = folders[0].uri if folders else params.root_uri
        if home := to_fs_path(root) if root else None:
            self.session.home = home
            with suppress(OSError):
                os.chdir(home)  # baselines name files as seen from the repository that the linter runs in

    def tell(self, document: Document) -> None:
        """Publish what is known of a document, unless that was what was said last; or have the editor ask."""
        shown = self.session.diagnostics(document.uri)
        if self._pulled:
            version, name = self._answered.get(document.uri, (None, ""))
            if version == document.version and name != name_of(shown):
                self.refresh()
            return
        params = types.PublishDiagnosticsParams(document.uri, shown, document.version)
        if self._published.get(document.uri) != params:
            self._published[document.uri] = params
            self.text_document_publish_diagnostics(params)

    def refresh(self) -> None:
        """Have an editor that pulls ask for all diagnostics again."""
        if self._pulled and refreshes(self.client_capabilities):
            self.workspace_diagnostic_refresh(None)

    def forget(self, uri: str) -> None:
        """Take back what was published of a document that is not open any more."""
        self._answered.pop(uri, None)
        if self._published.pop(uri, None):
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def complain(self, line: str) -> None:
        """Show a line to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"svclint: {line}"))

    async def answer(self, uri: str, known: str | None) -> types.DocumentDiagnosticReport:
        """The diagnostics of a document; ``known`` names those that the editor has. Raises JsonRpcException."""
        shown: list[types.Diagnostic] = []
        if uri in self.session.documents:
            try:
                found = await self.session.verdict(uri)
            except Outdated:
                raise _refusal(types.LSPErrorCodes.ServerCancelled, {"retriggerRequest": True}) from None
            shown = self.session.diagnostics(uri)
            self._answered[uri] = found.document.version, name_of(shown)
        if known == name_of(shown):
            return types.RelatedUnchangedDocumentDiagnosticReport(known)
        return types.RelatedFullDocumentDiagnosticReport(shown, result_id=name_of(shown))

    async def verdict(self, uri: str) -> Verdict | None:
        """The verdict on a document, None when it is not open. Raises JsonRpcException for a version that is gone."""
        if uri not in self.session.documents:
            return None
        try:
            return await self.session.verdict(uri)
        except Outdated:
            raise _refusal(types.LSPErrorCodes.ContentModified) from None

    async def do(self, uri: str, work: Callable[[], T]) -> T:
        """What is worked out about a document. Raises JsonRpcException when that is for a version that is gone."""
        try:
            return await self.session.do(uri, work)
        except Outdated:
            raise _refusal(types.LSPErrorCodes.ContentModified) from None

    def present(self, uri: str, version: int) -> None:
        """Raises JsonRpcException when that version of a document is gone."""
        document = self.session.documents.get(uri)
        if document is None or document.version != version:
            raise _refusal(types.LSPErrorCodes.ContentModified)


def _refusal(code: types.LSPErrorCodes, data: object = None) -> JsonRpcException:
    return JsonRpcException("the document has changed", code.value, data)


def name_of(shown: list[types.Diagnostic]) -> str:
    """The same for the same diagnostics."""
    return sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:16]
