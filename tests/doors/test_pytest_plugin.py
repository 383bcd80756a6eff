"""The pytest plugin, in real runs of small test files: what passes, what fails and how that reads."""

from __future__ import annotations

import re
import sys
import uuid
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.doors.services import GOOD, LEAKY, SCRIPT
from tests.doors.test_verify_bad_input import LINUX, MARK, marked

pytest_plugins = ("pytester",)

INSTALLED = any(one.name == "svclint" for one in entry_points(group="pytest11"))
NAME = "svclint" if INSTALLED else "svclint.pytest_plugin"  # a checkout installed before it had a plugin

# In pytest's own process, pywin32 may be a few empty modules; the child never sees them.
CONFTEST = """\
import sys
import types

for name in ("win32event", "win32service", "win32serviceutil"):
    sys.modules.setdefault(name, types.ModuleType(name))
sys.modules["win32serviceutil"].ServiceFramework = type("ServiceFramework", (), {})
"""

PAUSY = '''\
from feed import Feed, win32service


class Pausy(Feed):
    """Once it was paused it does not hear STOP."""

    _svc_name_ = "Pausy"

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)
        self.paused = True

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcStop(self):
        if not getattr(self, "paused", False):
            super().SvcStop()
'''


@pytest.fixture(autouse=True)
def _project(pytester: pytest.Pytester) -> None:
    """A folder with services, and a conftest that lets pytest import them anywhere."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(feed=GOOD, leaky=LEAKY, script=GOOD + SCRIPT, pausy=PAUSY)
    pytester.syspathinsert()


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Pytest in a process of its own, with the plugin."""
    plugin = () if INSTALLED else ("-p", NAME)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *plugin, *arguments)


PASSING = '''\
import sys
import threading
import time

from hypothesis import given, settings
from svclint.simulation.sequences import sequences

from feed import Feed, win32service

UNTOUCHED = time.sleep, threading.Lock, threading.Thread, sys.modules["win32service"], list(sys.path)


class Own(Feed):
    """A class of the test module itself."""

    _svc_name_ = "Own"


def later(scm):
    assert scm.start()
    scm.wait(5)
    assert scm.stop() == 0
    assert scm.stopped()


def test_a_class(scm):
    assert scm.verify(Feed, schedules=2, scenario="start-stop").runs == 2


def test_a_class_of_the_test_module(scm):
    scm.verify(Own, schedules=2, scenario=later)


def test_a_name(scm):
    scm.verify("feed:Feed", schedules=2, scenarios=["start-stop", later])


def test_a_script(scm):
    scm.verify("script.py", schedules=2, scenario="start-stop", host="python")


def test_steps(scm):
    scm.verify(Feed, schedules=2, controls=["interrogate", "wait 3", "200"], seed=3, profile="strict-shutdown", jobs=2)


def test_steps_made_up(scm):
    scm.verify(Feed, schedules=10, controls=scm.controls("interrogate", "stop", max_size=3))


@settings(max_examples=2, deadline=None)
@given(controls=sequences("interrogate", "stop", max_size=2))
def test_steps_of_an_own_strategy(scm, controls):
    scm.verify(Feed, schedules=1, controls=controls)


def test_nothing_was_replaced_here():
    assert (time.sleep, threading.Lock, threading.Thread, sys.modules["win32service"], sys.path) == UNTOUCHED
    assert threading.active_count() == 1
'''


@LINUX
def test_what_passes(pytester, monkeypatch):
    """Every way to name a service and what is done to it; pytest's process stays as it was, and nobody is left."""
    mark = uuid.uuid4().hex
    monkeypatch.setenv(MARK, mark)
    pytester.makepyfile(test_passing=PASSING)
    run(pytester, "test_passing.py").assert_outcomes(passed=8)
    assert marked(mark) == []


def test_a_finding_fails_the_test(pytester):
    """The finding with its steps and its token; the test's own line, and none of svclint's."""
    pytester.makepyfile("from leaky import Feed\n\ndef test_stops(scm):\n    scm.verify(Feed, schedules=2)\n")
    result = run(pytester, "--assert=plain")
    result.assert_outcomes(failed=1)
    result.stdout.re_match_lines(
        [
            r">       scm\.verify\(Feed, schedules=2\)",
            r"E       Failed: leaky\.py:\d+:9: warning SVC202 .*",
            r"E          1\. leaky\.py:\d+: .*",
            r"E .*svclint replay svc1-\S+$",
            r"E .*: broken, 1 finding in .* runs of .*",
        ]
    )
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_the_token_of_a_failed_test_can_be_replayed(pytester):
    """From any folder."""
    pytester.makepyfile("def test_stops(scm):\n    scm.verify('leaky.py', schedules=1, scenario='start-stop')\n")
    token = re.search(r"svc1-\S+", run(pytester).stdout.str())
    assert token
    result = pytester.run(sys.executable, "-m", "svclint", "replay", token[0])
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*SVC202*"])


