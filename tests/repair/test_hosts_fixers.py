"""Fixes for programs that no framework runs: what comes out was written down first."""

from __future__ import annotations

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.bench import Bench
from svclint.repair.fix import Applicability
from svclint.rules import rule
from svclint.selection import Selection
from svclint.settings import Settings

BODY = """
FIELDS = ("kind", "state", "accepted", "error", "own", "point", "hint")
Handler = ctypes.WINFUNCTYPE(*[ctypes.c_uint32] * 3, *[ctypes.c_void_p] * 2)


class Status(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in FIELDS]


@Handler
def handler(control, event, data, context):
    return 0


def main(argc, argv):
    handle = api.RegisterServiceCtrlHandlerExW("Clock", handler, None)
    api.SetServiceStatus(handle, ctypes.byref(Status(16, 4)))
    api.SetServiceStatus(handle, ctypes.byref(Status(16, 1)))
"""
LOADED = 'import ctypes\n\napi = ctypes.WinDLL("advapi32")\n'
RESULT = "api.RegisterServiceCtrlHandlerExW.restype = ctypes.c_void_p\n"
ARGUMENTS = "api.SetServiceStatus.argtypes = [ctypes.c_void_p, ctypes.c_void_p]\n"
OWN_NAMES = BODY.replace("api.RegisterServiceCtrlHandlerExW", "register").replace("api.SetServiceStatus", "report")
REGISTER = "import ctypes\n\nregister = ctypes.windll.advapi32.RegisterServiceCtrlHandlerExW\n"
REPORT = "report = ctypes.windll.advapi32.SetServiceStatus\n"


def mended(text: str, code: str, unsafe: bool = True) -> str:
    """The file after all fixes of one rule."""
    compile(text, "clock.py", "exec")
    bench = Bench(lint_bytes, Selection(Settings(select=(code,))))
    trusted = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    outcome = engine.repaired(text.encode(), "clock.py", bench, lambda offer: offer.fix.applicability in trusted)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode()


def found(text: str, code: str) -> int:
    """How often the rule speaks."""
    return sum(one.code == code for one in lint_bytes(text.encode(), "clock.py").findings)


def test_the_page_of_svc812() -> None:
    """The bad example, its marks taken away, becomes the good one."""
    bad = rule("SVC812").bad.replace("  # SVC812", "")
    assert mended(bad, "SVC812", unsafe=False) == rule("SVC812").good


DECLARED = {
    "nothing is declared": (LOADED + BODY, LOADED + RESULT + ARGUMENTS + BODY),
    "the result is": (LOADED + RESULT + BODY, LOADED + RESULT + ARGUMENTS + BODY),
    "the arguments are, far below": (
        LOADED + BODY + "\n\n" + ARGUMENTS,
        LOADED + RESULT + BODY + "\n\n" + ARGUMENTS,
    ),
    "the functions have names of their own": (
        REGISTER + REPORT + OWN_NAMES,
        REGISTER
        + "register.restype = ctypes.c_void_p\n"
        + REPORT
        + "report.argtypes = [ctypes.c_void_p, ctypes.c_void_p]\n"
        + OWN_NAMES,
    ),
    "ctypes has another name": (
        (LOADED + BODY).replace("import ctypes", "import ctypes as c").replace("ctypes.", "c."),
        (LOADED + RESULT + ARGUMENTS + BODY).replace("import ctypes", "import ctypes as c").replace("ctypes.", "c."),
    ),
}


@pytest.mark.parametrize(("before", "after"), DECLARED.values(), ids=DECLARED)
def test_functions_are_declared(before: str, after: str) -> None:
    """Behind the statement that loads them; safely."""
    assert mended(before, "SVC812", unsafe=False) == after


ELSEWHERE = 'import ctypes\n\napi = ctypes.windll.advapi32 if hasattr(ctypes, "windll") else None\n'
INSIDE = BODY.replace("    handle =", '    api = ctypes.WinDLL("advapi32")\n    handle =')
LEFT = {
    "other systems have no library": ELSEWHERE + BODY,
    "the library is loaded in a function": "import ctypes\n" + INSIDE,
    "a type that is too short": LOADED + RESULT.replace("c_void_p", "c_int") + ARGUMENTS + BODY,
    "a callback without a result": LOADED + RESULT + ARGUMENTS + BODY.replace("(*[ctypes", "(None, *[ctypes", 1),
    "no pointer is passed": LOADED + RESULT + BODY.replace("ctypes.byref(Status(16, 4))", "Status(16, 4)").replace(
        "    api.SetServiceStatus(handle, ctypes.byref(Status(16, 1)))\n", ""
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_is_not_sure_is_left(text: str) -> None:
    """The finding stays, and so does the file."""
    assert found(text, "SVC812")
    assert mended(text, "SVC812") == text


CONSTANT = "SERVICE_CONTROL_INTERROGATE = 4\n"
REFUSING = (
    (LOADED + RESULT + ARGUMENTS + BODY)
    .replace("@Handler\ndef handler", "def on_control")
    .replace('"Clock", handler', '"Clock", Handler(on_control)')
)
REFUSED = "    return 0 if control == 1 else 120\n"
ANSWER = "    if control == SERVICE_CONTROL_INTERROGATE:\n        return 0\n"


def refusing(constant: str, answer: str = "") -> str:
    """A handler that refuses whatever is not STOP, in a file with this constant."""
    return constant + REFUSING.replace(
        "    return 0\n", f"{answer}    if control == 1:\n        return 0\n    return 120\n"
    )


def test_interrogate_by_the_constant_of_the_file() -> None:
    """A handler of the program's own is given a first branch, in the words of the file."""
    assert mended(refusing(CONSTANT), "SVC401", unsafe=False) == refusing(CONSTANT, ANSWER)


def test_interrogate_by_a_member_of_an_enum() -> None:
    """A constant in a class is named with it."""
    enum = "import enum\n\n\nclass Control(enum.IntEnum):\n    STOP = 1\n    INTERROGATE = 4\n\n\n"
    answer = ANSWER.replace("SERVICE_CONTROL_", "Control.")
    assert mended(refusing(enum), "SVC401", unsafe=False) == refusing(enum, answer)


def test_interrogate_without_a_name() -> None:
    """A program without pywin32 and without such a constant is left alone: a bare 4 tells nobody anything."""
    assert found(refusing(""), "SVC401")
    assert mended(refusing(""), "SVC401") == refusing("")


SIGNALLING = """\
import threading
import time

import servicemanager
import win32service


class Clock:
    def __init__(self):
        self.stop = threading.Event()

    def on_control(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_STOP:
            self.stop.set()

    def report(self, state, accepted=0):
        win32service.SetServiceStatus(self.handle, (16, state, accepted, 0, 0, 0, 0))

    def main(self, args):
        self.handle = servicemanager.RegisterServiceCtrlHandler(args[0], self.on_control, True)
        self.report(win32service.SERVICE_RUNNING, 1)
        self.stop.wait()
        time.sleep(5)
        self.report(win32service.SERVICE_STOPPED)
"""


def test_no_method_of_the_framework_is_called_where_there_is_none() -> None:
    """``self.ReportServiceStatus`` belongs to pywin32's class, which this one does not derive from."""
    assert found(SIGNALLING, "SVC502")
    assert mended(SIGNALLING, "SVC502") == SIGNALLING
