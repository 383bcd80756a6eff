"""What is written, and where: findings to standard output or files, complaints to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from svclint.command import Options, written
from svclint.saving import Unwritten, append, save
from svclint.settings import FOR_PEOPLE, PLAIN

if TYPE_CHECKING:
    from svclint.reporting.result import Result
    from svclint.settings import Settings

NO_OPTIONS = Options()


def tell(result: Result, settings: Settings, options: Options = NO_OPTIONS, error: bool = False) -> None:
    """Write a result; ``error``: to standard error, since standard output is taken. Raises Unwritten."""
    from svclint.reporting import concise

    for output in settings.outputs:
        if output.file is not None:
            save(output.file, _lined(result, output.format))
    if settings.printed is not None:
        echo(written(result, settings.printed, coloured()), error)
    if settings.printed in PLAIN:
        echo(map(concise.unfollowed, result.unknown) if options.show_unknown else (), error)
        echo(concise.statistics(result) if options.statistics else (), error)
    complain(_left_out(result, settings))
    complain(_stale(result, settings))
    if settings.printed == "github":
        _summarise(result)
    else:
        complain(map(concise.problem, result.problems))


def _lined(result: Result, output_format: str) -> Iterator[str]:
    """What a file holds in a format."""
    return (f"{line}\n" for line in written(result, output_format, colour=False))


def _left_out(result: Result, settings: Settings) -> Iterator[str]:
    """What programs do not get to read; people are told in the text itself."""
    from svclint.reporting.limits import left_out

    for one in settings.outputs:
        count = 0 if one.format in FOR_PEOPLE else left_out(one.format, result)
        if count:
            yield f"{one.format} has no room for {count} results, the least important ones"


def _stale(result: Result, settings: Settings) -> Iterator[str]:
    """What of the baseline is out of date."""
    if result.compared and result.compared.stale:
        first, *others = result.compared.stale
        more = f" and {len(others)} more" if others else ""
        yield f"{settings.baseline}: {first}{more} not found any more; --write-baseline prunes it"


def _summarise(result: Result) -> None:
    """The page that GitHub shows for a job, if it asks for one."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if name:
        append(name, "".join(_lined(result, "markdown")))


def coloured() -> bool:
    """Whether standard output wants colours: a terminal does, unless NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def echo(lines: Iterable[str], error: bool = False) -> None:
    """Print; what the stream's encoding lacks is shown escaped. Raises Unwritten."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "ascii"
    with _given_up(stream):
        for line in lines:
            stream.write(f"{line}\n".encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()


def complain(lines: Iterable[str]) -> None:
    """Print to standard error, safe for a terminal."""
    from svclint.visible import visible

    echo((f"svclint: {visible(line)}" for line in lines), error=True)


def pour(parts: Iterable[bytes]) -> None:
    """Print bytes as they are: nothing else reaches a file or a pipe unchanged. Raises Unwritten."""
    with _given_up(sys.stdout):
        sys.stdout.flush()
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()


@contextmanager
def _given_up(stream: TextIO) -> Iterator[None]:
    """When a stream cannot be written any more, what else goes there is lost, at the end of the process, too.

    A reader that has gone (``| head``) has seen enough. Of a full disk standard error tells; of its own nobody can.
    """
    try:
        yield
    except OSError as error:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise Unwritten(f"standard output cannot be written: {(error.strerror or str(error)).lower()}") from error
