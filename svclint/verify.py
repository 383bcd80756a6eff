"""``svclint verify`` and ``svclint replay``: the service runs under a simulated SCM, in processes of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svclint.checking.judgement import Certainty
from svclint.examining import judge_of
from svclint.exploring.regressions import NAME, BadRegressions
from svclint.exploring.search import Manner, verified
from svclint.exploring.state import State
from svclint.exploring.work import Supervisors
from svclint.live import Watch
from svclint.reporting.timeline import picture
from svclint.reporting.verdict import RENDERERS, Answer
from svclint.saving import Unwritten, save
from svclint.settings import BadSettings, Settings
from svclint.simulation.exploration.token import BadToken
from svclint.simulation.exploration.token import parsed as read_token
from svclint.simulation.jobs import Job
from svclint.simulation.results import Verdict, agreement
from svclint.simulation.supervising import told
from svclint.simulation.targets import BadTarget, Target, located, parsed
from svclint.simulation.verdicts import again, usual_run
from svclint.source.disk import Disk
from svclint.spreading import Crew, Unreachable, cores
from svclint.terminal import coloured, complain, echo
from svclint.wanted import Wanted, settings_of

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.simulation.results import Result

EXIT_CODES = {Verdict.KEPT: 0, Verdict.BROKEN: 1, Verdict.INCONCLUSIVE: 3}
WARNING = "this runs the code of {target}, in processes that may neither start others nor write nor talk to a network"


def verify(target: str, given: Mapping[str, Any]) -> int:
    """Run a service as the options say, print the verdict, and return the exit code."""
    return _in_order(lambda: _verify(target, given))


def _in_order(body: Callable[[], int]) -> int:
    """The exit code of ``body``, or that of what it raised; no worker and no folder is left when it is interrupted."""
    try:
        with _unwound_by(signal.SIGTERM):
            return body()
    except (BadSettings, BadTarget, BadToken, BadRegressions, Unwritten, Unreachable) as error:
        complain([str(error)])
        return 2
    except KeyboardInterrupt as interrupt:
        complain([str(interrupt) or "interrupted"])
        return 130


@contextmanager
def _unwound_by(number: signal.Signals) -> Iterator[None]:
    """A signal that would end this process on the spot ends it in order, with the exit code that shells give it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, lambda *_: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(number, before)


def _verify(target: str, given: Mapping[str, Any]) -> int:
    meant = parsed(target)
    settings = settings_of(meant, os.getcwd())
    wanted = Wanted(settings, os.getcwd())
    complain([_warning(target, given["allow"])])
    job = _job(meant, given)
    found = _searched(job, given, wanted)
    result = wanted.of(found)
    _drawn(job, result, given["trace"], given["timeline"])
    static = tuple((one, agreement(one, found)) for one in _read(meant, settings) if wanted(one))
    answer = Answer(target, result, static)
    echo(RENDERERS[given["output_format"]](answer, coloured()))
    return EXIT_CODES[result.verdict]


def _warning(target: str, allow: Sequence[str]) -> str:
    but = f", but for what is allowed: {', '.join(allow)}" if allow else ""
    return WARNING.format(target=target) + but


def _job(wanted: Target, given: Mapping[str, Any]) -> Job:
    same = {name: given[name] for name in ("host", "profile", "seed", "allow")}
    same["framework"] = given["framework"] and os.path.abspath(given["framework"])  # workers have a folder of their own
    return Job(str(wanted), os.getcwd(), scenarios=given["scenario"], count=given["schedules"], **same)


def _drawn(job: Job, result: Result, trace: str | None, timeline: str | None) -> None:
    """Write the run of the first finding, or the usual one, into the files that are wanted. Raises Unwritten."""
    if not trace and not timeline:
        return
    lines = next((one.trace for one in result.shown if one.trace), ()) or usual_run(job, told)
    if trace:
        save(trace, (f"{line}\n" for line in lines))
    if timeline:
        save(timeline, [picture(timeline, lines)])


def _searched(job: Job, given: Mapping[str, Any], wanted: Wanted) -> Result:
    watch, state = Watch(sys.stderr, job.count), State(job, _say)
    if given["fresh"]:
        state.remove()
    known = given["regressions"] or os.path.join(job.base, NAME)
    crew = _crew(job, given, watch)
    try:
        return verified(job, crew, Manner(given["first"], state, known, _say, watch.survey, wanted))
    except KeyboardInterrupt:
        raise KeyboardInterrupt("interrupted; the same command goes on with it" if state.kept else "") from None
    finally:
        watch.close()


def _crew(job: Job, given: Mapping[str, Any], watch: Watch) -> Crew:
    """Who supervises the runs. Raises Unreachable."""
    if not given["executor"]:
        return Supervisors(given["jobs"] or cores(), hear=watch.hear)
    from svclint.exploring.mail import Abroad

    return Abroad(given["executor"], job.base)


def _say(line: str) -> None:
    complain([line])


def replay(text: str) -> int:
    """Run the schedule of a token again and print what is found: 0 nothing, 1 something, 2 not to be had, 3 no end."""
    return _in_order(lambda: _replay(text))


def _replay(text: str) -> int:
    token = read_token(text)
    token.check(os.getcwd())
    complain([_warning(token.target, token.allow)])
    meant = parsed(token.target)
    result = Wanted(settings_of(meant, os.getcwd()), os.getcwd()).of(again(token, os.getcwd(), told))
    echo(RENDERERS["text"](Answer(token.target, result, ()), coloured()))
    return EXIT_CODES[result.verdict]


def _read(meant: Target, settings: Settings) -> Iterator[Finding]:
    """What is certain by reading the same file."""
    path = located(meant, os.getcwd())
    if path is None:
        return
    inside = path.is_relative_to(Path.cwd())
    shown = str(path.relative_to(Path.cwd()) if inside else path)
    found = judge_of(settings)(path.read_bytes(), shown, Disk()).findings
    yield from (one for one in found if one.certainty is Certainty.BROKEN)
