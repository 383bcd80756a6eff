"""An editor, as far as the protocol goes: it starts `svclint lsp` and speaks with it over pipes.

Messages are written down as the protocol has them, so that a test can be read beside its specification.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Seconds after which a test fails that waits for a message: no message of ours takes as long on any machine.
PATIENCE = 120

PUSHED: dict[str, Any] = {}
PULLED: dict[str, Any] = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
WATCHING: dict[str, Any] = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
LAZY: dict[str, Any] = {
    "textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class Refused(Exception):
    """The server answered a request with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]
        self.data = error.get("data")


class Editor:
    """One session. What the server says is kept in `heard`, in its order."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.heard: list[dict[str, Any]] = []
        self.capabilities: dict[str, Any] = {}
        self.strange = b""
        self._news: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._last = 0
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        """Read messages until the server's end. Whatever is no message is kept in `strange`."""
        stream = self.process.stdout
        assert stream
        while line := stream.readline():
            name, _, value = line.partition(b":")
            if name != b"Content-Length":
                self.strange += line
                continue
            while stream.readline().strip():
                pass
            self._news.put(json.loads(stream.read(int(value))))
        self._news.put(None)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next message that fits; others before it are only kept. Requests of the server are granted."""
        while True:
            message = self._news.get(timeout=PATIENCE)
            if message is None:
                raise AssertionError("the server has ended")
            self.heard.append(message)
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})
            if fits(message):
                return message

    def notify(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> int:
        """Send a request; its number."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        return self._last

    def answer(self, number: int) -> Any:
        """What was answered to a request. Raises Refused."""
        message = self.wait(lambda one: one.get("id") == number and "method" not in one)
        if "error" in message:
            raise Refused(message["error"])
        return message["result"]

    def request(self, method: str, **params: Any) -> Any:
        return self.answer(self.ask(method, **params))

    def open(self, path: Path | str, text: str, version: int = 1) -> str:
        """Open a file with a text, whatever the disk has of it; its URI."""
        uri = path if isinstance(path, str) else path.as_uri()
        self.notify(
            "textDocument/didOpen",
            textDocument={"uri": uri, "languageId": "python", "version": version, "text": text},
        )
        return uri

    def change(self, uri: str, text: str, version: int) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def close(self, uri: str) -> None:
        self.notify("textDocument/didClose", textDocument={"uri": uri})

    def published(self, uri: str, version: int | None) -> list[dict[str, Any]]:
        """The diagnostics that the server pushes next for a version of a document."""
        wanted = "textDocument/publishDiagnostics"
        message = self.wait(
            lambda one: (
                one.get("method") == wanted and one["params"]["uri"] == uri and one["params"].get("version") == version
            )
        )
        found: list[dict[str, Any]] = message["params"]["diagnostics"]
        return found

    def pulled(self, uri: str, known: str | None = None) -> Any:
        given = {"previousResultId": known} if known else {}
        return self.request("textDocument/diagnostic", textDocument={"uri": uri}, **given)

    def actions(self, uri: str, diagnostics: list[dict[str, Any]], only: list[str] | None = None) -> Any:
        """What is offered at the first of the diagnostics."""
        context = {"diagnostics": diagnostics, **({"only": only} if only else {})}
        where = diagnostics[0]["range"] if diagnostics else {"start": START, "end": START}
        return self.request("textDocument/codeAction", textDocument={"uri": uri}, range=where, context=context)

    def end(self) -> int:
        """Ask for the end, as the protocol wants it; the exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.gone()

    def gone(self) -> int:
        """Wait for the process to end; its exit code."""
        code = self.process.wait(PATIENCE)
        self._thread.join()
        return code


START = {"line": 0, "character": 0}


@contextmanager
def editor(*folders: Path, capabilities: dict[str, Any] = PUSHED, command: list[str] | None = None) -> Iterator[Editor]:
    """A session with a server that is killed if the test leaves it running."""
    given = command or [sys.executable, "-m", "svclint", "lsp"]
    with subprocess.Popen(given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        found = Editor(process)
        try:
            named = [{"uri": one.as_uri(), "name": one.name} for one in folders]
            greeting = found.request("initialize", processId=None, rootUri=None, capabilities=capabilities,
                                     workspaceFolders=named or None)  # fmt: skip
            found.capabilities = greeting["capabilities"]
            found.notify("initialized")
            yield found
        finally:
            process.kill()
            found.gone()
