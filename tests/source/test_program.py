"""How the top level of a service's file is read: each case is what stands below the class, and what is said of it.

The class itself keeps the contract. Lines are counted from the first one of a case; the one before it is 0.
"""

from __future__ import annotations

from textwrap import dedent
from typing import NamedTuple

import pytest

from svclint.linting import lint_bytes

HEAD = """\
import sys, threading, servicemanager, win32service, win32serviceutil
class Service(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Service"
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
    def SvcDoRun(self):
        self.stop.wait()
    @classmethod
    def serve(cls):
        win32serviceutil.HandleCommandLine(cls)
def host():
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(Service)
    servicemanager.StartServiceCtrlDispatcher()
"""
BEFORE = HEAD.count("\n")
SERVE = "win32serviceutil.HandleCommandLine(Service)"


class Case(NamedTuple):
    """A text, and what is said of it: line, code, certainty."""

    text: str
    said: tuple[int, str, str] | None = None


CASES = {
    "the last line takes the command line": Case(SERVE, (1, "SVC809", "broken")),
    "a guard of two tests": Case(f"if __name__ == '__main__' and sys.argv:\n    {SERVE}"),
    "the guard the other way round": Case(f"if __name__ != '__main__':\n    pass\nelse:\n    {SERVE}"),
    "the guard turned": Case(f"if __name__ != '__main__':\n    {SERVE}", (2, "SVC809", "broken")),
    "a test that is no guard": Case(f"if __name__ == 'service':\n    {SERVE}"),
    "a test of the platform": Case(f"if sys.platform == 'win32':\n    {SERVE}", (2, "SVC809", "broken")),
    "a test of another platform": Case(f"if sys.platform.startswith('linux'):\n    {SERVE}"),
    "arguments make the difference": Case(f"if len(sys.argv) > 1:\n    {SERVE}"),
    "a function that is called": Case(f"def go():\n    {SERVE}\ngo()", (2, "SVC809", "broken")),
    "a function that nobody calls": Case(f"def go():\n    {SERVE}"),
    "a function called below the guard": Case(f"def go():\n    {SERVE}\nif __name__ == '__main__':\n    go()"),
    "a class method of the service": Case("Service.serve()", (-4, "SVC809", "broken")),
    "sys.exit around it": Case(f"sys.exit({SERVE})", (1, "SVC809", "broken")),
    "a try around it": Case(f"try:\n    {SERVE}\nfinally:\n    print()", (2, "SVC809", "broken")),
    "arguments of its own": Case(
        "win32serviceutil.HandleCommandLine(Service, argv=['', '--startup', 'auto', 'install'])"
    ),
    "the arguments of the process, named": Case(
        "win32serviceutil.HandleCommandLine(Service, argv=sys.argv)", (1, "SVC809", "broken")
    ),
    "a class that is made": Case("win32serviceutil.HandleCommandLine(type('Other', (Service,), {}))"),
    "a dispatcher that hosts itself": Case("host()", (0, "SVC809", "possible")),
    "a dispatcher without arguments only": Case(f"if len(sys.argv) == 1:\n    host()\nelse:\n    {SERVE}"),
    "a frozen program serves, a script does not": Case(
        "if getattr(sys, 'frozen', False):\n    host()\nelse:\n    pass"
    ),
    "frozen, and only the command line": Case(
        f"if __name__ == '__main__':\n    if hasattr(sys, 'frozen'):\n        {SERVE}", (3, "SVC801", "broken")
    ),
    "frozen by a variable": Case(
        f"FROZEN = hasattr(sys, '_MEIPASS')\nif __name__ == '__main__':\n    if FROZEN:\n        {SERVE}",
        (4, "SVC801", "broken"),
    ),
    "frozen, by an argument": Case(
        f"if __name__ == '__main__' and hasattr(sys, 'frozen'):\n"
        f"    if sys.argv[-1] == 'service':\n        host()\n    else:\n        {SERVE}"
    ),
    "frozen without arguments": Case(
        f"if __name__ == '__main__':\n"
        f"    if hasattr(sys, 'frozen') and len(sys.argv) < 2:\n        host()\n    else:\n        {SERVE}"
    ),
    "frozen with arguments, the wrong way round": Case(
        f"if __name__ == '__main__':\n"
        f"    if hasattr(sys, 'frozen') and sys.argv[1:]:\n        host()\n    else:\n        {SERVE}",
        (5, "SVC801", "broken"),
    ),
    "frozen only for a folder": Case(
        f"HOME = sys.executable if hasattr(sys, 'frozen') else __file__\nif __name__ == '__main__':\n    {SERVE}"
    ),
    "bundled, with a dispatcher that something else calls": Case(
        f"HOME = sys._MEIPASS\nif __name__ == '__main__':\n    {SERVE}\nelif sys.argv:\n    host()"
    ),
    "not frozen at all": Case(f"if __name__ == '__main__':\n    {SERVE}"),
    "prepared, and nothing more": Case(
        "if __name__ == '__main__':\n    servicemanager.PrepareToHostSingle(Service)", (2, "SVC801", "broken")
    ),
    "prepared, and the program runs the service itself": Case(
        "if __name__ == '__main__':\n    servicemanager.PrepareToHostSingle(Service)\n    Service([]).SvcRun()"
    ),
    "prepared, and code out of sight goes on": Case(
        "import hosting\nif __name__ == '__main__':\n    servicemanager.PrepareToHostSingle(Service)\n    hosting.go()"
    ),
    "the dispatcher may fail": Case(
        "if __name__ == '__main__':\n    try:\n        host()\n    except win32service.error:\n        print('no SCM')"
    ),
    "dispatched on one way only": Case(
        "if __name__ == '__main__':\n    servicemanager.PrepareToHostSingle(Service)\n"
        "    if sys.flags.dev_mode:\n        servicemanager.StartServiceCtrlDispatcher()",
        (2, "SVC801", "possible"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_top_level(case: Case) -> None:
    """What is said of it, and nothing else."""
    report = lint_bytes((HEAD + dedent(case.text)).encode(), "case.py")
    assert report.problems == ()
    found = [(one.at.line - BEFORE, one.code, one.certainty.value) for one in report.findings]
    assert found == ([case.said] if case.said else [])


def test_a_bundle_without_dispatcher() -> None:
    """PyInstaller's word in a file that connects nowhere to the SCM: its main file may be another one."""
    alone = HEAD[: HEAD.index("def host")]
    text = f"{alone}HOME = sys._MEIPASS\nif __name__ == '__main__':\n    {SERVE}\n"
    report = lint_bytes(text.encode(), "case.py")
    assert [(one.code, one.certainty.value) for one in report.findings] == [("SVC801", "possible")]
