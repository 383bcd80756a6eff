"""What travels is enough: judged from parcels, every project gives the verdicts that it gives on its own disk."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from svclint.errands import Errand, OtherBuild, Wanting, done
from svclint.examining import USUAL, Judged
from svclint.hired import Hired
from svclint.opening import Source
from svclint.running import Outcome, run
from svclint.source.disk import Disk
from svclint.source.looks import Recorded
from svclint.source.outlook import foresee
from svclint.source.parcel import Parcel
from tests.source.test_project import LAYOUTS, write


class Abroad(Hired):
    """A process in another folder: the paths of whoever sends it work lead nowhere there."""

    def __init__(self) -> None:
        super().__init__(lambda: ProcessPoolExecutor(1, initializer=os.chdir, initargs=("/",)), 1)


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))


def told(outcome: Outcome) -> Outcome:
    return outcome._replace(inputs=())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, entered: its own description stands at the top."""
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_project_is_judged_as_on_its_own_disk(project, layout):
    """Wherever its base classes stand; with every look that the verdicts depend on."""
    write(project, LAYOUTS[layout][1])
    names = everything(project)
    near = told(run(names, jobs=1))
    assert told(run(names, far=Abroad())) == near


@pytest.mark.parametrize("layout", LAYOUTS)
def test_import_statements_say_what_to_send(project, layout, monkeypatch):
    """Nearly everything goes the first time; without that guess the same verdicts come, in more rounds."""
    write(project, LAYOUTS[layout][1])
    path = LAYOUTS[layout][0]
    source = Source(path, Path(path).read_bytes())
    packing = Recorded(Disk())
    foresee(source.data, source.path, packing)
    (answer,) = done([Errand(source, os.getcwd(), packing.answers)], USUAL, _build())
    assert isinstance(answer, Judged)
    near = told(run([path], jobs=1))
    monkeypatch.setattr("svclint.errands.foresee", lambda data, path, files: None)
    assert told(run([path], far=Abroad())) == near


def test_what_is_not_in_the_parcel_is_asked_for():
    """Instead of a verdict that might be another one with the whole project at hand."""
    source = Source("agent.py", b"import win32serviceutil\nfrom base import B\nclass A(B):\n    _svc_name_ = 'A'\n")
    (answer,) = done([Errand(source, "/somewhere", {})], USUAL, _build())
    assert isinstance(answer, Wanting)
    assert ("file", "base.py") in answer.questions


def test_a_parcel_knows_where_it_comes_from():
    """Paths count from the sender's current folder."""
    parcel = Parcel("/theirs/src", {})
    assert parcel.absolute("../base.py") == "/theirs/base.py"
    assert parcel.absolute("/elsewhere/base.py") == "/elsewhere/base.py"


def test_another_linter_gives_no_verdicts():
    """They might be others."""
    with pytest.raises(OtherBuild, match=r"svclint .*, Python 3\.\d+"):
        done([], USUAL, "svclint 0.0.1, Python 2.7")


def _build() -> str:
    from svclint.build import anywhere

    return anywhere()
