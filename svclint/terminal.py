"""What is printed, and where: findings to standard output, complaints to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from svclint.command import Options, written

if TYPE_CHECKING:
    from svclint.reporting.result import Result
    from svclint.settings import Settings

NO_OPTIONS = Options()


def tell(result: Result, settings: Settings, options: Options = NO_OPTIONS, error: bool = False) -> None:
    """Print a result; ``error``: to standard error, since standard output is taken."""
    from svclint.reporting import concise

    echo(written(result, settings.output_format, coloured()), error)
    if settings.output_format in ("text", "concise"):
        echo(map(concise.unfollowed, result.unknown) if options.show_unknown else (), error)
        echo(concise.statistics(result) if options.statistics else (), error)
    if settings.output_format != "github":
        complain(map(concise.problem, result.problems))


def coloured() -> bool:
    """Whether standard output wants colours: a terminal does, unless NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def echo(lines: Iterable[str], error: bool = False) -> None:
    """Print; what the stream's encoding lacks is shown escaped."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "ascii"
    for line in lines:
        stream.write(f"{line}\n".encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def complain(lines: Iterable[str]) -> None:
    """Print to standard error, safe for a terminal."""
    from svclint.visible import visible

    echo((f"svclint: {visible(line)}" for line in lines), error=True)


def pour(parts: Iterable[bytes]) -> None:
    """Print bytes as they are: nothing else reaches a file or a pipe unchanged."""
    sys.stdout.flush()
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
