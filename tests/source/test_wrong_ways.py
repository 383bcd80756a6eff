"""Wrong services in shapes that were passed over: each says in a sentence what is wrong, and by which code."""

from __future__ import annotations

import textwrap

import pytest

from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes

HEAD = """\
import _thread, contextlib, threading, time
import win32event, win32service, win32serviceutil

class Worker:
    def __init__(self):
        self.running = True
        self.stopped = False

        self.over = threading.Event()
        self.deaf = threading.Event()

    def run(self):
        while self.running:
            time.sleep(1)

    def run_until_told(self):
        while not self.over.wait(1): pass

    def run_deaf(self):
        while True:
            self.running = False
            self.deaf.wait(1)

    def end(self):
        self.deaf.set()

class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.quit = threading.Event()
        self.halt = threading.Event()
        self.over = win32event.CreateEvent(None, 0, 0, None)
        self.running = True
        self.worker = Worker()

    def step(self):
        print("one more")

    def work(self):
        while not self.halt.wait(1):
            self.step()

    def tick(self):
        self.step()
        self.timer = threading.Timer(5, self.tick)
        self.timer.start()
"""
STOP = "def SvcStop(self):\n    self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=90000)\n"
RUN = "def SvcDoRun(self):\n"


def found(signal: str, run: str) -> set[str]:
    """The codes that are certain of a service that stops by ``signal`` and runs ``run``."""
    parts = (method + textwrap.indent(textwrap.dedent(body), " " * 4) for method, body in ((STOP, signal), (RUN, run)))
    text = HEAD + "".join("\n" + textwrap.indent(one, " " * 4) + "\n" for one in parts)
    report = lint_bytes(text.encode(), "feed.py")
    assert not report.problems
    return {one.code for one in report.findings if one.certainty is Certainty.BROKEN}


SET, WAIT = "self.quit.set()", "self.quit.wait()"
CASES: dict[str, tuple[str, str, set[str]]] = {
    "a loop that waits for the event and ignores the answer": (
        SET,
        "while True:\n    self.quit.wait(5)\n    self.step()",
        {"SVC507"},
    ),
    "the same with an event of Windows": (
        "win32event.SetEvent(self.over)",
        "while True:\n    win32event.WaitForSingleObject(self.over, 5000)\n    self.step()",
        {"SVC507"},
    ),
    "a loop that asks after it has waited": (
        SET,
        "while True:\n    self.quit.wait(5)\n    if self.quit.is_set(): break\n    self.step()",
        set(),
    ),
    "a wait that only the event ends": (SET, "self.quit.wait()\nself.step()", set()),
    "a flag of a helper that nobody goes by": ("self.worker.stopped = True", "self.worker.run()", {"SVC507"}),
    "a flag of a helper that it goes by": ("self.worker.running = False", "self.worker.run()", set()),
    "an event of a helper that nobody goes by": ("self.worker.end()", "self.worker.run_deaf()", {"SVC507"}),
    "an event of a helper that it waits for": ("self.worker.over.set()", "self.worker.run_until_told()", set()),
    "an event that is pulsed, in a match": (
        "win32event.PulseEvent(self.over)",
        """\
        match win32event.WaitForSingleObject(self.over, win32event.INFINITE):
            case win32event.WAIT_OBJECT_0:
                return
        """,
        {"SVC811"},
    ),
    "a flag of a helper that others know": ("self.worker.stopped = True", "serve(self.worker)", set()),
    "a copy of the flag": (
        "self.running = False",
        "running = self.running\nwhile running:\n    time.sleep(1)",
        {"SVC507"},
    ),
    "a copy that is made again": (
        "self.running = False",
        "running = self.running\nwhile running:\n    time.sleep(1)\n    running = self.running",
        set(),
    ),
    "a long deadline": (
        f"{SET}\nend = time.monotonic() + 60\nwhile time.monotonic() < end and self.running:\n    time.sleep(1)",
        WAIT,
        {"SVC101"},
    ),
    "a short deadline, counted from the start": (
        f"{SET}\nbegun = time.time()\nwhile time.time() - begun < 9 and not self.quit.wait(0.1): pass",
        WAIT,
        {"SVC102"},
    ),
    "a deadline of no length to speak of": (
        f"{SET}\nend = time.monotonic() + 0.5\nwhile time.monotonic() < end:\n    time.sleep(0.1)",
        WAIT,
        set(),
    ),
    "what fails is suppressed": (
        SET,
        "with contextlib.suppress(Exception):\n    while not self.quit.wait(5): self.step()",
        {"SVC703"},
    ),
    "what fails is suppressed in each turn": (
        SET,
        "while not self.quit.wait(5):\n    with contextlib.suppress(Exception):\n        self.step()",
        set(),
    ),
    "one error is suppressed": (
        SET,
        "with contextlib.suppress(KeyError):\n    while not self.quit.wait(5): self.step()",
        set(),
    ),
    "a thread without an object": (
        f"self.halt.set()\n{SET}",
        f"_thread.start_new_thread(self.work, ())\n{WAIT}",
        {"SVC202"},
    ),
    "a timer that renews itself": (SET, f"self.tick()\n{WAIT}", {"SVC202"}),
    "a timer that renews itself until it is cancelled": (SET, f"self.tick()\n{WAIT}\nself.timer.cancel()", set()),
    "a timer that is over soon": (SET, f"threading.Timer(1, self.step).start()\n{WAIT}", set()),
}


@pytest.mark.parametrize("signal, run, codes", CASES.values(), ids=CASES)
def test_what_is_wrong_is_found(signal: str, run: str, codes: set[str]) -> None:
    """Exactly what the sentence says."""
    assert found(signal, run) == codes
