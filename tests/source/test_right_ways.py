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
