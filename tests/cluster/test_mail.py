"""A service is run where its project is not: its files travel, and what comes back speaks of the sender's folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from svclint.errands import OtherBuild
from svclint.exploring import mail
from svclint.exploring.mail import Abroad, Letter, bundled, received, sent
from svclint.exploring.search import verified
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result
from svclint.spreading import Unreachable

SERVICE = """\
import time
import win32serviceutil
from plant import pause

class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feed"
    _svc_display_name_ = "Feed"

    def SvcStop(self):
        pause(60)

    def SvcDoRun(self):
        pause(3600)
"""


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """A service with a package beside it, and what must not travel."""
    project = tmp_path / "project"
    for name, text in {
        "feed.py": SERVICE,
        "plant/__init__.py": "from time import sleep as pause\n",
        ".venv/large.py": "x",
    }.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return project


def shout(batch: list[str]) -> list[str]:
    return [one.upper() for one in batch]


def test_folders_are_those_of_whoever_reads():
    """Wherever they stand in a text, however deep in what is sent."""
    thing = {"where": ["/home/me/agent/feed.py", ("beside /home/me/agent: /home/me/agent/plant", 7)]}
    assert received(sent(thing, "/home/me/agent"), "/tmp/x") == {
        "where": ["/tmp/x/feed.py", ("beside /tmp/x: /tmp/x/plant", 7)]
    }


def test_a_letter_is_opened_beside_the_files(project):
    """They are all there, but for environments; the answer speaks of the sender's folder again."""
    bundle = bundled(str(project))
    letter = Letter(sent((_listed, [str(project)]), str(project)))
    (names,) = received(letter(bundle), str(project))
    assert names == [str(project / "feed.py"), str(project / "plant/__init__.py")]


def _listed(batch: list[str]) -> list[list[str]]:
    return [sorted(str(path) for path in Path(folder).rglob("*.py")) for folder in batch]


def test_another_linter_runs_nothing(project):
    """Its runs might be others."""
    letter = Letter(sent((partial(shout), ["a"]), str(project)))
    with pytest.raises(OtherBuild):
        letter(bundled(str(project))._replace(build="svclint 0.0.1"))


def test_a_project_too_large_to_send(project, monkeypatch):
    """It is said how large it may be."""
    monkeypatch.setattr(mail, "LARGEST", 10)
    with pytest.raises(Unreachable, match="more than 0 MB would have to be sent"):
        bundled(str(project))


def test_a_search_abroad_finds_what_one_here_finds(project, cluster):
    """By two workers of a real cluster: the same findings, at the same places, by the same schedules."""
    job = Job(f"{project}/feed.py:Feed", str(project), scenarios=("start-stop",), count=6)
    here, there = verified(job), verified(job, Abroad(cluster, str(project)))
    assert told(there) == told(here)
    assert there.shown


def told(result: Result) -> tuple[object, ...]:
    shown = [(one.finding, one.scenario, str(one.token), one.again) for one in result.shown]
    return result.verdict, shown, result.scenarios, result.lines, result.limits
