"""Which documents are open, and what is known of each: judged anew when it, or what it imports, changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from functools import partial
from time import perf_counter
from typing import Any, Final, TypeVar

from lsprotocol import types

from svclint.lsp import diagnostics
from svclint.lsp.configured import Configurations, Configured
from svclint.lsp.diagnostics import Client, Told
from svclint.lsp.documents import Document, OpenFiles, key_of
from svclint.lsp.judging import Verdict, verdict
from svclint.lsp.worker import Worker

T = TypeVar("T")

# Seconds without a keystroke before a document is judged: a share of what judging it took the last time. It is short,
# since a judgement that the next keystroke makes stale is broken off, and costs nobody any time.
SHORTEST: Final = 0.002
LONGEST: Final = 0.25
SHARE: Final = 0.02


class Outdated(Exception):
    """The document has another version by now, or is closed."""


class Session:
    """What goes on with one editor. All methods belong to the thread of its loop.

    ``tell`` is called with every document of which something new is known, ``complain`` with a line for the user.
    """

    def __init__(self, tell: Callable[[Document], None], complain: Callable[[str], None], home: str) -> None:
        """``home``: the folder whose settings hold for what has no file."""
        self.client = Client()
        self.worker = Worker()
        self.documents: dict[str, Document] = {}
        self.home = home
        self._tell = tell
        self._configurations = Configurations(complain)
        self._runs: dict[str, asyncio.Task[Verdict]] = {}
        self._jobs: dict[str, set[asyncio.Task[Any]]] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._took: dict[str, float] = {}
        self._reaching: set[str] = set()  # documents whose services break rules in others

    def changed(self, document: Document) -> None:
        """A document was opened, or has a new version."""
        self.documents[document.uri] = document
        self._restart([document.uri, *self._users([document.path])])

    def closed(self, uri: str) -> None:
        """A document is not open any more: what is on disk holds."""
        document = self.documents.pop(uri, None)
        if document:
            self._stop(uri)
            self._took.pop(uri, None)
            self._restart(self._users([document.path]))
            self._tell_others(document, False)

    def changed_outside(self, paths: Iterable[str]) -> None:
        """Files changed that are not open, or not here."""
        self._restart(self._users(paths))

    def changed_all(self) -> None:
        """Nothing that is known need hold any more."""
        self._restart(list(self.documents))

    def close(self) -> None:
        """The end."""
        for run in self._runs.values():
            run.cancel()
        self.worker.close()

    def config(self, document: Document) -> Configured:
        """The settings of a document."""
        return self._configurations.of(os.path.dirname(document.path) if document.is_file else self.home)

    async def verdict(self, uri: str) -> Verdict:
        """The verdict on the present version of an open document. Raises Outdated when it is not that any more."""
        known = self._verdicts.get(uri)
        if known and known.config is not self.config(known.document):
            self._restart([uri])
        found = await _outcome(self._runs[uri])
        if self.documents.get(uri) is not found.document:
            raise Outdated
        return found

    async def do(self, uri: str, work: Callable[[], T]) -> T:
        """What is worked out about the present version of a document. Raises Outdated when it is not that any more."""
        job = asyncio.get_running_loop().create_task(self.worker.do(work))
        self._jobs.setdefault(uri, set()).add(job)
        try:
            return await _outcome(job)
        finally:
            job.cancel()
            self._jobs.get(uri, set()).discard(job)

    def told(self, uri: str) -> list[Told]:
        """The findings of a document, by all that is known now."""
        document = self.documents[uri]
        return diagnostics.told(document, self.config(document), self._verdicts.values(), self.client)

    def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """All that the editor is to show in a document now."""
        document, found = self.documents[uri], self._verdicts.get(uri)
        problems = found.told.problems if found else ()
        shown = (diagnostics.problem(one, document, self.client) for one in problems)
        return [*shown, *(one.diagnostic for one in self.told(uri))]

    def _users(self, paths: Iterable[str]) -> list[str]:
        """The documents whose verdict rests on one of the files."""
        keys = set(map(key_of, paths))
        return [uri for uri, one in self._verdicts.items() if keys & one.files.asked]

    def _restart(self, uris: Iterable[str]) -> None:
        for uri in uris:
            self._stop(uri)
            self._runs[uri] = asyncio.get_running_loop().create_task(self._run(self.documents[uri]))

    def _stop(self, uri: str) -> None:
        run = self._runs.pop(uri, None)
        for task in (*self._jobs.pop(uri, ()), *([run] if run else ())):
            task.cancel()
        self._verdicts.pop(uri, None)

    async def _run(self, document: Document) -> Verdict:
        found = await self._judged(document)
        while self._outdated(found.files):
            found = await self._judged(document)
        self._verdicts[document.uri] = found
        self._tell(document)
        self._tell_others(document, bool(found.told.elsewhere))
        return found

    def _tell_others(self, document: Document, reaches: bool) -> None:
        """The services of one document may break rules in others; or did, the last time."""
        if reaches or document.uri in self._reaching:
            for uri in [uri for uri in self._verdicts if uri != document.uri]:
                self._tell(self.documents[uri])
        (self._reaching.add if reaches else self._reaching.discard)(document.uri)

    def _outdated(self, files: OpenFiles) -> bool:
        """Whether a document that was looked into is another one now."""
        now = self._open()
        return any(files.documents.get(key) is not now.get(key) for key in files.asked)

    def _open(self) -> dict[str, Document]:
        return {key_of(one.path): one for one in self.documents.values()}

    async def _judged(self, document: Document) -> Verdict:
        work = partial(verdict, document, self.config(document), OpenFiles(self._open()), self.worker.interruptible)
        if not document.may_hold_services:
            return work()
        await asyncio.sleep(min(max(SHORTEST, SHARE * self._took.get(document.uri, 0)), LONGEST))
        start = perf_counter()
        found = await self.worker.do(work)
        self._took[document.uri] = perf_counter() - start
        return found


async def _outcome(task: asyncio.Task[T]) -> T:
    """What a task comes to; it goes on when nobody waits for it any more. Raises Outdated when it was cancelled."""
    await asyncio.wait([task])
    if task.cancelled():
        raise Outdated
    return task.result()
