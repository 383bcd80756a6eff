"""Right services in shapes that were taken for wrong ones: threads that are waited for, COM that is initialised."""

from __future__ import annotations

import textwrap

import pytest

from svclint.checking.judgement import Certainty
from svclint.linting import lint_bytes

SERVICE = """\
import dataclasses, functools, logging, multiprocessing, threading, time
from concurrent.futures import ThreadPoolExecutor
import pythoncom, win32com.client
import win32service as ws
import win32serviceutil

{top}

class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.quit = threading.Event()
        self.workers = []

    def SvcStop(self):
        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)
        self.quit.set()

    def SvcDoRun(self):
{run}

    def pending(self):
        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)

    {decorator}
    def work(self):
        {work}
{more}
"""
WORK = "while not self.quit.wait(1): pass"
THREADS = "ts = [threading.Thread(target=self.work) for _ in range(3)]\nfor t in ts: t.start()\nself.quit.wait()\n"
COM = 'win32com.client.Dispatch("ADODB.Connection"); self.quit.wait()'


def service(run: str, top: str = "", decorator: str = "", work: str = WORK, more: str = "") -> str:
    """A service whose SvcDoRun is ``run``, and whose threads do ``work``."""
    body, rest = (textwrap.indent(textwrap.dedent(part), " " * width) for part, width in ((run, 8), (more, 4)))
    return SERVICE.format(run=body, top=textwrap.dedent(top), decorator=decorator, work=work, more=rest)


RIGHT = {
    "a loop until none of them lives": service(
        THREADS + "while any(t.is_alive() for t in ts): self.pending(); time.sleep(1)"
    ),
    "the list of those that live is made at the head of the loop": service(
        THREADS + "while alive := [t for t in ts if t.is_alive()]: self.pending(); alive[0].join(1)"
    ),
    "the loop asks for the list itself": service(
        THREADS + "while [t for t in ts if t.is_alive()]: self.pending(); time.sleep(1)"
    ),
    "the list is made anew in each turn": service(
        """\
        for _ in range(3):
            t = threading.Thread(target=self.work)
            self.workers.append(t)
            t.start()
        self.quit.wait()
        alive = list(self.workers)
        while alive:
            self.pending()
            alive[0].join(1)
            alive = [t for t in alive if t.is_alive()]
        """
    ),
    "the loop is left when the list is empty": service(
        THREADS
        + "while True:\n    alive = [t for t in ts if t.is_alive()]\n    if not alive: break\n"
        + "    self.pending()\n    alive[0].join(1)"
    ),
    "a loop of very many turns, each of which reports": service(
        "self.quit.wait()\nfor _ in range(100_000):\n    self.pending()\n    time.sleep(1)"
    ),
    "an exit code says that the process is over": service(
        """\
        p = multiprocessing.Process(target=spin)
        p.start()
        self.quit.wait()
        p.join(5)
        if p.exitcode is None:
            p.kill()
            p.join()
        """,
        top="def spin():\n    while True: time.sleep(1)\n",
    ),
    "the list of a dataclass has what was put into it": service(
        "crew = Crew()\ncrew.spawn(self.work)\nself.quit.wait()\ncrew.join()",
        top="""\
        @dataclasses.dataclass
        class Crew:
            threads: list = dataclasses.field(default_factory=list)

            def spawn(self, target):
                t = threading.Thread(target=target)
                self.threads.append(t)
                t.start()

            def join(self):
                for t in self.threads:
                    t.join()
        """,
    ),
    "a decorator initialises COM": service(
        "t = threading.Thread(target=self.work); t.start(); t.join()",
        top="""\
        def with_com(function):
            @functools.wraps(function)
            def inner(*args):
                pythoncom.CoInitialize()
                return function(*args)
            return inner
        """,
        decorator="@with_com",
        work=COM,
    ),
    "an executor initialises COM on its threads": service(
        "with ThreadPoolExecutor(2, initializer=pythoncom.CoInitialize) as pool:\n"
        "    pool.submit(self.work)\n    self.quit.wait()",
        work=COM,
    ),
    "an error of the framework is logged and handed on": service(
        "self.quit.wait()",
        more="""\
        def ServiceCtrlHandlerEx(self, control, event_type, data):
            try:
                return super().ServiceCtrlHandlerEx(control, event_type, data)
            except Exception:
                logging.exception("control %s", control)
                raise
        """,
    ),
}


def broken(text: str) -> set[str]:
    """The codes of what is certain."""
    report = lint_bytes(text.encode(), "feed.py")
    assert not report.problems
    return {one.code for one in report.findings if one.certainty is Certainty.BROKEN}


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_way_is_not_broken(sentence: str) -> None:
    """Nothing is certain about a service that does it right."""
    assert broken(RIGHT[sentence]) == set()


def test_asking_is_not_waiting() -> None:
    """The list of those that live, and nothing is done about it: some may live on."""
    text = service(THREADS + "alive = [t for t in ts if t.is_alive()]\nif alive: logging.info('still there')")
    codes = {one.code for one in lint_bytes(text.encode(), "feed.py").findings}
    assert codes == {"SVC202"}


