"""How a service begins, what it leaves behind and what it keeps to itself: near misses of SVC104, 204, 605 and 703."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from svclint.linting import lint_bytes

TOP = """\
import logging, os, queue, socket, subprocess, sys, threading, time
from concurrent.futures import ThreadPoolExecutor, as_completed

import win32service
import win32serviceutil
from app import main, serve

log = logging.getLogger()


class Service(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Service"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.pool, self.running = threading.Event(), ThreadPoolExecutor(2), True
        self.prepare()

    def prepare(self):
        self.errors, self.futures, self.active, self.child = [], [], 0, None

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.running = False
        self.stop.set()

    def job(self):
        time.sleep(10)

"""
PLAIN = """
def SvcDoRun(self):
    self.stop.wait()
"""


def said(methods: str, code: str) -> set[str]:
    """How certain the findings of one rule are in the service with these methods."""
    text = TOP + indent(dedent(methods).strip("\n"), "    ") + "\n"
    report = lint_bytes(text.encode(), "case.py")
    assert report.problems == ()
    return {one.certainty.value for one in report.findings if one.code == code}


BROKEN, POSSIBLE, SILENT = {"broken"}, {"possible"}, set[str]()

CREWS = {
    "nobody waits for the job": (BROKEN, "self.pool.submit(self.job)\nself.stop.wait()"),
    "all futures are asked for their results": (
        SILENT,
        "while not self.stop.wait(1):\n    self.futures.append(self.pool.submit(self.job))\n"
        "for one in self.futures:\n    one.result()",
    ),
    "the jobs of each turn are awaited": (
        SILENT,
        "while not self.stop.wait(1):\n    made = [self.pool.submit(self.job) for _ in range(3)]\n"
        "    for one in as_completed(made):\n        one.result()",
    ),
    "the executor is found by its name": (
        SILENT,
        "self.pool.submit(self.job)\nself.stop.wait()\nfor name in ('pool',):\n    getattr(self, name).shutdown()",
    ),
    "the run side counts who is at work": (
        SILENT,
        "while not self.stop.wait(1):\n    self.active += 1\n    self.pool.submit(self.job)\n"
        "while self.active:\n    time.sleep(0.5)",
    ),
    "a command ends the child": (
        SILENT,
        "self.child = subprocess.Popen(['nginx'])\nself.stop.wait()\n"
        "subprocess.run(['nginx', '-s', 'quit'], timeout=5)",
    ),
    "the child is ended if it is there": (
        SILENT,
        "self.child = subprocess.Popen(['agent'])\nself.stop.wait()\nif hasattr(self, 'child'):\n    self.child.kill()",
    ),
    "the child starts again and again, until it is ended": (
        SILENT,
        "while not self.stop.is_set():\n    self.child = subprocess.Popen(['agent'])\n"
        "    while self.child.poll() is None:\n        if self.stop.wait(1):\n"
        "            self.child.terminate()\n            break",
    ),
    "a list of children, each ended": (
        SILENT,
        "self.all = [subprocess.Popen([one]) for one in ('a', 'b')]\nself.stop.wait()\n"
        "for one in self.all:\n    one.terminate()",
    ),
    "a list of children that nobody ends": (
        BROKEN,
        "self.all = [subprocess.Popen([one]) for one in ('a', 'b')]\nself.stop.wait()",
    ),
    "the child has another name, too": (
        SILENT,
        "child = subprocess.Popen(['agent'])\nself.child = child\nself.stop.wait()\nself.child.kill()",
    ),
    "flags that nobody can read": (
        SILENT,
        "self.child = subprocess.Popen(['agent'], creationflags=self.flags)\nself.stop.wait()",
    ),
}

FAILURES = {
    "all that there is to do, from another module": (
        BROKEN,
        "try:\n    main()\nexcept Exception as error:\n    log.error(error)",
    ),
    "the next turn follows": (
        SILENT,
        "while self.running:\n    try:\n        main()\n    except Exception:\n        log.exception('x')\n"
        "        time.sleep(5)",
    ),
    "after three turns it is raised": (
        SILENT,
        "for _ in range(3):\n    try:\n        serve()\n        break\n"
        "    except Exception as error:\n        last = error\nelse:\n    raise last",
    ),
    "the failure goes into a list that is looked at": (
        SILENT,
        "try:\n    self.stop.wait()\nexcept Exception as error:\n    self.errors.append(error)\n"
        "if self.errors:\n    raise self.errors[0]",
    ),
    "the start fails, and SvcDoRun returns": (
        POSSIBLE,
        "try:\n    self.conf = main()\nexcept Exception:\n    log.exception('no configuration')\n    return\n"
        "self.stop.wait()",
    ),
    "something optional fails": (
        SILENT,
        "try:\n    import fast\nexcept Exception:\n    fast = None\nself.stop.wait()",
    ),
    "the farewell fails": (
        SILENT,
        "self.stop.wait()\ntry:\n    self.thread.join()\nexcept Exception:\n    pass",
    ),
    "the process asks for its end": (
        SILENT,
        "try:\n    self.stop.wait()\nexcept Exception:\n    log.exception('x')\n    sys.exit(1)",
    ),
    "a clause around a loop around a clause": (
        SILENT,
        "try:\n    while self.running:\n        try:\n            main()\n            self.stop.wait(3)\n"
        "        except Exception:\n            log.exception('x')\nexcept Exception:\n    raise",
    ),
}

STARTS = {
    "a nap of a quarter of a minute": (BROKEN, "time.sleep(15)"),
    "a connection that is tried again and again": (
        BROKEN,
        "while True:\n    try:\n        self.sock = socket.create_connection(('h', 1))\n        break\n"
        "    except OSError:\n        time.sleep(5)",
    ),
    "thirty looks, a second each": (
        BROKEN,
        "for _ in range(30):\n    if os.path.exists(r'X:\\there'):\n        return\n    time.sleep(1)",
    ),
    "a word with a thread of one's own": (
        SILENT,
        "ready = threading.Event()\nthreading.Timer(0, ready.set).start()\nready.wait(10)",
    ),
    "a queue, a lock, a limit for sockets": (
        SILENT,
        "self.queue = queue.Queue()\nwith threading.Lock():\n    socket.setdefaulttimeout(60)",
    ),
    "a look at another service": (SILENT, "self.seen = win32serviceutil.QueryServiceStatus('x')"),
    "another service is started": (BROKEN, "win32serviceutil.StartService('x')"),
    "and by a command": (BROKEN, "os.system('net start ' + self.needed)"),
}


@pytest.mark.parametrize(("certainty", "body"), CREWS.values(), ids=CREWS)
def test_what_is_left_at_work(certainty: set[str], body: str) -> None:
    """SVC204 speaks where nothing in the service can have waited."""
    assert said("def SvcDoRun(self):\n" + indent(body, "    "), "SVC204") == certainty


@pytest.mark.parametrize(("certainty", "body"), FAILURES.values(), ids=FAILURES)
def test_what_is_caught_and_kept(certainty: set[str], body: str) -> None:
    """SVC703 speaks where a failure leads to the normal end."""
    assert said("def SvcDoRun(self):\n" + indent(body, "    "), "SVC703") == certainty


@pytest.mark.parametrize(("certainty", "body"), STARTS.values(), ids=STARTS)
def test_what_the_constructor_does(certainty: set[str], body: str) -> None:
    """SVC605 speaks of what the start has to wait for."""
    methods = "def prepare(self):\n" + indent(body, "    ") + PLAIN
    assert said(methods, "SVC605") == certainty


@pytest.mark.parametrize(("certainty", "body"), [(BROKEN, "win32serviceutil.StopService('x')"), (SILENT, "main('x')")])
def test_what_a_handler_asks(certainty: set[str], body: str) -> None:
    """SVC104 speaks of handlers, however deep; what happens in another module is not known."""
    methods = f"def SvcOther(self, control):\n    self.ask()\n\ndef ask(self):\n    {body}\n" + PLAIN
    assert said(methods, "SVC104") == certainty