def test_made_up_controls_are_shortened(pytester):
    """One PAUSE is enough, and that is what the failure names."""
    pytester.makepyfile(
        "from pausy import Pausy\n\ndef test_it(scm):\n    scm.verify(Pausy, schedules=30, controls=scm.controls())\n"
    )
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.re_match_lines(
        [r".*SVC501 'SvcStop' takes the STOP and changes nothing", r".*scenario controls: pause,"]
    )


FAILING = {
    "inconclusive": (
        "import os\nfrom feed import Feed\n\nclass Forks(Feed):\n    _svc_name_ = 'Forks'\n"
        "    def SvcDoRun(self):\n        os.fork()\n",
        "Forks, schedules=1",
        "inconclusive: not every run was seen to its end, so nothing is proven for or against",
    ),
    "class in a function": (
        "from feed import Feed\n\ndef make():\n    class Own(Feed): pass\n    return Own\n",
        "make()",
        "*make.<locals>.Own is not at the top of a module, where a new process could find it",
    ),
    "scenario in a function": (
        "from feed import Feed\n",
        "Feed, scenario=lambda scm: scm.start()",
        "*<lambda> is not at the top of a module, where a new process could find it",
    ),
    "no module": ("", "'none:Feed'", "none:Feed cannot be imported: ModuleNotFoundError: No module named 'none'"),
    "no scenario": ("", "'feed.py', scenario='none'", "there is no scenario none; there are start-stop, *"),
    "no step": ("", "'feed.py', controls=['pass']", "'pass' is no step; there are *"),
    "no host": ("", "'feed.py', host='none'", "host: there is no 'none'; there are pythonservice, python, *"),
    "no effect": ("", "'feed.py', allow=['ALL']", "allow: there is no 'ALL'; there are PROCESS, *"),
    "a scenario that fails": (
        "def play(scm):\n    assert scm.start() is None\n",
        "'feed.py', schedules=1, scenario=play",
        "inconclusive: *",
    ),
}


def test_what_fails_otherwise(pytester):
    """One clear sentence each, and no traceback of svclint's."""
    for number, (head, arguments, _) in enumerate(FAILING.values()):
        pytester.makepyfile(**{f"test_{number}": f"{head}\n\ndef test_it(scm):\n    scm.verify({arguments})\n"})
    result = run(pytester)
    result.assert_outcomes(failed=len(FAILING))
    result.stdout.fnmatch_lines([f"E  *Failed: {why}" for _, _, why in FAILING.values()])
    result.stdout.no_fnmatch_line("*During handling*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_it_can_be_left_out(pytester):
    """``-p no:`` takes the fixture away, and pytest goes on without it."""
    pytester.makepyfile("def test_other():\n    pass\n\ndef test_stops(scm):\n    pass\n")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", f"no:{NAME}")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*fixture 'scm' not found*"])


def test_nothing_of_the_simulation_is_imported_without_need(pytester):
    """Who has svclint installed and does not use it pays next to nothing."""
    pytester.makepyfile(
        "import sys\n\ndef test_it(scm):\n"
        "    assert not [one for one in sys.modules if one.startswith(('svclint.simulation.', 'svclint.checking'))"
        " and one != 'svclint.simulation.choices']\n"
    )
    run(pytester).assert_outcomes(passed=1)


def test_the_example_of_the_readme(pytester):
    """What is copied from there runs."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    example = readme.split("<!-- pytest -->\n```python\n")[1].split("```")[0]
    pytester.mkpydir("agent").joinpath("service.py").write_text(GOOD)
    pytester.makepyfile(test_example=example)
    run(pytester, "test_example.py").assert_outcomes(passed=3)


def test_it_is_no_dependency():
    """Pytest loads the plugin; svclint itself never asks for pytest, at run time."""
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    runtime = text.split("dependencies = [")[1].split("]")[0]
    assert "pytest" not in runtime
    assert '[project.entry-points.pytest11]\nsvclint = "svclint.pytest_plugin"\n' in text
