"""The cache's database: two tables of sealed texts by key, in SQLite, which survives being killed and shared."""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from hashlib import blake2b
from typing import Final, Literal, TypeAlias

from svclint.cache.folder import DATABASE, NAME, made

VERSION: Final = 1
BUSY: Final = 10.0  # seconds to wait for another run that is writing
LIMIT: Final = 256_000_000  # bytes
DAY: Final = 86_400  # seconds

Table: TypeAlias = Literal["folders", "verdicts"]
Texts: TypeAlias = Mapping[Table, Mapping[str, str]]
TABLES: Final[tuple[Table, ...]] = ("folders", "verdicts")

_SEAL: Final = 16


class Unusable(Exception):
    """There is no cache to be had. The text is one line."""


class Store:
    """An open database. What is damaged reads as missing; what cannot be written raises Unusable."""

    def __init__(self, root: str, limit: int = LIMIT) -> None:
        """The cache below the folder ``root``, of at most about ``limit`` bytes. Raises Unusable."""
        self._root = root
        self._name = os.path.join(root, NAME, DATABASE)
        self._limit = limit
        self._today = int(time.time() // DAY)
        self._stale: list[tuple[Table, str]] = []
        self._base = self._opened()

    def get(self, table: Table, key: str) -> str | None:
        """The text of a key; one that others than us have changed is none."""
        try:
            row = self._base.execute(f"SELECT sealed, used FROM {table} WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row and row[1] != self._today:
            self._stale.append((table, key))
        return _unsealed(row[0]) if row else None

    def put(self, texts: Texts) -> None:
        """Keep texts by their keys, all or none of them. Raises Unusable."""
        try:
            try:
                self._put(texts)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # damaged behind what opening looks at
                self._anew()
                self._put(texts)
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def close(self) -> None:
        """Note what was of use, once a day, and let others have it."""
        with suppress(sqlite3.Error), self._base:
            for table, key in self._stale:
                self._base.execute(f"UPDATE {table} SET used = ? WHERE key = ?", (self._today, key))
        self._base.close()

    def _put(self, texts: Texts) -> None:
        with self._base:
            for table, rows in texts.items():
                sealed = [(key, _sealed(text), self._today) for key, text in rows.items()]
                self._base.executemany(f"REPLACE INTO {table} (key, sealed, used) VALUES (?, ?, ?)", sealed)
        self._bound()

    def _opened(self) -> sqlite3.Connection:
        """A database that is ours; one that is damaged is begun anew. Raises Unusable."""
        try:
            made(self._root)
            try:
                return _tabled(self._name)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                os.unlink(self._name)
                return _tabled(self._name)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from None

    def _anew(self) -> None:
        self._base.close()
        with suppress(OSError):
            os.unlink(self._name)
        self._base = self._opened()

    def _unusable(self, error: OSError | sqlite3.Error) -> Unusable:
        return Unusable(f"{self._name}: {(getattr(error, 'strerror', None) or str(error)).lower()}")

    def _bound(self) -> None:
        """Forget what was not used for the longest time when there is too much."""
        if os.path.getsize(self._name) <= self._limit:
            return
        with self._base:
            for table in TABLES:
                oldest = f"SELECT key FROM {table} ORDER BY used LIMIT (SELECT (COUNT(*) + 1) / 2 FROM {table})"
                self._base.execute(f"DELETE FROM {table} WHERE key IN ({oldest})")
        self._base.execute("VACUUM")


def _tabled(name: str) -> sqlite3.Connection:
    base = sqlite3.connect(name, timeout=BUSY)
    try:
        # Who loses power may lose the cache; a process that is killed loses nothing.
        base.execute("PRAGMA synchronous = OFF")
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise Unusable(f"{name}: written by a newer svclint; --clear-cache begins anew")
        if version < VERSION:
            _founded(base)
    except BaseException:
        base.close()
        raise
    return base


def _founded(base: sqlite3.Connection) -> None:
    with base, closing(base.cursor()) as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            columns = "key TEXT PRIMARY KEY, sealed BLOB NOT NULL, used INTEGER NOT NULL"
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns}) WITHOUT ROWID")
        cursor.execute(f"PRAGMA user_version = {VERSION}")


def _sealed(text: str) -> bytes:
    data = zlib.compress(text.encode("ascii"), 1)
    return blake2b(data, digest_size=_SEAL).digest() + data


def _unsealed(sealed: object) -> str | None:
    if not isinstance(sealed, bytes) or blake2b(sealed[_SEAL:], digest_size=_SEAL).digest() != sealed[:_SEAL]:
        return None
    return zlib.decompress(sealed[_SEAL:]).decode("ascii")
