"""One run of the command: settings, lint, print, exit code. Knows nothing of how its words were parsed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from svclint.command import STDIN, Options, Work, exit_code, home, lint
from svclint.examining import Judge, judge_of
from svclint.progress import Progress
from svclint.remembering import remembering
from svclint.repair.plan import planned
from svclint.saving import Unwritten
from svclint.settings import BadSettings, Settings
from svclint.spreading import Crew, Unreachable
from svclint.terminal import complain, echo, tell

NOTHING: Mapping[str, Any] = {}


def checked(paths: tuple[str, ...], given: Mapping[str, Any] = NOTHING, judge: Judge | None = None) -> int:
    """Lint the paths as the options given say, print, and return the exit code. ``judge``: instead of the linter's."""
    stdin = given.get("stdin_filename", "stdin")
    try:
        settings = effective(paths, stdin, given)
        if given.get("show_settings"):
            echo(settings.shown().splitlines())
            return 0
        noqa = not given.get("disable_noqa")
        work = Work(paths, stdin, noqa, given.get("jobs", 0), judge or judge_of(settings))
        if judge is None:
            work = work._replace(memory=partial(remembering, settings, noqa, bool(given.get("clear_cache"))))
        if given.get("executor"):
            work = work._replace(far=partial(cluster, given["executor"]))
        options = options_given(given, STDIN in paths)
        if given.get("watch"):
            return watched_over(work, options, partial(effective, paths, stdin, given))
        return report(work, settings, options)
    except (BadSettings, Unwritten, Unreachable) as error:
        complain([str(error)])
        return 2
    except KeyboardInterrupt:
        complain(["interrupted"])
        return 130


def watched_over(work: Work, options: Options, settings: Callable[[], Settings]) -> int:
    """Lint until the user interrupts. Raises BadSettings for what does not go with that."""
    from svclint.watching import watched

    if STDIN in work.paths or options.plan.mends or options.note is not None or options.write_baseline:
        raise BadSettings("--watch goes with no fixes, no --add-noqa, no --write-baseline and no standard input")
    return watched(work, options, settings)


def cluster(address: str) -> Crew:
    """The workers at an address. Raises Unreachable."""
    from svclint.cluster import Cluster

    return Cluster(address)


def options_given(given: Mapping[str, Any], stdin: bool) -> Options:
    """What the command line says beside the settings. Raises BadSettings for what does not fit together."""
    statistics, exit_zero, unknown = (bool(given.get(name)) for name in ("statistics", "exit_zero", "show_unknown"))
    plan, note = planned(given, stdin), given.get("add_noqa")
    if given.get("write_baseline") and (plan.mends or note is not None):
        raise BadSettings("--write-baseline goes with no fixes and no --add-noqa: they change what it would write")
    if note is not None and (plan.mends or stdin):
        raise BadSettings("--add-noqa writes comments into files: it goes with no fixes and no standard input")
    return Options(plan, statistics, exit_zero, unknown, note, given.get("write_baseline"))


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


def report(work: Work, settings: Settings, options: Options) -> int:
    """Lint, print, and say how the command ends. The part of it that knows fixes is imported when they matter."""
    progress = Progress(sys.stderr)
    try:
        if options.write_baseline:
            from svclint.fixing import report_baseline

            return report_baseline(work, settings, options.write_baseline, progress)
        if options.note is not None:
            from svclint.fixing import report_noted

            return report_noted(work, settings, options, progress)
        if options.plan.mends or settings.shows_fixes:
            from svclint.fixing import report_fixed

            return report_fixed(work, settings, options, progress)
        result = lint(work, settings, progress)
    finally:
        progress.close()
    tell(result, settings, options)
    return exit_code(result, settings.fail_on, options.exit_zero)
