"""What is said when svclint itself fails: one finding SVC000 that holds what a report needs."""

from __future__ import annotations

import os
import sys

from svclint import __version__
from svclint.checking.finding import Finding, Step
from svclint.checking.judgement import Certainty
from svclint.contract.events import At

INTERNAL = "SVC000"


def internal_error(path: str, error: Exception) -> Finding:
    """The finding for an exception nobody expected; its steps are the innermost frames of the traceback."""
    import traceback  # nothing goes wrong in most runs

    frames = traceback.extract_tb(error.__traceback__)[-5:]
    steps = tuple(Step(_at(frame.filename, frame.lineno or 0), f"in {frame.name}") for frame in frames)
    place = f" at {_brief(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    release = f"svclint {__version__}, Python {'.'.join(map(str, sys.version_info[:3]))}"
    message = f"internal error ({what}{place}; {release}): please report it with this line and the file"
    return Finding(INTERNAL, message, _at(path, 1), Certainty.BROKEN, (), steps, "")


def _at(path: str, line: int) -> At:
    return At(path, line, 1, line, 1, "")


def _brief(path: str) -> str:
    """The last two parts: enough to find the module, nothing of the user's folders."""
    return "/".join(path.split(os.sep)[-2:])
