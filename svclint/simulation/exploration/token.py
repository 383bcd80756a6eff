"""The replay token: everything that makes a run the run it was, in one word that can be pasted.

Choices are counted in visible operations, which differ between versions of Python and of svclint and with every
edit of the source: so a token names all three, and a replay of other ones is refused, not tried.
"""

from __future__ import annotations

import base64
import binascii
import json
import platform
import zlib
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from svclint import __version__

PREFIX: Final = "svc1-"


class BadToken(ValueError):
    """What was given is no token, or one of another source, Python or svclint. The text says which."""


@dataclass(frozen=True)
class Token:
    """A run: what was run (target, scenario, host, profile), by which clock slack (seconds), and where it deviated."""

    target: str
    scenario: str
    host: str
    profile: str
    slack: float
    source: str
    deviations: dict[int, int]
    python: str = platform.python_version()
    svclint: str = __version__

    def __str__(self) -> str:
        held = {**asdict(self), "deviations": sorted(self.deviations.items())}
        packed = zlib.compress(json.dumps(held, separators=(",", ":")).encode(), 9)
        return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def check(self, source: str) -> None:
        """Raises BadToken unless this source, Python and svclint are those of the run."""
        here = {"source": source, "python": platform.python_version(), "svclint": __version__}
        for name, value in here.items():
            if getattr(self, name) != value:
                raise BadToken(f"the token is of another {name}: {getattr(self, name)}, here it is {value}")


def fingerprint(path: Path) -> str:
    """What stands for the text of a source file. Raises OSError."""
    return sha256(path.read_bytes()).hexdigest()[:12]


def parsed(text: str) -> Token:
    """The token behind its text. Raises BadToken."""
    if not text.startswith(PREFIX):
        raise BadToken(f"a token begins with {PREFIX!r}")
    packed = text.removeprefix(PREFIX)
    try:
        held = json.loads(zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))))
        return Token(**{**held, "deviations": {int(key): int(value) for key, value in held["deviations"]}})
    except (binascii.Error, zlib.error, ValueError, TypeError, KeyError) as error:
        raise BadToken("the token is damaged: copy all of it") from error