OPENED = """\
time.sleep(20)
self.open()
self.ReportServiceStatus(ws.SERVICE_RUNNING)
self.quit.wait()
"""
OPEN = """\
ready = False
mask = 0

def open(self):
    self.ready = True
    self.mask = ws.SERVICE_ACCEPT_STOP

def GetAcceptedControls(self):
"""


def opened(*mask: str, more: str = "") -> str:
    """A service that reports RUNNING again once it is ready (MAI-06); the statements of its GetAcceptedControls."""
    return service(OPENED, more=OPEN + textwrap.indent("\n".join(mask), "    ") + "\n" + textwrap.dedent(more))


LATER = {
    "one or the other": opened("return ws.SERVICE_ACCEPT_STOP if self.ready else 0"),
    "nothing as long as it is not ready": opened("if not self.ready:", "    return 0", "return ws.SERVICE_ACCEPT_STOP"),
    "the bit is cleared": opened(
        "mask = super().GetAcceptedControls()",
        "if not self.ready:",
        "    mask &= ~ws.SERVICE_ACCEPT_STOP",
        "return mask",
    ),
    "the bit is taken away": opened(
        "mask = super().GetAcceptedControls()",
        "return mask if self.ready else mask ^ ws.SERVICE_ACCEPT_STOP",
    ),
    "the bit is added": opened("mask = 0", "if self.ready:", "    mask |= ws.SERVICE_ACCEPT_STOP", "return mask"),
    "the mask is kept in an attribute": opened("return self.mask"),
    "another method knows": opened(
        "return self.accepted()",
        more="""\
        def accepted(self):
            return ws.SERVICE_ACCEPT_STOP if self.ready else 0
        """,
    ),
    "a table has them": opened("return {True: ws.SERVICE_ACCEPT_STOP, False: 0}[self.ready]"),
    "a match": opened(
        "match self.ready:",
        "    case True:",
        "        mask = ws.SERVICE_ACCEPT_STOP",
        "    case _:",
        "        mask = 0",
        "return mask",
    ),
    "an attribute that is not there yet": opened(
        "try:",
        "    self.server",
        "except AttributeError:",
        "    return 0",
        "return ws.SERVICE_ACCEPT_STOP",
    ),
    "the mask is masked": opened("return super().GetAcceptedControls() & self.mask"),
}
ALWAYS = {
    "no more than the bit": opened("return ws.SERVICE_ACCEPT_STOP"),
    "another bit is there on one way": opened(
        "mask = super().GetAcceptedControls()",
        "if self.ready:",
        "    mask |= ws.SERVICE_ACCEPT_PRESHUTDOWN",
        "return mask",
    ),
    "another bit is there or not": opened(
        "return ws.SERVICE_ACCEPT_STOP | (ws.SERVICE_ACCEPT_PRESHUTDOWN if self.ready else 0)"
    ),
    "another bit is taken away": opened(
        "mask = super().GetAcceptedControls() | ws.SERVICE_ACCEPT_PRESHUTDOWN",
        "if not self.ready:",
        "    mask &= ~ws.SERVICE_ACCEPT_PRESHUTDOWN",
        "return mask",
    ),
    "the bit is added behind the branches": opened(
        "mask = 0",
        "if self.ready:",
        "    mask = ws.SERVICE_ACCEPT_PRESHUTDOWN",
        "return mask | ws.SERVICE_ACCEPT_STOP",
    ),
    "each way has it": opened(
        "if self.ready:",
        "    return ws.SERVICE_ACCEPT_STOP | ws.SERVICE_ACCEPT_PRESHUTDOWN",
        "return ws.SERVICE_ACCEPT_STOP",
    ),
}


@pytest.mark.parametrize("sentence", LATER)
def test_a_control_that_may_not_be_accepted_yet_proves_nothing(sentence: str) -> None:
    """RUNNING without STOP, the work of the start, RUNNING with STOP (MAI-06): no stop comes in between (ACC-03)."""
    assert "SVC505" not in broken(LATER[sentence])


@pytest.mark.parametrize("sentence", ALWAYS)
def test_a_control_that_is_always_accepted_comes_any_time(sentence: str) -> None:
    """STOP_PENDING of the handler, then RUNNING again, is no edge of the diagram (STP-09)."""
    assert "SVC505" in broken(ALWAYS[sentence])


def test_what_a_stop_does_is_wrong_however_late_it_is_accepted() -> None:
    """The handler and the end of the run are judged whenever the stop comes: a thread lives on behind STOPPED."""
    text = service(
        "t = threading.Thread(target=self.work)\nt.start()\nself.open()\nself.quit.wait()",
        more=OPEN + "    return ws.SERVICE_ACCEPT_STOP if self.ready else 0\n",
    )
    assert broken(text) == broken(text.replace("if self.ready else 0", "")) != set()
