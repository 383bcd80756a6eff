"""SVC201 to SVC203 on small services: what comes out was written down before the fixers were asked."""

from __future__ import annotations

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.bench import Bench
from svclint.selection import Selection
from svclint.settings import Settings

HEAD = """\
import queue
import socket
import threading
import time
from multiprocessing import Process

import win32event as ev
import win32service
from win32serviceutil import ServiceFramework


class Service(ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = ev.CreateEvent(None, True, False, None)
        self.quit = threading.Event()
        self.busy = True
        self.jobs = queue.Queue()
        self.worker = threading.Thread(target=self.work)
        self.helper = threading.Thread(target=self.work, name="helper")
"""
STOP = """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quit.set()
        ev.SetEvent(self.stop)
"""
WORK = """
    def work(self):
        while not self.quit.wait(1):
            print("working")
"""
RUN = "\n    def SvcDoRun(self):\n"
START = RUN + "        self.worker.start()\n"
WAIT = "        ev.WaitForSingleObject(self.stop, ev.INFINITE)\n"
GONE = "        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
JOIN = "        self.worker.join()\n"
AUTO = HEAD.replace("(None, True,", "(None, False,")
PATIENT = """\
        while self.worker.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 5000)
            self.worker.join(3)
"""
TICKER = """

class Ticker(threading.Thread):
    def __init__(self):
        super().__init__()
        self.over = threading.Event()

    def halt(self):
        self.over.set()

    def run(self):
        while not self.over.wait(1):
            print("tick")
"""
TICKING = HEAD.replace("\n\nclass", TICKER + "\n\nclass").replace("threading.Thread(target=self.work)", "Ticker()")


def running(body: str, other: str = "") -> str:
    """A thread body of that code, one level deep, and the methods beside it."""
    return "\n    def work(self):\n" + "".join(f"        {line}\n" for line in body.splitlines()) + other


