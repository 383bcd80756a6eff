"""Right services about which nothing is to be said at all, not even that something is possible."""

from __future__ import annotations

import textwrap

import pytest

from svclint.linting import lint_bytes

HEAD = """\
import collections, dataclasses, threading, typing
import win32event, win32service, win32serviceutil

class Job(typing.NamedTuple):
    name: str
    thread: threading.Thread

@dataclasses.dataclass
class Task:
    name: str
    thread: threading.Thread = None

Slot = collections.namedtuple("Slot", "name thread")

class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.quit = threading.Event()
"""
STOP = """
def SvcStop(self):
    self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
    self.quit.set()
"""
RUN = """
def SvcDoRun(self):
    while not self.quit.wait(5):
        print("one more")
"""
WORK = """
def work(self):
    while not self.quit.wait(1): pass
"""
KEPT = """
def SvcDoRun(self):
    jobs = []
    for name in ("reader", "writer"):
        thread = threading.Thread(target=self.work)
        thread.start()
        jobs.append({made})
    self.quit.wait()
    for job in jobs:
        job.thread.join()
"""
ALL = """
def SvcDoRun(self):
    for _ in range(3):
        threading.Thread(target=self.work).start()
    self.quit.wait()
"""
RAW = """\
import threading
import servicemanager, win32service

stop = threading.Event()

def report(state, accepted=0, check_point=0, hint=0):
    win32service.SetServiceStatus(handle, (16, state, accepted, 0, 0, check_point, hint))

def handler(control, kind, data, context=None):
    if control == win32service.SERVICE_CONTROL_STOP:
        report(win32service.SERVICE_STOP_PENDING, 0, 1, 5000)
        stop.set()
        return 0
    return 0 if control == win32service.SERVICE_CONTROL_INTERROGATE else 120

def main(args):
    global handle
    handle = servicemanager.RegisterServiceCtrlHandler("Feed", handler, True)
    try:
        report(win32service.SERVICE_START_PENDING, 0, 1, 3000)
        report(win32service.SERVICE_RUNNING, win32service.SERVICE_ACCEPT_STOP)
        while not stop.wait(2):
            print("one more")
    finally:
        report(win32service.SERVICE_STOPPED)

servicemanager.Initialize("Feed", None)
servicemanager.PrepareToHostSingle()
servicemanager.StartServiceCtrlDispatcher()
"""
PAUSABLE = """
    self.stop = win32event.CreateEvent(None, 0, 0, None)
    self.pause = win32event.CreateEvent(None, 0, 0, None)
    self.resume = win32event.CreateEvent(None, 0, 0, None)

def SvcStop(self):
    self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
    win32event.SetEvent(self.stop)

def SvcPause(self):
    self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
    win32event.SetEvent(self.pause)

def SvcContinue(self):
    self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
    win32event.SetEvent(self.resume)

def SvcInterrogate(self):
    pass

def SvcDoRun(self):
    events = (self.stop, self.pause, self.resume)
    while True:
        which = win32event.WaitForMultipleObjects(events, False, {limit})
"""
BY_IF = """
        if which == win32event.WAIT_OBJECT_0:
            break
        elif which == win32event.WAIT_OBJECT_0 + 1:
            self.ReportServiceStatus(win32service.SERVICE_PAUSED)
        elif which == win32event.WAIT_OBJECT_0 + 2:
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)
"""
BY_NUMBER = """
        if which == win32event.WAIT_TIMEOUT:
            continue
        number = which - win32event.WAIT_OBJECT_0
        match number:
            case 0:
                return
            case 1:
                self.ReportServiceStatus(win32service.SERVICE_PAUSED)
            case 2:
                self.ReportServiceStatus(win32service.SERVICE_RUNNING)
"""


def service(*methods: str) -> str:
    """A service with these methods; its constructor makes the event ``quit``."""
    return HEAD + "".join(textwrap.indent(textwrap.dedent(one), " " * 4) for one in methods)


