"""What a run remembers of earlier ones, and what it will be remembered by."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from svclint.cache.stamps import Stamp, settled, stamp
from svclint.cache.store import Store, Table, Unusable
from svclint.examining import Judged
from svclint.source.disk import Disk
from svclint.source.looks import Look, asked, digest, told

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport

PENDING: Final = 500  # rows that are kept until they are written together

NO_SERVICE: Final = ""  # instead of the digest of a file's content


class Memory:
    """A cache in use. A store that fails is told of once, to ``tell``, and the run goes on without it."""

    def __init__(self, store: Store, terms: Callable[[], str], tell: Callable[[str], object]) -> None:
        """``terms``: all that verdicts depend on beside the files, the linter and settings; asked for when needed."""
        self._store: Store | None = store
        self._terms = cache(terms)
        self._tell = tell
        self._folder = _Folder("", "", {})
        self._pending: dict[Table, dict[str, str]] = {"folders": {}, "verdicts": {}}
        self._told = cache(lambda question, path: told(asked((question, path), Disk())))

    def known(self, path: str) -> str | None:
        """The digest of the content that a file has, NO_SERVICE if it holds none, None if that is not known."""
        return self._entered(path).known(os.path.basename(path))

    def note(self, path: str, data: bytes) -> str:
        """The digest of what a file holds, which has just been read; ``known`` has been asked before."""
        content = digest(data) if data else NO_SERVICE
        self._entered(path).note(os.path.basename(path), content)
        return content

    def report(self, path: str, content: str) -> Judged | None:
        """The verdict on a file of that digest, if there is one and it still holds."""
        key = self._key(path, content)
        text = self._store.get("verdicts", key) if self._store else None
        with suppress(ValueError, TypeError, KeyError):
            held = json.loads(text) if text else None
            looks = tuple(Look(*one) for one in held["looks"]) if held else ()
            if held and all(self._told(one.question, one.path) == one.told for one in looks):
                from svclint.cache.packing import unpacked

                return Judged(unpacked(held["report"]), looks)
        return None

    def keep(self, report: FileReport, data: bytes, looks: tuple[Look, ...]) -> None:
        """Remember a verdict on a file that holds ``data``. One that failed is tried again next time."""
        from svclint.cache.packing import packed
        from svclint.checking.internal import INTERNAL

        if not report.problems and not any(one.code == INTERNAL for one in report.findings):
            self._put("verdicts", self._key(report.path, digest(data)), {"looks": looks, "report": packed(report)})

    def close(self) -> None:
        """Write what there is to write."""
        self._left()
        self._flush()
        if self._store:
            self._store.close()

    def _key(self, path: str, content: str) -> str:
        return digest("\0".join((self._terms(), path, content)).encode("utf-8", "surrogatepass"))

    def _entered(self, path: str) -> _Folder:
        """What is known of the folder of a file; files come folder by folder."""
        shown = os.path.dirname(path)
        if shown != self._folder.shown or not self._folder.key:
            self._left()
            self._folder = self._opened(shown)
        return self._folder

    def _opened(self, shown: str) -> _Folder:
        key = digest(os.fsencode(os.path.abspath(shown)))
        text = self._store.get("folders", key) if self._store else None
        held = json.loads(text) if text else {}
        return _Folder(shown, key, held if isinstance(held, dict) else {})

    def _left(self) -> None:
        if self._folder.changed:
            self._put("folders", self._folder.key, self._folder.present())
            self._folder.changed = False

    def _put(self, table: Table, key: str, held: Any) -> None:
        self._pending[table][key] = json.dumps(held, separators=(",", ":"))
        if sum(map(len, self._pending.values())) >= PENDING:
            self._flush()

    def _flush(self) -> None:
        if self._store and any(self._pending.values()):
            try:
                self._store.put(self._pending)
            except Unusable as error:
                self._tell(str(error))
                self._store.close()
                self._store = None
        self._pending = {"folders": {}, "verdicts": {}}


class _Folder:
    """The files of one folder: their stamps, and the digest of what they hold."""

    def __init__(self, shown: str, key: str, files: dict[str, list[Any]]) -> None:
        self.shown = shown
        self.key = key
        self.files = files
        self.changed = False
        self._now: dict[str, Stamp] = {}

    def known(self, name: str) -> str | None:
        """The digest, if the file is as it was."""
        try:
            now = self._now[name] = stamp(os.path.join(self.shown, name))
        except (OSError, ValueError):
            return None
        match self.files.get(name):
            case [*then, str(content)] if then == [*now]:
                return content
        return None

    def note(self, name: str, content: str) -> None:
        """The digest of a file by the stamp that it had before it was read."""
        now = self._now.get(name)
        if now and settled(now):
            self.files[name] = [*now, content]
            self.changed = True

    def present(self) -> dict[str, list[Any]]:
        """Without the files that are gone."""
        folder = self.shown or os.curdir
        names = set(os.listdir(folder)) if os.path.isdir(folder) else set()
        return {name: held for name, held in self.files.items() if name in names}
