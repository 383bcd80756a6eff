"""Work on a service, sent with the files of its project to where they are not, and answers sent back."""

from __future__ import annotations

import io
import os
import pickle
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from svclint.build import anywhere
from svclint.cluster import Cluster
from svclint.errands import OtherBuild
from svclint.settings import EXCLUDED
from svclint.spreading import Unreachable

B = TypeVar("B")
R = TypeVar("R")

LARGEST: Final = 64_000_000  # bytes of a project that travel with every piece of work


class Bundle(NamedTuple):
    """The files below a folder, packed. ``build``: which linter packed them."""

    base: str
    packed: bytes
    build: str


def bundled(base: str) -> Bundle:
    """The files below ``base``, but for environments and the like. Raises Unreachable when they are too many."""
    held = io.BytesIO()
    total = 0
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in _files(base):
            total += path.stat().st_size
            if total > LARGEST:
                raise Unreachable(f"{base}: more than {LARGEST // 1_000_000} MB would have to be sent to the workers")
            packed.write(path, path.relative_to(base))
    return Bundle(base, held.getvalue(), anywhere())


def _files(base: str) -> Iterator[Path]:
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(one for one in folders if one not in EXCLUDED)
        yield from (path for path in (Path(folder, name) for name in sorted(names)) if path.is_file())


@cache
def _unpacked(packed: bytes) -> tempfile.TemporaryDirectory[str]:
    """A folder with the files, as long as this process lives."""
    folder = tempfile.TemporaryDirectory(prefix="svclint-")
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        files.extractall(folder.name)
    return folder


class _Sender(pickle.Pickler):
    """Writes the folder of the project as a blank, wherever it stands in a text."""

    def __init__(self, file: io.BytesIO, base: str) -> None:
        super().__init__(file)
        self._base = base

    def persistent_id(self, obj: Any) -> list[str] | None:
        """The text around the blanks."""
        return obj.split(self._base) if isinstance(obj, str) and self._base in obj else None


class _Receiver(pickle.Unpickler):
    """Fills the blanks with the folder that the project has here."""

    def __init__(self, file: io.BytesIO, base: str) -> None:
        super().__init__(file)
        self._base = base

    def persistent_load(self, pid: list[str]) -> str:
        """The text."""
        return self._base.join(pid)


def sent(thing: object, base: str) -> bytes:
    """A thing, with blanks for the folder ``base``."""
    file = io.BytesIO()
    _Sender(file, base).dump(thing)
    return file.getvalue()


def received(mail: bytes, base: str) -> Any:
    """The thing, as if it had been made in the folder ``base``."""
    return _Receiver(io.BytesIO(mail), base).load()


class Letter(NamedTuple):
    """Work that opens its own mail."""

    mail: bytes

    def __call__(self, bundle: Bundle) -> bytes:
        """The answer, in an envelope. Raises OtherBuild when runs here would not be those of the sender."""
        if anywhere() != bundle.build:
            raise OtherBuild(anywhere())
        base = os.path.realpath(_unpacked(bundle.packed).name)
        work, batch = received(self.mail, base)
        return sent(work(batch), base)


class Abroad(Cluster):
    """A cluster whose workers supervise runs of a service that they were sent."""

    size = 1

    def __init__(self, address: str, base: str) -> None:
        """``base``: the folder of the project. Raises Unreachable."""
        self._bundle = bundled(base)
        super().__init__(address)

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """By mail, both ways."""
        letter: Any = Letter(sent((work, batch), self._bundle.base))
        answer: Future[R] = Future()
        super().submit(letter, self._bundle).add_done_callback(partial(self._open, answer))
        return answer

    def _open(self, answer: Future[R], envelope: Future[bytes]) -> None:
        if envelope.cancelled():
            answer.cancel()
        elif error := envelope.exception():
            answer.set_exception(error)
        else:
            answer.set_result(received(envelope.result(), self._bundle.base))
