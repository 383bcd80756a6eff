"""One editor served: the messages it may send, and the pipes they come and go by."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from lsprotocol import types

from svclint.lsp import messages
from svclint.lsp.actions import KINDS
from svclint.lsp.server import NAME, Server

# Seconds that the thread which judges keeps the other one waiting, which has a message to read.
SHORT: Final = 0.001
HANDLERS: Final[dict[str, Callable[..., Any]]] = {
    types.INITIALIZE: messages.initialize,
    types.INITIALIZED: messages.initialized,
    types.TEXT_DOCUMENT_DID_OPEN: messages.opened,
    types.TEXT_DOCUMENT_DID_CHANGE: messages.changed,
    types.TEXT_DOCUMENT_DID_SAVE: messages.saved,
    types.TEXT_DOCUMENT_DID_CLOSE: messages.closed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: messages.files_changed,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: messages.settings_changed,
    types.TEXT_DOCUMENT_DIAGNOSTIC: messages.diagnose,
    types.TEXT_DOCUMENT_CODE_ACTION: messages.offer,
    types.CODE_ACTION_RESOLVE: messages.resolve,
    types.TEXT_DOCUMENT_HOVER: messages.point,
    types.SHUTDOWN: messages.end,
}
OPTIONS: Final[dict[str, Any]] = {
    types.TEXT_DOCUMENT_DIAGNOSTIC: types.DiagnosticOptions(True, False, NAME),
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(list(KINDS), resolve_provider=True),
}


def served() -> int:
    """Serve one editor until it ends; the exit code: 0 when it asked for the end before, else 1."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # refusals are answers, no news for standard error
    sys.setswitchinterval(SHORT)
    ls = Server()
    for name, handler in HANDLERS.items():
        ls.feature(name, OPTIONS.get(name))(handler)
    try:
        ls.start_io(stdout=_kept())
    finally:
        ls.session.close()
    return 0 if ls.ended else 1


def _kept() -> BinaryIO:
    """Standard output for the protocol alone: whatever else is printed goes to standard error."""
    sys.stdout.flush()
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = sys.stderr
    return kept
