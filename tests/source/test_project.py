"""Imports are followed into the files of the project: what a service does there is what it does."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from svclint.checking import purse
from svclint.checking.finding import FileReport
from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes
from svclint.source.classes import ClassModel
from svclint.source.disk import Disk
from svclint.source.module import Module, judged_module
from svclint.source.positions import Source
from svclint.source.services import services
from svclint.source.text import parse

BASE = """\
import win32event
import win32service
import win32serviceutil


class BaseService(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.quit = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.quit)
        self.stop()

    def SvcDoRun(self):
        self.start()
        win32event.WaitForSingleObject(self.quit, win32event.INFINITE)

    def start(self):
        pass

    def stop(self):
        pass
"""
AGENT = """\
import time
{0}


class Agent({1}):
    _svc_name_ = "Agent"
    _svc_display_name_ = "Agent"

    def stop(self):
        time.sleep(40)
"""
SLEEP = 10  # the line in AGENT that is wrong when stop() is handler code
PUMP = """\
import time


class Pump:
    def halt(self):
        time.sleep(40)
"""


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Make the files of a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def lint(path: str) -> FileReport:
    """The report of a file whose imports are followed on disk."""
    return lint_bytes(Path(path).read_bytes(), path, Disk())


def read(path: str) -> Module:
    """A file as the module that is judged."""
    text = Path(path).read_text("utf-8")
    tree = parse(text, path)
    assert isinstance(tree, ast.Module)
    return judged_module(tree, Source(path, text.split("\n")), Disk())


def broken(path: str) -> set[tuple[str, int, str]]:
    """Where the services of a file are broken: path, line and code, other files included."""
    report = lint(path)
    found = (*report.findings, *report.elsewhere)
    return {(one.at.path, one.at.line, one.code) for one in found if one.certainty is Certainty.BROKEN}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, entered: its own description stands at the top."""
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