SILENT = {
    "a report that is made only where there is a handle": service(
        STOP,
        RUN,
        """
        def ReportServiceStatus(self, status, waitHint=5000, win32ExitCode=0, svcExitCode=0):
            if self.ssh is None:
                return
            accepted = 0 if status == win32service.SERVICE_START_PENDING else self.GetAcceptedControls()
            if status in (win32service.SERVICE_RUNNING, win32service.SERVICE_STOPPED):
                check_point = 0
            else:
                self.checkPoint += 1
                check_point = self.checkPoint
            win32service.SetServiceStatus(
                self.ssh,
                (16, status, accepted, win32ExitCode, svcExitCode, check_point, waitHint),
            )
        """,
    ),
    "a second STOP, of which a flag tells": service(
        """
            self.stopping = False

        def SvcStop(self):
            if self.stopping:
                return
            self.stopping = True
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.quit.set()
        """,
        RUN,
    ),
    "a second STOP, of which the event itself tells": service(
        """
        def SvcStop(self):
            if not self.quit.is_set():
                self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
                self.quit.set()

        def SvcShutdown(self):
            self.SvcStop()
        """,
        RUN,
    ),
    "a second STOP, of which a flag of the class tells": service(
        """
        stopping = False

        def SvcStop(self):
            if self.stopping:
                return
            self.stopping = True
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.quit.set()
        """,
        RUN,
    ),
    "threads in named tuples are joined": service(STOP, WORK, KEPT.format(made="Job(name, thread)")),
    "threads in tuples of a factory are joined": service(STOP, WORK, KEPT.format(made="Slot(name, thread)")),
    "threads in dataclasses are joined": service(STOP, WORK, KEPT.format(made="Task(name, thread=thread)")),
    "all threads of the process but this one are joined": service(
        STOP,
        WORK,
        ALL
        + """
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread is not threading.main_thread():
            thread.join()
        """,
    ),
    "all other threads, as a list": service(
        STOP,
        WORK,
        ALL
        + """
    own = threading.current_thread()
    for thread in [one for one in threading.enumerate() if one != own]:
        thread.join()
        """,
    ),
    "auto-reset events are taken by the wait that they end": service(
        PAUSABLE.format(limit="win32event.INFINITE") + BY_IF
    ),
    "the number of the event is looked at in a match": service(PAUSABLE.format(limit="5000") + BY_NUMBER),
    "a handler asks the server to stop by a thread": service(
        """
            import http.server
            self.server = http.server.HTTPServer(("127.0.0.1", 8080), None)

        def SvcStop(self):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            threading.Thread(target=self.server.shutdown).start()

        def SvcDoRun(self):
            self.server.serve_forever()
        """
    ),
    "a main function of one's own reports STOPPED whatever happens": RAW,
}


@pytest.mark.parametrize("sentence", SILENT)
def test_nothing_is_said_of_a_right_service(sentence: str) -> None:
    """No finding of any certainty."""
    report = lint_bytes(SILENT[sentence].encode(), "feed.py")
    assert not report.problems
    assert [(one.code, one.at.line) for one in report.findings] == []


def test_a_flag_that_others_set_too_may_refuse_the_stop() -> None:
    """Nobody knows whether the first STOP finds it set."""
    text = service(
        """
            self.busy = False

        def SvcStop(self):
            if self.busy:
                return
            self.busy = True
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.quit.set()
        """,
        """
        def SvcDoRun(self):
            self.busy = True
            self.quit.wait()
        """,
    )
    assert [one.code for one in lint_bytes(text.encode(), "feed.py").findings] == ["SVC501"]


def test_a_thread_in_a_tuple_that_is_not_joined_is_missed() -> None:
    """To keep a thread somewhere is not to join it."""
    text = service(STOP, WORK, KEPT.format(made="Job(name, thread)").replace("job.thread.join()", "print(job.name)"))
    assert [one.code for one in lint_bytes(text.encode(), "feed.py").findings] == ["SVC202"]


def test_an_event_that_stays_set_is_there_again() -> None:
    """A manual-reset event is not taken: after a CONTINUE the loop finds the pause again."""
    text = service(PAUSABLE.format(limit="win32event.INFINITE") + BY_IF)
    manual = text.replace("self.pause = win32event.CreateEvent(None, 0", "self.pause = win32event.CreateEvent(None, 1")
    assert [one.code for one in lint_bytes(manual.encode(), "feed.py").findings] == ["SVC505"]


def test_waits_one_after_the_other_do_not_multiply() -> None:
    """What follows the first few is read for each of their ends, the rest once: nothing is given up."""
    waits = (
        "        which = win32event.WaitForMultipleObjects(events, False, 1000)\n        if which == 1: print(which)\n"
    )
    text = service(PAUSABLE.format(limit="5000")) + waits * 12 + textwrap.indent("\nif which == 0: break\n", " " * 8)
    report = lint_bytes(textwrap.dedent(text).encode(), "feed.py")
    assert (report.problems, report.bursts) == ((), 0)
