"""Files to reports: failures stay in their file, and who judges changes nothing."""

from __future__ import annotations

import pickle

from svclint.checking.finding import FileReport, Problem
from svclint.examining import USUAL, Manner
from svclint.opening import Source
from svclint.running import judged, over, run
from svclint.spreading import Alone
from tests.doors.crews import Threads

SERVICE = b"ServiceFramework\n"


def explode(data: bytes, path: str, files: object) -> FileReport:
    """A judge with a bug, on two of three files."""
    if path == "fine.py":
        return FileReport(path)
    raise (RecursionError if path == "deep.py" else KeyError)("of \x1b two\nlines")


BUGGY = Manner(explode)


def sources(*names: str) -> list[Source]:
    return [Source(name, SERVICE) for name in names]


def test_a_bug_is_one_finding_and_the_run_goes_on():
    """SVC000 names exception, place, versions and what to do; the other file is judged."""
    outcome = run(sources("bug.py", "fine.py"), BUGGY)
    bug, fine = outcome.reports
    (finding,) = bug.findings
    assert finding.code == "SVC000"
    assert "KeyError: 'of \\x1b two\\nlines' at doors/test_running.py:" in finding.message
    assert "please report it" in finding.message
    assert finding.steps[-1].text == "in explode"
    assert fine == FileReport("fine.py")


def test_endless_recursion_is_a_problem_of_the_file():
    """What is nested too deeply for the engine is said so."""
    (report,) = run(sources("deep.py"), BUGGY).reports
    assert report.problems == (Problem("deep.py", None, "nested too deeply to be judged"),)


def test_files_without_markers_are_only_counted(judge):
    """They are read and leave no report."""
    outcome = run([Source("a.py", b"import os\n"), *sources("b.py")], Manner(judge))
    assert (outcome.files, outcome.services) == (2, 1)
    assert [report.path for report in outcome.reports] == ["b.py"]


def test_progress_is_told(judge):
    """First the files that were read, then the services that were judged."""
    told = []
    run(sources("a.py", "b.py"), Manner(judge), progress=lambda *state: told.append(state))
    assert told == [
        (1, None, "files read"),
        (2, None, "files read"),
        (1, 2, "services judged"),
        (2, 2, "services judged"),
    ]


def test_reports_come_by_path(judge):
    """The order of discovery does not show."""
    outcome = run([*sources("b.py", "a.py"), Problem("aa.py", None, "gone")], Manner(judge))
    assert [report.path for report in outcome.reports] == ["a.py", "aa.py", "b.py"]
    assert outcome.paths() == ["b.py", "a.py"], "what could not be read was not linted"


def test_an_executor_changes_nothing(judge):
    """Serial and pooled runs give equal reports in equal order."""
    work = [Source(f"{number}.py", b"ServiceFramework\njoin()  # broken: SVC101\n") for number in range(20)]
    manner = Manner(judge)
    assert list(over(iter(work), manner, Threads(3))) == list(over(iter(work), manner, Alone()))


def test_two_processes_change_nothing():
    """The engine itself in one process and in two."""
    work = [Source(f"{number}.py", SERVICE) for number in range(4)]
    assert list(judged(iter(work), USUAL, 2)) == list(judged(iter(work), USUAL, 1))


def test_work_can_travel():
    """What is sent to other processes survives the journey."""
    assert pickle.loads(pickle.dumps(USUAL)) == USUAL