# A sentence, the rule, and the service before and after.
PAIRS = {
    "201: the join takes the place of the report, which pywin32 makes": (
        "SVC201",
        HEAD + STOP + START + WAIT + GONE + WORK,
        HEAD + STOP + START + WAIT + JOIN + WORK,
    ),
    "201: two threads at one report are joined at once, in the order of their starts": (
        "SVC201",
        HEAD + STOP + START + "        self.helper.start()\n" + WAIT + GONE + WORK,
        HEAD + STOP + START + "        self.helper.start()\n" + WAIT + JOIN + "        self.helper.join()\n" + WORK,
    ),
    "201: the one of two that is joined already is not joined again": (
        "SVC201",
        HEAD + STOP + START + "        self.helper.start()\n" + WAIT + JOIN + GONE + WORK,
        HEAD + STOP + START + "        self.helper.start()\n" + WAIT + JOIN + "        self.helper.join()\n" + WORK,
    ),
    "201: three threads in a list and one beside it": (
        "SVC201",
        HEAD
        + "        self.many = [threading.Thread(target=self.work) for _ in range(3)]\n"
        + STOP
        + START
        + "        for one in self.many:\n            one.start()\n"
        + WAIT
        + GONE
        + WORK,
        HEAD
        + "        self.many = [threading.Thread(target=self.work) for _ in range(3)]\n"
        + STOP
        + START
        + "        for one in self.many:\n            one.start()\n"
        + WAIT
        + JOIN
        + "        for one in self.many:\n            one.join()\n"
        + WORK,
    ),
    "201: a report with exit codes tells of a failure and stays, the join goes before it": (
        "SVC201",
        HEAD + STOP + START + WAIT + GONE.replace("STOPPED)", "STOPPED, win32ExitCode=5)") + WORK,
        HEAD + STOP + START + WAIT + JOIN + GONE.replace("STOPPED)", "STOPPED, win32ExitCode=5)") + WORK,
    ),
    "201: a call of what others use to report goes like a report": (
        "SVC201",
        HEAD
        + STOP.replace("self.ReportServiceStatus", "self.tell")
        + START
        + WAIT
        + "        self.tell(win32service.SERVICE_STOPPED)\n"
        + "\n    def tell(self, state):\n        self.ReportServiceStatus(state)\n"
        + WORK,
        HEAD
        + STOP.replace("self.ReportServiceStatus", "self.tell")
        + START
        + WAIT
        + JOIN
        + "\n    def tell(self, state):\n        self.ReportServiceStatus(state)\n"
        + WORK,
    ),
    "201: the handler's report goes, and the run side joins": (
        "SVC201",
        HEAD + STOP + GONE + START + WAIT + WORK,
        HEAD + STOP + START + WAIT + JOIN + WORK,
    ),
    "201: an endless loop is given the event that the stop handler sets, and sleeps by it": (
        "SVC201",
        HEAD + STOP + START + WAIT + GONE + running("while True:\n    print(1)\n    time.sleep(60)"),
        HEAD
        + STOP
        + START
        + WAIT
        + JOIN
        + running("while not self.quit.is_set():\n    print(1)\n    self.quit.wait(60)"),
    ),
    "202: an event that resets itself would wake one waiter only, so it is made to stay": (
        "SVC202",
        AUTO
        + STOP
        + START
        + WAIT
        + running('while ev.WaitForSingleObject(self.stop, 500) != ev.WAIT_OBJECT_0:\n    print("working")'),
        HEAD
        + STOP
        + START
        + WAIT
        + JOIN
        + running('while ev.WaitForSingleObject(self.stop, 500) != ev.WAIT_OBJECT_0:\n    print("working")'),
    ),
    "202: a flag that the stop handler lowers ends the loop where there is no event": (
        "SVC202",
        HEAD
        + STOP.replace("self.quit.set()", "self.busy = False").replace("        ev.SetEvent(self.stop)\n", "")
        + START
        + "        while self.busy:\n            time.sleep(1)\n"
        + running("while 1:\n    print(1)\n    time.sleep(2)"),
        HEAD
        + STOP.replace("self.quit.set()", "self.busy = False").replace("        ev.SetEvent(self.stop)\n", "")
        + START
        + "        while self.busy:\n            time.sleep(1)\n"
        + JOIN
        + running("while self.busy:\n    print(1)\n    time.sleep(2)"),
    ),
    "202: an early return gives the signal that nobody gave yet, and joins": (
        "SVC202",
        HEAD + STOP + START + "        if not self.jobs.qsize():\n            return\n" + WAIT + JOIN + WORK,
        HEAD
        + STOP
        + START
        + "        if not self.jobs.qsize():\n            self.quit.set()\n            self.worker.join()\n"
        + "            return\n"
        + WAIT
        + JOIN
        + WORK,
    ),
    "202: a return before the start needs nothing": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        if not self.jobs.qsize():\n            return\n        self.worker.start()\n"
        + WAIT
        + WORK,
        HEAD
        + STOP
        + RUN
        + "        if not self.jobs.qsize():\n            return\n        self.worker.start()\n"
        + WAIT
        + JOIN
        + WORK,
    ),
    "202: a thread that may not run is asked before it is joined": (
        "SVC202",
        HEAD + STOP + RUN + "        if self.jobs.qsize():\n            self.worker.start()\n" + WAIT + WORK,
        HEAD
        + STOP
        + RUN
        + "        if self.jobs.qsize():\n            self.worker.start()\n"
        + WAIT
        + "        if self.worker.is_alive():\n            self.worker.join()\n"
        + WORK,
    ),
    "202: a thread without a name gets one": (
        "SVC202",
        HEAD + STOP + RUN + "        threading.Thread(target=self.work, daemon=True).start()  # go\n" + WAIT + WORK,
        HEAD
        + STOP
        + RUN
        + "        work_thread = threading.Thread(target=self.work, daemon=True)\n        work_thread.start()  # go\n"
        + WAIT
        + "        work_thread.join()\n"
        + WORK,
    ),
    "202: a module function's endless loop gets the event as its last argument": (
        "SVC202",
        AUTO.replace("\n\nclass", '\n\ndef poll():\n    while True:\n        print("poll")\n\n\nclass').replace(
            "target=self.work)", "target=poll)"
        )
        + STOP.replace("        self.quit.set()\n", "")
        + START
        + WAIT,
        HEAD.replace(
            "\n\nclass",
            "\n\ndef poll(stop):\n    while ev.WaitForSingleObject(stop, 0) != ev.WAIT_OBJECT_0:\n"
            '        print("poll")\n\n\nclass',
        ).replace("target=self.work)", "target=poll, args=(self.stop,))")
        + STOP.replace("        self.quit.set()\n", "")
        + START
        + WAIT
        + JOIN,
    ),
    "201: in a finally the thread is told to end, as an error may have led there": (
        "SVC201",
        HEAD + STOP + START + "        try:\n            self.jobs.get()\n        finally:\n    " + GONE + WORK,
        HEAD
        + STOP
        + START
        + "        try:\n            self.jobs.get()\n        finally:\n"
        + "            self.quit.set()\n            self.worker.join()\n"
        + WORK,
    ),
    "202: a new thread in each turn of a for loop: a list is made": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        for number in range(4):\n"
        + "            crew = threading.Thread(target=self.work)\n            crew.start()\n"
        + WAIT
        + WORK,
        HEAD
        + STOP
        + RUN
        + "        threads = []\n        for number in range(4):\n"
        + "            crew = threading.Thread(target=self.work)\n            crew.start()\n"
        + "            threads.append(crew)\n"
        + WAIT
        + "        for crew in threads:\n            crew.join()\n"
        + WORK,
    ),
    "202: a new thread in each turn, kept in a list that nobody asks": (
        "SVC202",
        HEAD
        + "        self.crew = []\n"
        + STOP
        + RUN
        + "        for number in range(4):\n            one = threading.Thread(target=self.work)\n"
        + "            self.crew.append(one)\n            one.start()\n"
        + WAIT
        + WORK,
        HEAD
        + "        self.crew = []\n"
        + STOP
        + RUN
        + "        for number in range(4):\n            one = threading.Thread(target=self.work)\n"
        + "            self.crew.append(one)\n            one.start()\n"
        + WAIT
        + "        for one in self.crew:\n            one.join()\n"
        + WORK,
    ),
    "202: a method of its own does the work: a local thread is joined there": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        self.main()\n\n    def main(self):\n"
        + "        t = threading.Thread(target=self.work)\n        t.start()\n"
        + WAIT
        + WORK,
        HEAD
        + STOP
        + RUN
        + "        self.main()\n\n    def main(self):\n"
        + "        t = threading.Thread(target=self.work)\n        t.start()\n"
        + WAIT
        + "        t.join()\n"
        + WORK,
    ),
    "202: behind an error that is swallowed the thread is told to end, and may not have begun": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        try:\n            self.worker.start()\n            self.jobs.get()\n"
        + "        except OSError as error:\n            print(error)\n"
        + WORK,
        HEAD
        + STOP
        + RUN
        + "        try:\n            self.worker.start()\n            self.jobs.get()\n"
        + "        except OSError as error:\n            print(error)\n"
        + "        self.quit.set()\n        if self.worker.is_alive():\n            self.worker.join()\n"
        + WORK,
    ),
    "202: a thread made in a try is made in front of it, to have its name behind": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        try:\n            t = threading.Thread(target=self.work)\n            t.start()\n"
        + "            self.jobs.get()\n        except OSError as error:\n            print(error)\n"
        + WORK,
        HEAD
        + STOP
        + RUN
        + "        t = threading.Thread(target=self.work)\n        try:\n            t.start()\n"
        + "            self.jobs.get()\n        except OSError as error:\n            print(error)\n"
        + "        self.quit.set()\n        if t.is_alive():\n            t.join()\n"
        + WORK,
    ),
    "202: a thread that may not have been made": (
        "SVC202",
        HEAD.replace("self.worker = threading.Thread(target=self.work)", "self.worker = None")
        + STOP
        + RUN
        + "        if self.jobs.qsize():\n            self.worker = threading.Thread(target=self.work)\n"
        + "            self.worker.start()\n"
        + WAIT
        + WORK,
        HEAD.replace("self.worker = threading.Thread(target=self.work)", "self.worker = None")
        + STOP
        + RUN
        + "        if self.jobs.qsize():\n            self.worker = threading.Thread(target=self.work)\n"
        + "            self.worker.start()\n"
        + WAIT
        + "        if self.worker is not None and self.worker.is_alive():\n            self.worker.join()\n"
        + WORK,
    ),
    "202: an early return stops a thread of its own class as the handler does": (
        "SVC202",
        TICKING
        + STOP.replace("self.quit.set()", "self.worker.halt()")
        + START
        + "        if self.jobs.qsize():\n            return\n"
        + WAIT,
        TICKING
        + STOP.replace("self.quit.set()", "self.worker.halt()")
        + START
        + "        if self.jobs.qsize():\n            self.worker.halt()\n"
        + "            self.worker.join()\n            return\n"
        + WAIT
        + JOIN,
    ),
    "203: the handler's join moves behind the wait of the run side, and becomes patient": (
        "SVC203",
        HEAD + STOP + "        self.worker.join(5)\n" + START + WAIT + '        print("over")\n' + WORK,
        HEAD + STOP + START + WAIT + PATIENT + '        print("over")\n' + WORK,
    ),
    "203: the question around the handler's join goes with it": (
        "SVC203",
        HEAD + STOP + "        if self.worker.is_alive():\n            self.worker.join(10)\n" + START + WAIT + WORK,
        HEAD + STOP + START + WAIT + PATIENT + WORK,
    ),
    "203: two joins in a handler, one fix each": (
        "SVC203",
        HEAD
        + STOP
        + "        self.worker.join(5)\n        self.helper.join(5)\n"
        + START
        + "        self.helper.start()\n"
        + WAIT
        + WORK,
        HEAD
        + STOP
        + START
        + "        self.helper.start()\n"
        + WAIT
        + PATIENT
        + PATIENT.replace("worker", "helper")
        + WORK,
    ),
    "203: an endless loop behind a polite join ends by the signal": (
        "SVC203",
        HEAD + STOP + START + WAIT + "        self.worker.join(2)\n" + running("while True:\n    print(1)"),
        HEAD + STOP + START + WAIT + PATIENT + running("while not self.quit.is_set():\n    print(1)"),
    ),
}

