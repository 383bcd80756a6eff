"""One run of the command: settings, lint, print, exit code. Knows nothing of how its words were parsed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from svclint.command import STDIN, Work, exit_code, home, lint, written
from svclint.progress import Progress
from svclint.running import Judge, lint_bytes
from svclint.settings import BadSettings, Settings

NOTHING: Mapping[str, Any] = {}


def checked(paths: tuple[str, ...], given: Mapping[str, Any] = NOTHING, judge: Judge = lint_bytes) -> int:
    """Lint the paths as the options given say, print, and return the exit code."""
    stdin = given.get("stdin_filename", "stdin")
    work = Work(paths, stdin, not given.get("disable_noqa"), given.get("jobs", 0), judge)
    try:
        settings = effective(paths, stdin, given)
        if given.get("show_settings"):
            echo(settings.shown().splitlines())
            return 0
        return report(work, settings, bool(given.get("statistics")), bool(given.get("exit_zero")))
    except BadSettings as error:
        complain([str(error)])
        return 2
    except KeyboardInterrupt:
        complain(["interrupted"])
        return 130


def effective(paths: tuple[str, ...], stdin: str, given: Mapping[str, Any]) -> Settings:
    """The settings of the command line over those of the file. Raises BadSettings."""
    from svclint.configuration import nearest, required

    if given.get("isolated"):
        settings = Settings()
    elif given.get("config"):
        settings = required(given["config"])
    else:
        settings = nearest(home([stdin if path == STDIN else path for path in paths]))
    return settings._replace(**overrides(given))


def overrides(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the command line says of settings; options that were not given say nothing."""
    return {name: given[name] for name in Settings._fields if given.get(name) not in (None, ())}


def report(work: Work, settings: Settings, statistics: bool, exit_zero: bool) -> int:
    """Lint, print, and say how the command ends."""
    from svclint.reporting import concise

    progress = Progress(sys.stderr)
    try:
        result = lint(work, settings, progress)
    finally:
        progress.close()
    echo(written(result, settings.output_format, coloured()))
    if settings.output_format in ("text", "concise"):
        echo(concise.statistics(result) if statistics else ())
    if settings.output_format != "github":
        complain(map(concise.problem, result.problems))
    return exit_code(result, exit_zero)


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
    from svclint.reporting.visible import visible

    echo((f"svclint: {visible(line)}" for line in lines), error=True)