LAYOUTS: dict[str, tuple[str, dict[str, str]]] = {
    "a module beside the script": (
        "agent.py",
        {"agent.py": AGENT.format("from base import BaseService", "BaseService"), "base.py": BASE},
    ),
    "a relative import inside a package": (
        "app/agent.py",
        {
            "app/__init__.py": "",
            "app/agent.py": AGENT.format("from .base import BaseService", "BaseService"),
            "app/base.py": BASE,
        },
    ),
    "a module relative to the package, by its own name": (
        "app/agent.py",
        {
            "app/__init__.py": "",
            "app/agent.py": AGENT.format("from . import base", "base.BaseService"),
            "app/base.py": BASE,
        },
    ),
    "two packages up": (
        "app/agents/agent.py",
        {
            "app/__init__.py": "",
            "app/agents/__init__.py": "",
            "app/agents/agent.py": AGENT.format("from ..core.base import BaseService", "BaseService"),
            "app/core/__init__.py": "",
            "app/core/base.py": BASE,
        },
    ),
    "an absolute import of the package itself": (
        "app/agent.py",
        {
            "app/__init__.py": "",
            "app/agent.py": AGENT.format("import app.base", "app.base.BaseService"),
            "app/base.py": BASE,
        },
    ),
    "the src layout, imported from a script outside": (
        "scripts/agent.py",
        {
            "scripts/agent.py": AGENT.format("from app.base import BaseService", "BaseService"),
            "src/app/__init__.py": "",
            "src/app/base.py": BASE,
        },
    ),
    "packages without __init__": (
        "agents/agent.py",
        {"agents/agent.py": AGENT.format("from app.base import BaseService", "BaseService"), "app/base.py": BASE},
    ),
    "a package that hands the class on": (
        "agent.py",
        {
            "agent.py": AGENT.format("from app import Service", "Service"),
            "app/__init__.py": "from .core.base import BaseService as Service\n",
            "app/core/__init__.py": "",
            "app/core/base.py": BASE,
        },
    ),
    "all names of a module": (
        "agent.py",
        {"agent.py": AGENT.format("from base import *", "BaseService"), "base.py": BASE},
    ),
    "an alias for the module": (
        "agent.py",
        {"agent.py": AGENT.format("import base as services", "services.BaseService"), "base.py": BASE},
    ),
    "a base between the two": (
        "agent.py",
        {
            "agent.py": AGENT.format("from middle import Middle", "Middle"),
            "middle.py": "from base import BaseService\n\n\nclass Middle(BaseService):\n    pass\n",
            "base.py": BASE,
        },
    ),
    "pywin32 by way of a module that knows where it is": (
        "agent.py",
        {
            "agent.py": AGENT.format("from base import BaseService", "BaseService"),
            "compat.py": "try:\n    import win32serviceutil\nexcept ImportError:\n    win32serviceutil = None\n",
            "base.py": BASE.replace("import win32serviceutil", "from compat import win32serviceutil"),
        },
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_base_class_is_found_wherever_it_stands(project: Path, layout: str) -> None:
    """stop() is handler code, since SvcStop of the base calls it."""
    path, files = LAYOUTS[layout]
    write(project, files)
    assert broken(path) == {(path, SLEEP, "SVC101")}


def test_objects_are_followed_into_their_classes(project: Path) -> None:
    """``self.pump.halt()`` is read in the class that the pump was made from, and found where it stands."""
    agent = AGENT.format("from base import BaseService\nfrom pump import Pump", "BaseService")
    agent = agent.replace("time.sleep(40)", "self.pump.halt()") + "\n    def start(self):\n        self.pump = Pump()\n"
    write(project, {"agent.py": agent, "base.py": BASE, "pump.py": PUMP})
    assert broken("agent.py") == {("pump.py", 6, "SVC101")}


def test_functions_and_constants_are_followed(project: Path) -> None:
    """A helper of another module waits as long as a third one says."""
    agent = AGENT.format("from base import BaseService\nimport helpers", "BaseService")
    agent = agent.replace("time.sleep(40)", "helpers.linger()")
    helpers = "import time\nfrom limits import LIMIT\n\n\ndef linger(seconds=LIMIT * 2):\n    time.sleep(seconds)\n"
    write(project, {"agent.py": agent, "base.py": BASE, "helpers.py": helpers, "limits.py": "LIMIT = 20\n"})
    assert broken("agent.py") == {("helpers.py", 6, "SVC101")}


QUIET: dict[str, dict[str, str]] = {
    "the base does not exist": {"agent.py": AGENT.format("from base import BaseService", "BaseService")},
    "the base is not in that module": {
        "agent.py": AGENT.format("from base import BaseService", "BaseService"),
        "base.py": "import os\n",
    },
    "the module cannot be parsed": {
        "agent.py": AGENT.format("from base import BaseService", "BaseService"),
        "base.py": BASE + "print 'Python 2'\n",
    },
    "the module is no text": {
        "agent.py": AGENT.format("from base import BaseService", "BaseService"),
        "base.py": "# coding: koi99\n" + BASE,
    },
    "a library of that name is meant": {
        "agent.py": AGENT.format("from queue import BaseService", "BaseService"),
        "queue.py": BASE,
    },
    "one of two modules, and nobody knows which": {
        "agent.py": AGENT.format(
            "try:\n    from base import BaseService\nexcept ImportError:\n    from other import BaseService",
            "BaseService",
        ),
        "base.py": BASE,
        "other.py": BASE.replace("self.stop()", "pass"),
    },
    "imports in a circle": {
        "agent.py": AGENT.format("from base import BaseService", "BaseService"),
        "base.py": "from other import BaseService\n",
        "other.py": "from base import BaseService\n",
    },
    "all names of each other": {
        "agent.py": AGENT.format("from base import *", "BaseService"),
        "base.py": "from other import *\n",
        "other.py": "from base import *\n",
    },
    "classes that inherit from each other": {
        "agent.py": AGENT.format("from base import BaseService", "BaseService"),
        "base.py": "from agent import Agent\n\n\nclass BaseService(Agent):\n    pass\n",
    },
    "a class that inherits itself": {
        "agent.py": AGENT.format("from agent import Agent", "Agent"),
    },
    "above the package there is nothing": {
        "agent.py": AGENT.format("from ....... import base", "base.BaseService"),
    },
}


@pytest.mark.parametrize("sentence", QUIET)
def test_what_cannot_be_known_is_silent(project: Path, sentence: str) -> None:
    """No crash, no end missed, no finding."""
    write(project, QUIET[sentence])
    assert (broken("agent.py"), lint("agent.py").problems) == (set(), ())


def test_circles_end_the_same_way_from_wherever_they_are_entered(project: Path) -> None:
    """What a class inherits does not depend on which class was asked first."""
    text = "from {1} import {3}\n\n\nclass {2}({3}):\n    pass\n"
    names = (("a", "b", "A", "B"), ("b", "c", "B", "C"), ("c", "a", "C", "A"))
    write(project, {f"{one[0]}.py": text.format(*one) for one in names})
    first = read("a.py").classes[0].lineage()
    again = [one.lineage() for one in first if isinstance(one, ClassModel)]
    assert [[str(one) for one in lineage] for lineage in again] == [
        ["<class A>", "<class B>", "<class C>"],
        ["<class B>", "<class C>", "<class A>"],
        ["<class C>", "<class A>", "<class B>"],
    ]


def test_two_classes_of_one_name_are_two(project: Path) -> None:
    """The attributes of one do not become those of the other: only one of the two stops by waiting."""
    agent = AGENT.format("from base import BaseService\nfrom pump import Pump as Other", "BaseService")
    agent = agent.replace("time.sleep(40)", "self.pump.halt()")
    agent += "\n    def start(self):\n        self.pump = Pump()\n        self.other = Other()\n"
    agent += "\n\nclass Pump:\n    def halt(self):\n        pass\n"
    write(project, {"agent.py": agent, "base.py": BASE, "pump.py": PUMP})
    assert broken("agent.py") == set()


def test_a_file_that_changes_is_read_again(project: Path) -> None:
    """What was read of a file holds as long as the file stays as it was."""
    write(project, LAYOUTS["a module beside the script"][1])
    assert broken("agent.py")
    (project / "base.py").write_text(BASE.replace("        self.stop()\n", "", 1))
    assert not broken("agent.py")


def test_nothing_outside_the_project_is_read(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Above the folder that holds the project's description, files are not this project's."""
    write(project, {"base.py": BASE})
    inner = project / "inner"
    write(inner, {"pyproject.toml": "", "pkg/agent.py": AGENT.format("from base import BaseService", "BaseService")})
    assert broken("inner/pkg/agent.py") == set()


def test_services_are_only_looked_for_in_the_file_itself(project: Path) -> None:
    """A class that is imported is judged where it is written."""
    write(project, {"agent.py": "from base import BaseService\n", "base.py": BASE})
    assert list(services(read("agent.py"))) == []


TANGLED = """\
import threading, time

class Agent:
    def __init__(self):
        self.running = True

    def stop(self):
        self.running = False

    def work(self):
        while self.running:
            time.sleep(1)

    def run(self):
        while self.running:
            self.step0()
            time.sleep(1)
"""
STEP = """
    def step{0}(self):
        try:
            if self.flag{0}:
                self.thread{0} = threading.Thread(target=self.work)
                self.thread{0}.start()
            self.flag{1} = not self.flag{0}
            self.step{1}()
            self.flag{0} = True
        except ValueError:
            self.flag{0} = False
        finally:
            self.step{1}()
"""
RUNS_IT = """\
import win32service, win32serviceutil
import agent

class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.agent = agent.Agent()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.agent.stop()

    def SvcDoRun(self):
        self.agent.run()
"""


def test_a_large_program_is_searched_within_bounds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that may have been started or not, over and over, in what is imported: no search gets to its end."""
    paid: list[int] = []

    class Counted(purse.Purse):
        def pay(self, steps: int) -> None:
            paid.append(steps)
            super().pay(steps)

    monkeypatch.setattr(purse, "Purse", Counted)
    monkeypatch.setattr(purse, "ALL", 40_000)
    steps = (STEP.format(number, number + 1) for number in range(12))
    write(project, {"feed.py": RUNS_IT, "agent.py": TANGLED + "".join(steps)})
    assert lint("feed.py").bursts >= 3
    assert max(paid) > purse.LEAST
    assert sum(paid) < 2 * 40_000 < purse.SEARCH * 3
