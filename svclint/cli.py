"""The command ``svclint``: what it understands, and what it prints."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, TypeAlias

import click

from svclint import __version__
from svclint.check import checked
from svclint.saving import Unwritten
from svclint.settings import CERTAINTIES, FAIL_ON, FORMATS, BadSettings, Output
from svclint.simulation import choices
from svclint.terminal import complain, echo

HELP = {"help_option_names": ["-h", "--help"]}
FileIgnores: TypeAlias = tuple[str, tuple[str, ...]]

CLUSTER = re.compile(r"dask://(?P<place>(?:[^/\s:\[\]]+|\[[0-9a-fA-F:]+\]):\d{1,5})/?")
OWN = {"-h", "--help", "--version"}


class Bare(click.Group):
    """A group whose first word may be left out: without it, the rest is for ``lint``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in what was left out: the word, and the value of an option that need not have one."""
        args = [f"{one}=" if one == "--add-noqa" else one for one in args]
        named = bool(args) and (args[0] in self.commands or args[0] in OWN)
        return super().parse_args(ctx, args if named else ["lint", *args])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of the command that needs no name."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Options of lint"):
            check = self.commands["lint"]
            formatter.write_dl([record for one in check.params if (record := one.get_help_record(ctx))])


def codes_given(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Prefixes of codes, separated by commas, from all times the option was given."""
    from svclint.configuration import codes

    try:
        return codes([part.strip() for value in values for part in value.split(",") if part.strip()])
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def outputs_given(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Output, ...]:
    """Formats, each with the file that it goes to."""
    from svclint.configuration import outputs

    try:
        return outputs(list(values))
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def ignores_given(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[FileIgnores, ...]:
    """Patterns with the codes that they switch off; cut at the last colon, since paths may have one."""
    cut = [value.rpartition(":") for value in values]
    if not all(pattern for pattern, _, _ in cut):
        raise click.BadParameter("PATTERN:CODES is wanted, like 'tests/*:SVC1'", ctx, param)
    return tuple((pattern, codes_given(ctx, param, (listed,))) for pattern, _, listed in cut)


def executor_given(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The host and port of a cluster."""
    found = CLUSTER.fullmatch(value) if value else None
    if value and not found:
        raise click.BadParameter("dask://HOST:PORT is wanted, like dask://127.0.0.1:8786", ctx, param)
    return found["place"] if found else None


on_a_cluster = partial(click.option, "--executor", metavar="dask://HOST:PORT", callback=executor_given)


@click.group(cls=Bare, context_settings=HELP, invoke_without_command=False)
@click.version_option(__version__, prog_name="svclint")
def main() -> None:
    """Check Python Windows services against the contract of the Service Control Manager.

    Without a command, PATHS are linted: "svclint src" is "svclint lint src".
    """


@main.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--select", metavar="CODES", multiple=True, callback=codes_given, help="Only these rules; SVC1 means all of SVC1xx."
)
@click.option(
    "--ignore", metavar="CODES", multiple=True, callback=codes_given, help="Not these; the longer prefix decides."
)
@click.option(
    "--per-file-ignores",
    metavar="PATTERN:CODES",
    multiple=True,
    callback=ignores_given,
    help="Codes to ignore in the files of a pattern.",
)
@click.option("--min-certainty", type=click.Choice(CERTAINTIES), help="Show findings at least this sure.")
@click.option("--output-format", type=click.Choice(FORMATS), help="How findings are written.")
@click.option("--output-file", metavar="FILE", help="Where, instead of standard output.")
@click.option(
    "--output",
    metavar="FORMAT[:FILE]",
    multiple=True,
    callback=outputs_given,
    help="Several formats in one run: --output sarif:svclint.sarif --output github.",
)
@click.option("--fix", is_flag=True, help="Repair what can be repaired safely; tell what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what may change behaviour or timing.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option("--fix-only", is_flag=True, help="Like --fix, but do not tell what is left.")
@click.option("--interactive", is_flag=True, help="Like --fix, but show each fix and ask.")
@click.option("--verify-fixes", is_flag=True, help="Run the services that were fixed, before and after: see verify.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if anything was fixed, whatever is left.")
@click.option("--statistics", is_flag=True, help="Count the findings by code at the end.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are findings.")
@click.option("--stdin-filename", default="stdin", metavar="FILE", help='What to call standard input ("-").')
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these out instead of the usual folders.")
@click.option("--extend-exclude", multiple=True, metavar="PATTERN", help="Leave these out as well.")
@click.option("--force-exclude", is_flag=True, default=None, help="Exclude even files that are named.")
@click.option("--respect-gitignore/--no-respect-gitignore", default=None, help="Heed .gitignore and .ignore.")
@click.option("--baseline", metavar="FILE", help="Do not tell what that file knows.")
@click.option("--write-baseline", metavar="FILE", help="Write what is found there, to be known from then on.")
@click.option("--diff-base", metavar="REV", help="Only findings whose cause lies in functions changed since (git).")
@click.option(
    "--add-noqa",
    default=None,
    metavar="[=REASON]",
    help="Write a comment behind everything that is found, so that only what is new is told.",
)
@click.option(
    "--show-suppressed/--no-show-suppressed",
    default=None,
    help="In SARIF: also what comments cover and what the baseline knows.",
)
@click.option("--require-reason/--no-require-reason", default=None, help="'svclint: ignore[...]' has to say why.")
@click.option("--disable-noqa", is_flag=True, help='Heed no "# noqa" comments.')
@click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Processes; 0 for as many as pay.")
@on_a_cluster(help="Judge on a running Dask cluster instead; its workers need svclint, and no files.")
@click.option("--watch", is_flag=True, help="Lint again whenever something changes, until interrupted.")
@click.option("--cache/--no-cache", default=None, help="Keep what is found, and judge again only what has changed.")
@click.option("--clear-cache", is_flag=True, help="First forget what earlier runs found.")
@click.option("--config", metavar="FILE", help="Read this pyproject.toml instead of the nearest.")
@click.option("--isolated", is_flag=True, help="Read no pyproject.toml.")
@click.option(
    "--follow-imports/--no-follow-imports", default=None, help="Read what service files import from their project."
)
@click.option("--pedantic/--no-pedantic", default=None, help="Also rules that are a matter of taste (severity info).")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="The least severity that makes the exit code 1.")
@click.option("--show-unknown", is_flag=True, help="List the calls that could not be followed, and why.")
@click.option("--show-settings", is_flag=True, help="Print the settings that hold, and lint nothing.")
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Lint files and folders (the current one when none is given; "-" is standard input).

    Exit codes: 0 clean, 1 findings (that are left, with --fix; that would be fixed, with --diff), 2 something could
    not be linted or fixed.
    """
    ctx.exit(checked(paths or (".",), given, ctx.obj))


@main.command("explain")
@click.argument("code")
@click.pass_context
def explain(ctx: click.Context, code: str) -> None:
    """Print the page of the rule CODE."""
    from svclint.pages import page
    from svclint.rules.plugins import BadPlugin

    try:
        echo(page(code.upper()).splitlines())
    except (LookupError, BadPlugin, Unwritten) as error:
        complain([str(error.args[0])])
        ctx.exit(2)


@main.command("rules")
@click.pass_context
def rules(ctx: click.Context) -> None:
    """List all rules: code, severity, name, summary."""
    from svclint.pages import table
    from svclint.rules.plugins import BadPlugin

    try:
        echo(table())
    except (BadPlugin, Unwritten) as error:
        complain([str(error)])
        ctx.exit(2)


@main.command("report")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--form", type=click.Choice(("text", "markdown", "html")), default="text", help="How it is written.")
@click.option("--output-file", metavar="FILE", help="Where, instead of standard output.")
@click.pass_context
def report(ctx: click.Context, paths: tuple[str, ...], form: str, output_file: str | None) -> None:
    """Tell what each service in PATHS does, for a reviewer.

    Controls and who handles them, states reported, threads and where they end, wait hints, the longest way to stop;
    as a page or in Markdown with the state diagram, what the contract does not allow in red.
    """
    from svclint.check import effective
    from svclint.reviewing.door import reported

    try:
        ctx.exit(reported(paths or (".",), form, output_file, effective(paths or (".",), "stdin", {})))
    except (BadSettings, Unwritten) as error:
        complain([str(error)])
        ctx.exit(2)


@main.command("verify")
@click.argument("target")
@click.option(
    "--scenario",
    multiple=True,
    metavar="NAME",
    help="Instead of all that fit: NAME (a wrong one lists them), FILE.py:FUNCTION, 'controls: STEP, ...'.",
)
@click.option("--schedules", type=click.IntRange(min=1), default=100, show_default=True, help="Runs per scenario.")
@click.option("--seed", type=int, default=0, help="Another number, another search.")
@click.option("--first", is_flag=True, help="End with the first finding that is seen again.")
@on_a_cluster(help="Run it on a Dask cluster; the files of the current folder are sent there.")
@click.option("--fresh", is_flag=True, help="Do not go on where the same search was interrupted.")
@click.option("--regressions", metavar="FILE", help="Known schedules, instead of .svclint_regressions.json.")
@click.option(
    "--host",
    type=click.Choice(choices.HOSTS),
    default=choices.HOSTS[0],
    show_default=True,
    help="What hosts the service.",
)
@click.option(
    "--profile",
    type=click.Choice(choices.PROFILES),
    default=choices.PROFILES[0],
    show_default=True,
    help="Which Windows.",
)
@click.option("--framework", metavar="PATH", help="An unpacked pywin32 wheel, whose own win32serviceutil.py is run.")
@click.option(
    "--allow",
    multiple=True,
    type=click.Choice(choices.EFFECTS, case_sensitive=False),
    help="Let the service really do this.",
)
@click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Processes; 0 for one per core.")
@click.option("--output-format", type=click.Choice(choices.FORMATS), default="text", help="How it is written.")
@click.option("--trace", metavar="FILE", help="Write the first finding's run, or the usual one, as JSON lines.")
@click.option("--timeline", metavar="FILE", help="Draw that run: .html a page, .json for trace viewers, else text.")
@click.pass_context
def verify(ctx: click.Context, /, target: str, **given: Any) -> None:
    """Run the service TARGET under a simulated SCM, and judge what it does by the same rules.

    TARGET is MODULE:CLASS, FILE.py, FILE.py:CLASS, or with --host python a script that calls the dispatcher.
    Its code is run, in processes of its own, with virtual time.

    What was found is kept as a regression and replayed first next time. A long search that is interrupted goes on when
    it is asked for again.

    Exit codes: 0 kept, 1 broken, 2 nothing could be run, 3 inconclusive.
    """
    from svclint.verify import verify as verified

    ctx.exit(verified(target, given))


@main.command("replay")
@click.argument("token")
@click.pass_context
def replay(ctx: click.Context, token: str) -> None:
    """Run the schedule of TOKEN again, which a finding of verify carries."""
    from svclint.verify import replay as replayed

    ctx.exit(replayed(token))


@main.command("lsp")
@click.option("--stdio", is_flag=True, expose_value=False, help="What many editors add; there is no other way.")
@click.pass_context
def lsp(ctx: click.Context) -> None:
    """Serve an editor over standard input and output (Language Server Protocol; extra svclint[lsp])."""
    from svclint.lsp import serve

    ctx.exit(serve())
