"""Which fixes are proven together: those of services that know nothing of each other. And what that saves."""

from __future__ import annotations

import pytest

from svclint.examining import lint_bytes
from svclint.linting import FileReport
from svclint.repair.bench import Bench
from svclint.repair.engine import offers
from svclint.selection import Selection
from svclint.settings import Settings
from svclint.source.project import Files

HEAD = """\
import win32event
import win32service
import win32serviceutil

SECONDS = 5
"""
SERVICE = """

class {name}({base}):
    _svc_name_ = _svc_display_name_ = "{name}"

    def __init__(self, args):
        super().__init__(args)
        self.quit = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        win32event.SetEvent(self.quit)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.quit, win32event.INFINITE){more}
"""
FRAMEWORK = "win32serviceutil.ServiceFramework"


def service(name: str, more: str = "", base: str = FRAMEWORK) -> str:
    """A service that never reports SERVICE_STOP_PENDING (SVC502), with one more line of SvcDoRun."""
    return SERVICE.format(name=name, base=base, more=more and f"\n        {more}")


class Witness:
    """The linter, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, data: bytes, path: str, files: Files) -> FileReport:
        self.asked += 1
        return lint_bytes(data, path, files)


def proven(text: str) -> tuple[list[int], int]:
    """The lines of the findings that have a fix, and how many changed files were judged for that."""
    witness = Witness()
    bench = Bench(witness, Selection(Settings(select=("SVC502",))))
    before = bench.judged(text.encode(), "x.py")
    found = sorted(one.finding.at.line for one in offers(before, bench, {}))
    return found, witness.asked - 1


def stops(text: str) -> list[int]:
    """The lines of the stop handlers."""
    return [number for number, row in enumerate(text.split("\n"), 1) if "def SvcStop" in row]


def test_strangers_are_proven_together() -> None:
    """Six services in a file: the file is judged once more, not six times; each has its fix."""
    text = HEAD + "".join(map(service, ("A", "B", "C", "D", "E", "F")))
    assert proven(text) == (stops(text), 1)


RELATED = {
    "one mentions the other": service("A", "B.count = 1") + service("B"),
    "one derives from the other": service("A") + service("B", base="A"),
    "one is led to the other": "\n\ndef both():\n    return B\n" + service("A", "both()") + service("B"),
    "both share an object": "\nseen = []\n" + service("A", "seen.append(1)") + service("B", "seen.append(2)"),
    "both share a name that changes": "\nlast = 0\n"
    + service("A", "global last; last = 1")
    + service("B", "print(last)"),
}


@pytest.mark.parametrize("sentence", RELATED)
def test_relatives_are_proven_one_by_one(sentence: str) -> None:
    """What the fix of one does could hide what the fix of the other breaks."""
    text = HEAD + RELATED[sentence]
    found, judged = proven(text)
    assert (set(found) <= set(stops(text)), judged) == (True, 2)


STRANGE = {
    "a constant": (service("A", "print(SECONDS)") + service("B", "print(SECONDS)")),
    "a function": "\n\ndef log():\n    pass\n" + service("A", "log()") + service("B", "log()"),
}


@pytest.mark.parametrize("sentence", STRANGE)
def test_strangers_may_use_the_same(sentence: str) -> None:
    """What nobody changes leads from nobody to nobody."""
    text = HEAD + STRANGE[sentence]
    assert proven(text) == (stops(text), 1)


def test_one_that_is_not_proven_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found by halves: of four the whole, a half that is right, a half that is not, and its two."""

    class Strict(Witness):
        def __call__(self, data: bytes, path: str, files: Files) -> FileReport:
            report = super().__call__(data, path, files)
            broken = data.decode().split("class C(")[1].split("class D(")[0].count("SERVICE_STOP_PENDING")
            return lint_bytes(data + b"\n!", path, files) if broken else report

    text = HEAD + "".join(map(service, ("A", "B", "C", "D")))
    bench = Bench(Strict(), Selection(Settings(select=("SVC502",))))
    before = bench.judged(text.encode(), "x.py")
    found = [one.finding.at.line for one in offers(before, bench, {})]
    a, b, _, d = stops(text)
    assert (sorted(found), bench.judge.asked - 1) == ([a, b, d], 5)  # type: ignore[attr-defined]
