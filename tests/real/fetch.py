"""The pinned packages of packages.toml: fetched, verified, unpacked to their Python files; never built, never run."""

from __future__ import annotations

import hashlib
import os
import re
import ssl
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
PINS = HERE / "packages.toml"
WAIT = 60.0  # seconds for one request


class Unreachable(Exception):
    """The index cannot be asked, or it does not serve the pinned file: a reason to skip, not to fail."""


class Tampered(Exception):
    """What was fetched is not what was pinned, or wants to be written outside its folder: a reason to fail."""


@dataclass(frozen=True)
class Package:
    """One pinned distribution file."""

    name: str
    version: str
    file: str
    sha256: str

    @property
    def folder(self) -> str:
        return f"{self.name}-{self.version}"

    @property
    def project(self) -> str:
        return re.sub(r"[-_.]+", "-", self.name).lower()


class Links(HTMLParser):
    """Collects the targets of the links of an index page by their file name."""

    def __init__(self, page: str, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            url = urldefrag(urljoin(self.base, href)).url
            self.found[urlsplit(url).path.rpartition("/")[2]] = url


def packages() -> list[Package]:
    """All pins, in the order of the file."""
    return [Package(**pin) for pin in tomllib.loads(PINS.read_text("utf-8"))["package"]]


def cache() -> Path:
    """Where archives and unpacked files are kept between runs."""
    return Path(os.environ.get("SVCLINT_REAL_CACHE") or HERE.parents[1] / ".cache" / "real")


def unpacked(package: Package) -> Path:
    """The folder with the Python files of the package, laid out as in its archive."""
    home = cache() / package.folder
    if not home.is_dir():
        archive = fetched(package)
        with TemporaryDirectory(dir=cache()) as scratch:
            _unpack(archive, fresh := Path(scratch) / package.folder)
            _settle(fresh, home)
    return home


def fetched(package: Package) -> Path:
    """The verified archive, from the cache or from the index."""
    archive = cache() / "archives" / package.file
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        _keep(_verified(package, _download(package)), archive)
    _verified(package, archive.read_bytes())
    return archive


def _download(package: Package) -> bytes:
    page = f"{_index().rstrip('/')}/{package.project}/"
    links = Links(_get(page).decode("utf-8", "replace"), page).found
    if package.file not in links:
        raise Unreachable(f"the index does not offer {package.file}")
    return _get(links[package.file])


def _get(url: str) -> bytes:
    trust = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    try:
        with urlopen(url, timeout=WAIT, context=trust) as answer:
            return bytes(answer.read())
    except (OSError, HTTPException, ValueError) as problem:
        raise Unreachable(f"no answer from the package index: {problem}") from problem


def _index() -> str:
    return os.environ.get("PIP_INDEX_URL") or _configured() or _default()


def _configured() -> str:
    ask = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    return subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()


def _default() -> str:
    try:
        from pip._internal.models.index import PyPI
    except ImportError as problem:
        raise Unreachable("no index is configured and pip is not installed") from problem
    return str(PyPI.simple_url)


def _verified(package: Package, data: bytes) -> bytes:
    digest = hashlib.sha256(data).hexdigest()
    if digest != package.sha256:
        raise Tampered(f"{package.file}: sha256 is {digest}, pinned is {package.sha256}")
    return data


def _keep(data: bytes, target: Path) -> None:
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(target)


def _unpack(archive: Path, home: Path) -> None:
    home.mkdir()
    for name, data in _members(archive):
        target = (home / name.replace("\\", "/")).resolve()
        if not target.is_relative_to(home.resolve()):
            raise Tampered(f"{archive.name}: {name} points outside")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _settle(fresh: Path, home: Path) -> None:
    try:
        fresh.replace(home)
    except OSError:  # somebody else was quicker; both hold the same files
        if not home.is_dir():
            raise


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    return _zipped(archive) if zipfile.is_zipfile(archive) else _tarred(archive)


def _zipped(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as box:
        for name in box.namelist():
            if name.endswith(".py"):
                yield name, box.read(name)


def _tarred(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as box:
        for member in box:
            content = box.extractfile(member) if member.isreg() and member.name.endswith(".py") else None
            if content is not None:
                yield member.name, content.read()


if __name__ == "__main__":
    for pinned in packages():
        print(unpacked(pinned))
