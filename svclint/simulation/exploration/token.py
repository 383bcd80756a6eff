"""The replay token: everything that makes a run the run it was, in one word that can be pasted.

Choices are counted in visible operations, which differ between versions of Python and of svclint and with every edit
of a source: so a token names both, and each file that the run came from, and a replay with others is refused, not
tried. The seed of the search is not needed: what it led to are the deviations.
"""

from __future__ import annotations

import base64
import binascii
import json
import platform
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from svclint import __version__

PREFIX: Final = "svc1-"
PYTHON: Final = ".".join(platform.python_version_tuple()[:2])
NAMED: Final = 5  # files in a complaint


class BadToken(ValueError):
    """What was given is no token, or one of other files, Python or svclint. The text says which."""


@dataclass(frozen=True)
class Token:
    """A run: what was run, and where it deviated from the default schedule.

    ``files``: the fingerprints of all source files, by paths that count from the folder of the search, as ``target``,
    ``scenario`` and ``framework`` do. ``slack``: of the clock, in seconds. ``allow``: effects by name. ``digest``
    stands for all that happened.
    """

    target: str
    scenario: str
    host: str
    profile: str
    slack: float
    files: dict[str, str]
    deviations: dict[int, int]
    digest: str
    allow: tuple[str, ...] = ()
    framework: str | None = None
    python: str = PYTHON
    svclint: str = __version__

    def __str__(self) -> str:
        held = {**asdict(self), "deviations": sorted(self.deviations.items())}
        packed = zlib.compress(json.dumps(held, separators=(",", ":")).encode(), 9)
        return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def check(self, base: str) -> None:
        """Raises BadToken unless this Python, this svclint and the files, from ``base``, are those of the run."""
        for name, here in (("Python", PYTHON), ("svclint", __version__)):
            made = getattr(self, name.lower())
            if made != here:
                raise BadToken(f"the token does not fit: it is of {name} {made}, this is {here}")
        now = {path: _read(Path(base, path)) for path in self.files}
        _complain("not here", [path for path, mark in now.items() if mark is None])
        _complain("changed since then", [path for path in now if now[path] != self.files[path]])


def fingerprint(text: bytes) -> str:
    """What stands for the text of a source file."""
    return sha256(text).hexdigest()[:12]


def _read(path: Path) -> str | None:
    try:
        return fingerprint(path.read_bytes())
    except OSError:
        return None


def _complain(what: str, paths: list[str]) -> None:
    if paths:
        rest = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
        raise BadToken(f"the token does not fit: {what}: {', '.join(sorted(paths)[:NAMED])}{rest}")


def parsed(text: str) -> Token:
    """The token behind its text. Raises BadToken."""
    if not text.startswith(PREFIX):
        raise BadToken(f"a token begins with {PREFIX!r}")
    packed = text.removeprefix(PREFIX)
    try:
        return _token(json.loads(zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))))
    except (binascii.Error, zlib.error, ValueError, TypeError, KeyError) as error:
        raise BadToken("the token is damaged: copy all of it") from error


def _token(held: Mapping[str, Any]) -> Token:
    """Raises ValueError, TypeError or KeyError for what is none."""
    deviations = {int(key): int(value) for key, value in held["deviations"]}
    token = Token(**{**held, "deviations": deviations, "allow": tuple(map(str, held["allow"]))})
    words = (token.target, token.scenario, token.host, token.profile, token.digest, token.python, token.svclint)
    if not all(isinstance(one, str) for one in (*words, token.framework or "", *token.files, *token.files.values())):
        raise TypeError
    return token
