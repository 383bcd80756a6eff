"""Files to reports: failures stay in their file, and the number of processes changes nothing."""

from __future__ import annotations

import pickle
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import pytest

from svclint.checking.finding import Problem
from svclint.linting import FileReport
from svclint.running import Source, examine, judged, lint_bytes, pooled, run

SERVICE = b"ServiceFramework\n"


def explode(data: bytes, path: str) -> FileReport:
    """A judge with a bug, on two of three files."""
    if path == "fine.py":
        return FileReport(path)
    raise (RecursionError if path == "deep.py" else KeyError)("of \x1b two\nlines")


def sources(*names: str) -> list[Source]:
    return [Source(name, SERVICE) for name in names]


def test_a_bug_is_one_finding_and_the_run_goes_on():
    """SVC000 names exception, place, versions and what to do; the other file is judged."""
    outcome = run(sources("bug.py", "fine.py"), judge=explode)
    bug, fine = outcome.reports
    (finding,) = bug.findings
    assert finding.code == "SVC000"
    assert "KeyError: 'of \\x1b two\\nlines' at doors/test_running.py:" in finding.message
    assert "please report it" in finding.message
    assert finding.steps[-1].text == "in explode"
    assert fine == FileReport("fine.py")


def test_endless_recursion_is_a_problem_of_the_file():
    """What is nested too deeply for the engine is said so."""
    (report,) = run(sources("deep.py"), judge=explode).reports
    assert report.problems == (Problem("deep.py", None, "nested too deeply to be judged"),)


def test_files_without_markers_are_only_counted(judge):
    """They are read and leave no report."""
    outcome = run([Source("a.py", b"import os\n"), *sources("b.py")], judge=judge)
    assert (outcome.files, outcome.services) == (2, 1)
    assert [report.path for report in outcome.reports] == ["b.py"]


def test_progress_is_told(judge):
    """First the files that were read, then the services that were judged."""
    told = []
    run(sources("a.py", "b.py"), judge=judge, progress=lambda *state: told.append(state))
    assert told == [
        (1, None, "files read"),
        (2, None, "files read"),
        (1, 2, "services judged"),
        (2, 2, "services judged"),
    ]


def test_reports_come_by_path(judge):
    """The order of discovery does not show."""
    outcome = run([*sources("b.py", "a.py"), Problem("aa.py", None, "gone")], judge=judge)
    assert [report.path for report in outcome.reports] == ["a.py", "aa.py", "b.py"]


def test_an_executor_changes_nothing(judge):
    """Serial and pooled runs give equal reports in equal order."""
    work = [Source(f"{number}.py", b"ServiceFramework\njoin()  # broken: SVC101\n") for number in range(20)]
    assert list(pooled(work, judge, ThreadPoolExecutor(3))) == list(judged(work, judge, 1))


def test_two_processes_change_nothing():
    """The engine itself in one process and in two."""
    work = [Source(f"{number}.py", SERVICE) for number in range(4)]
    assert list(judged(work, examine, 2)) == list(judged(work, examine, 1))


def test_work_can_travel():
    """What is sent to other processes survives the journey."""
    assert pickle.loads(pickle.dumps(lint_bytes)) is lint_bytes


class Dying(Executor):
    """An executor whose workers are killed."""

    def submit(self, *call: object, **more: object) -> Future[FileReport]:
        future: Future[FileReport] = Future()
        future.set_exception(BrokenExecutor())
        return future


class Dead(Executor):
    """An executor that knows that its workers were killed."""

    def submit(self, *call: object, **more: object) -> Future[FileReport]:
        raise BrokenExecutor


@pytest.mark.parametrize("executor", [Dying(), Dead()], ids=["dying", "dead"])
def test_a_killed_worker_takes_only_its_files(judge, executor):
    """Each file whose process died is named; the run ends as usual."""
    reports = pooled(sources("a.py", "b.py"), judge, executor)
    assert [report.problems[0].reason for report in reports] == ["the process that judged it died"] * 2
