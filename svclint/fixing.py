"""The lint command when fixes are asked for, or are to be shown: a result out, and what became of the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.command import Linted, Options, Work, exit_code, lint, linted, result_of
from svclint.opening import Source
from svclint.progress import Progress
from svclint.repair.orders import Ask, Mended, Orders
from svclint.repair.plan import Plan
from svclint.repair.run import mend, proposals
from svclint.repair.writing import folders
from svclint.reporting import concise
from svclint.reporting.texts import Texts
from svclint.selection import Selection
from svclint.settings import PLAIN, Settings
from svclint.terminal import complain, echo, pour, tell
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.repair.fix import Fix
    from svclint.reporting.result import Result


class Fixed(NamedTuple):
    """How it ended. ``typed`` is what standard input became, where that was linted."""

    result: Result
    mended: Mended
    typed: bytes | None


def fixed(work: Work, settings: Settings, plan: Plan, progress: Progress, ask: Ask | None = None) -> Fixed:
    """Lint, fix as planned, and lint what was fixed. Raises BadSettings."""
    found = linted(work, settings, progress)
    orders = Orders(plan, Selection(settings), work.judge, work.noqa, folders(work.files), found.held, ask)
    mended = mend(found.outcome, orders, *() if ask else (progress,)) if plan.mends else Mended(found.outcome)
    held = {path: source._replace(data=mended.data(path, source.data)) for path, source in found.held.items()}
    if mended.changes and found.outcome.abroad and not plan.diff:  # they may have moved, or gone
        mended = mended._replace(outcome=linted(work, settings, progress).outcome)
    texts = Texts({path: source.data for path, source in held.items()})
    result = result_of(mended.outcome, settings)._replace(fixed=mended.fixed, texts=texts)
    if settings.shows_fixes and not plan.quiet:
        proposed = proposals(result.findings, mended.outcome, orders._replace(held=held), progress)
        result = result._replace(fixes=proposed)
    return Fixed(result, mended, _typed(found, held))


def _typed(found: Linted, held: Mapping[str, Source]) -> bytes | None:
    return next((held[path].data for path in found.held), None)


def report_fixed(work: Work, settings: Settings, options: Options, progress: Progress) -> int:
    """Do it, print, and say how the command ends."""
    plan = options.plan
    done = fixed(work, settings, plan, progress, Asking(progress) if plan.ask else None)
    progress.close()
    taken = plan.mends and done.typed is not None
    if plan.diff:
        pour(differences(done.mended))
    elif taken:
        pour([done.typed or b""])
    if plan.quiet:
        tell_failures(done.result, settings, plan, error=taken)
    else:
        tell(done.result, settings, options, error=taken)
    if plan.verify:
        complain(_in_runs(done.mended))
    if done.mended.changes and (plan.quiet or settings.printed != "text"):
        complain([told(done.mended, plan)])
    return ending(done.result, plan, settings.fail_on, options.exit_zero)


def report_noted(work: Work, settings: Settings, options: Options, progress: Progress) -> int:
    """Write comments that suppress what is found; 2 when some file could not be written."""
    from svclint.noting import noted

    result = lint(work, settings, progress)
    progress.close()
    done = noted(result.findings, options.note or "", folders(work.files))
    complain(map(concise.problem, result.problems))
    complain(done.refused)
    comments = "1 comment" if done.comments == 1 else f"{done.comments} comments"
    echo([f"wrote {comments} in {done.files} {'file' if done.files == 1 else 'files'}"])
    return 2 if done.refused or result.problems else 0


def report_baseline(work: Work, settings: Settings, name: str, progress: Progress) -> int:
    """Write what is found, known or not, into a baseline. Raises Unwritten."""
    from svclint.baseline import written

    result = lint(work, settings._replace(baseline=None), progress)
    progress.close()
    complain(map(concise.problem, result.problems))
    count = written(name, result.findings)
    echo([f"wrote {count} {'finding' if count == 1 else 'findings'} to {visible(name)}"])
    return 2 if result.problems else 0


def _in_runs(mended: Mended) -> Iterator[str]:
    """The verdicts of runs before and after, for every service class that was fixed."""
    from svclint.verifying import compared, line

    if mended.changes:
        yield "--verify-fixes runs the code that was fixed, in processes of its own"
    for change in mended.changes:
        yield from map(line, compared(change.path, change.before, change.after))


def tell_failures(result: Result, settings: Settings, plan: Plan, error: bool) -> None:
    """Nothing of what is left but what could not be judged. Who reads a format by machine gets all of its form."""
    from svclint.checking.internal import INTERNAL

    failed = result._replace(findings=tuple(one for one in result.findings if one.code == INTERNAL))
    if any(one.format not in PLAIN for one in settings.outputs) and not plan.diff:
        tell(failed, settings, error=error)
    else:
        complain((*map(concise.line, failed.findings), *map(concise.problem, failed.problems)))


class Asking:
    """Shows a fix and asks. "all" and "quit" answer for those that follow."""

    def __init__(self, progress: Progress) -> None:
        """The bar gives way to the first question."""
        self.progress = progress
        self.settled: bool | None = None

    def __call__(self, fix: Fix, path: str, lines: Sequence[str]) -> bool:
        """Whether the fix is to be made. Raises KeyboardInterrupt where nobody answers."""
        if self.settled is not None:
            return self.settled
        self.progress.close()
        echo(
            ["", *map(visible, lines), f"{visible(path)}: {fix.code} {visible(fix.title)} ({fix.applicability.value})"]
        )
        answer = self._answer()
        if answer in ("a", "q"):
            self.settled = answer == "a"
        return answer in ("y", "a")

    def _answer(self) -> str:
        import click

        try:
            choice = click.Choice(("y", "n", "a", "q"), case_sensitive=False)
            return str(click.prompt("Make this fix? yes, no, all, quit", type=choice))
        except click.Abort:
            raise KeyboardInterrupt from None


def differences(mended: Mended) -> Iterator[bytes]:
    """The diffs of all files that would change, line by line."""
    from svclint.repair.difference import difference

    for one in mended.changes:
        yield from difference(one.before, one.after, one.path)


def told(mended: Mended, plan: Plan) -> str:
    """One line about what was done, or would be."""
    count, files = mended.fixed, len(mended.changes)
    fixes = "1 fix" if count == 1 else f"{count} fixes"
    where = "1 file" if files == 1 else f"{files} files"
    return f"{'would make' if plan.diff else 'made'} {fixes} in {where}"


def ending(result: Result, plan: Plan, fail_on: str, exit_zero: bool) -> int:
    """The exit code: that of the findings left, where those matter, or that something was fixed."""
    code = exit_code(result, fail_on, exit_zero)
    if code == 2 or exit_zero:
        return code
    if result.fixed and (plan.diff or plan.exit_non_zero):
        return 1
    return 0 if plan.quiet else code