LISTEN = "sock = socket.create_server(('', 80))\n"
# A sentence, the rule, and a service that is left alone.
REFUSED = {
    "201: nothing tells an endless loop to end": (
        "SVC201",
        HEAD
        + STOP.replace("        self.quit.set()\n", "").replace("ev.SetEvent(self.stop)", "self.jobs.put(None)")
        + START
        + "        self.jobs.get()\n"
        + GONE
        + running("while True:\n    print(1)"),
    ),
    "201: the thread may have no name when the report is made": (
        "SVC201",
        HEAD
        + STOP
        + RUN
        + "        if self.jobs.qsize():\n"
        + "            odd = threading.Thread(target=self.work)\n            odd.start()\n"
        + WAIT
        + GONE
        + WORK,
    ),
    "202: an endless loop that waits for a client would not look at the event": (
        "SVC202",
        HEAD + STOP + START + WAIT + running(LISTEN + "while True:\n    peer, _ = sock.accept()\n    print(peer)"),
    ),
    "202: a thread that waits for a client as long as it likes is not waited for": (
        "SVC202",
        HEAD + STOP + START + WAIT + running(LISTEN + "while not self.quit.is_set():\n    print(sock.accept())"),
    ),
    "202: a thread that is given back, for the caller to join it when it is time": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        helper = self.begin()\n        self.quit.wait()\n        print(helper)\n"
        + "\n    def begin(self):\n        helper = threading.Thread(target=self.work)\n        helper.start()\n"
        + "        return helper\n"
        + WORK,
    ),
    "202: a thread whose own flag nobody lowers": (
        "SVC202",
        HEAD + "        self.going = True\n" + STOP + START + WAIT + running("while self.going:\n    print(1)"),
    ),
    "202: a thread for each visitor, for ever: a list of them would grow": (
        "SVC202",
        HEAD
        + STOP
        + RUN
        + "        while not self.quit.wait(1):\n            threading.Thread(target=self.work).start()\n"
        + WORK,
    ),
    "202: an event that wakes for work too does not say that all is over": (
        "SVC202",
        HEAD
        + STOP.replace("        ev.SetEvent(self.stop)\n", "        self.busy = False\n")
        + START
        + "        while self.busy:\n            self.quit.set()\n            self.busy = bool(self.jobs.get())\n"
        + running("while True:\n    print(1)"),
    ),
    "202: a process does not see the event of this one": (
        "SVC202",
        HEAD.replace("threading.Thread(target=self.work)", "Process(target=self.work)")
        + STOP
        + START
        + WAIT
        + running("while True:\n    print(1)"),
    ),
    "203: nothing tells an endless loop to end": (
        "SVC203",
        HEAD
        + STOP.replace("        self.quit.set()\n", "").replace("ev.SetEvent(self.stop)", "self.jobs.put(None)")
        + START
        + "        self.jobs.get()\n        self.worker.join(5)\n"
        + running("while True:\n    print(1)"),
    ),
    "203: the handler goes on with what the thread left": (
        "SVC203",
        HEAD + STOP + "        self.worker.join(5)\n        print(self.jobs.qsize())\n" + START + WAIT + WORK,
    ),
}


def repaired(text: str, code: str) -> str:
    """The service after all fixes of a rule, safe or not."""
    assert code in {one.code for one in lint_bytes(text.encode(), "service.py").findings}, "nothing to fix"
    bench = Bench(lint_bytes, Selection(Settings(select=(code,), min_certainty="possible")))
    outcome = engine.repaired(text.encode(), "service.py", bench, lambda offer: True)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode()


@pytest.mark.parametrize(("code", "before", "after"), PAIRS.values(), ids=PAIRS)
def test_what_comes_out_is_what_was_written_down(code: str, before: str, after: str) -> None:
    """Once through the engine: proven, and with nothing left of the rule."""
    assert repaired(before, code) == after
    assert code not in {one.code for one in lint_bytes(after.encode(), "service.py").findings}


@pytest.mark.parametrize(("code", "text"), REFUSED.values(), ids=REFUSED)
def test_what_could_hang_is_left_alone(code: str, text: str) -> None:
    """A thread that may never end is not joined, and nothing is guessed."""
    assert repaired(text, code) == text
