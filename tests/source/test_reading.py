"""How source is read: each case is a service in some style, and the codes that are broken in it.

The blank service below keeps the contract; a case replaces one part of it.
"""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from svclint.linting import lint_bytes
from tests.expectations import reported

IMPORTS = "import threading, time, win32event, win32service, win32serviceutil\n"
INIT = """
    win32serviceutil.ServiceFramework.__init__(self, args)
    self.stop = win32event.CreateEvent(None, 1, 0, None)
"""
STOP = """
    self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
    win32event.SetEvent(self.stop)
"""
RUN = "win32event.WaitForSingleObject(self.stop, win32event.INFINITE)"
BASE = "win32serviceutil.ServiceFramework"


def service(
    imports: str = IMPORTS, base: str = BASE, init: str = INIT, stop: str = STOP, run: str = RUN, more: str = ""
) -> str:
    """A service module made of these parts."""
    methods = [
        "def __init__(self, args):\n" + body(init),
        "def SvcStop(self):\n" + body(stop),
        "def SvcDoRun(self):\n" + body(run),
        dedent(more),
    ]
    return dedent(imports) + f"\nclass Service({base}):\n" + indent("\n".join(methods), "    ")


def body(text: str) -> str:
    """The statements of a function."""
    return indent(dedent(text).strip("\n"), "    ") + "\n"


def codes(source: str) -> set[str]:
    """What is broken in a module."""
    report = lint_bytes(source.encode(), "case.py")
    assert report.problems == ()
    return {code for _, code in reported(report)}


NAMES = {
    "the framework imported by name": service(
        imports=IMPORTS + "from win32serviceutil import ServiceFramework", base="ServiceFramework", stop="pass"
    ),
    "the framework under another name": service(
        imports=IMPORTS + "from win32serviceutil import ServiceFramework as Base", base="Base", stop="pass"
    ),
    "the module under another name": service(
        imports=IMPORTS + "import win32serviceutil as su", base="su.ServiceFramework", stop="pass"
    ),
    "a star import": service(imports=IMPORTS + "from win32serviceutil import *", base="ServiceFramework", stop="pass"),
    "a stub for other platforms": service(
        imports=IMPORTS + "try:\n    from win32serviceutil import ServiceFramework\n"
        "except ImportError:\n    class ServiceFramework: pass",
        base="ServiceFramework",
        stop="pass",
    ),
    "a base chosen by platform": service(
        imports=IMPORTS + "import sys\nBase = win32serviceutil.ServiceFramework if sys.platform == 'win32' else object",
        base="Base",
        stop="pass",
    ),
    "a base assigned in an if": service(
        imports=IMPORTS + "import sys\nif sys.platform == 'win32':\n    Base = win32serviceutil.ServiceFramework\n"
        "else:\n    Base = object",
        base="Base",
        stop="pass",
    ),
    "a class between": service(
        imports=IMPORTS + "class Base(win32serviceutil.ServiceFramework):\n    pass", base="Base", stop="pass"
    ),
    "a class inside a function": "def make():\n" + indent(service(stop="pass"), "    ") + "    return Service\n",
    "a class inside an if": "import sys\nif sys.platform == 'win32':\n" + indent(service(stop="pass"), "    "),
    "imports inside the function that uses them": service(
        stop="from time import sleep as nap\nself.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"
        "win32event.SetEvent(self.stop)\nnap(60)"
    ),
}


@pytest.mark.parametrize("sentence", NAMES)
def test_names_are_followed_through_imports(sentence: str) -> None:
    """A service is found under every name, and what it calls is known under every name."""
    expected = "SVC101" if "function that uses" in sentence else "SVC501"
    assert codes(NAMES[sentence]) == {expected}


REPORTED = "self.ReportServiceStatus({})\nwin32event.SetEvent(self.stop)"
CONSTANTS = {
    "a number": ("", "3"),
    "a module constant": ("PENDING = win32service.SERVICE_STOP_PENDING", "PENDING"),
    "a constant of a constant": ("A = win32service.SERVICE_STOP_PENDING\nB = A", "B"),
    "arithmetic": ("ONE = 1", "ONE | 2"),
    "an enum": ("import enum\nclass S(enum.IntEnum):\n    STOPPING = 3", "S.STOPPING"),
    "an enum's value": ("import enum\nclass S(enum.Enum):\n    STOPPING = 3", "S.STOPPING.value"),
    "a table": ("S = {'stopping': 3, 'stopped': 1}", "S['stopping']"),
    "a name imported from the module": ("from win32service import SERVICE_STOP_PENDING as P", "P"),
    "a conditional expression whose test is known": ("DEBUG = False", "1 if DEBUG else 3"),
}


@pytest.mark.parametrize("sentence", CONSTANTS)
def test_constants_are_folded(sentence: str) -> None:
    """STOP_PENDING is STOP_PENDING however it is written."""
    imports, written = CONSTANTS[sentence]
    assert codes(service(imports=IMPORTS + imports, stop=REPORTED.format(written))) == set()


SLEEPS = {
    "a method": ("self.tidy()", "def tidy(self):\n    time.sleep(60)"),
    "a method two calls away": (
        "self.tidy()",
        "def tidy(self):\n    self.sweep()\ndef sweep(self):\n    time.sleep(60)",
    ),
    "a function of the module with its argument": ("nap(60)", ""),
    "a static method": ("self.tidy(60)", "@staticmethod\ndef tidy(seconds):\n    time.sleep(seconds)"),
    "a class method": ("self.tidy(60)", "@classmethod\ndef tidy(cls, seconds):\n    time.sleep(seconds)"),
    "a property": ("self.tidy", "@property\ndef tidy(self):\n    time.sleep(60)"),
    "a default argument": ("self.tidy()", "def tidy(self, seconds=60):\n    time.sleep(seconds)"),
    "a keyword argument": ("self.tidy(seconds=60)", "def tidy(self, *, seconds=0):\n    time.sleep(seconds)"),
    "a nested function": ("def tidy():\n    time.sleep(60)\ntidy()", ""),
    "a lambda": ("tidy = lambda: time.sleep(60)\ntidy()", ""),
    "a class attribute": ("time.sleep(self.grace)", "grace = 60"),
    "an attribute set in the constructor's helper": ("self.tidy()", "def tidy(self):\n    time.sleep(self.pause * 60)"),
    "a dispatch table": ("{'tidy': self.tidy}['tidy']()", "def tidy(self):\n    time.sleep(60)"),
    "a partial": ("import functools\nfunctools.partial(self.tidy)()", "def tidy(self):\n    time.sleep(60)"),
    "a context manager's body": ("with open(__file__) as f:\n    time.sleep(60)", ""),
    "an else of a loop": ("for x in (1, 2):\n    pass\nelse:\n    time.sleep(60)", ""),
    "a finally": ("try:\n    pass\nfinally:\n    time.sleep(60)", ""),
    "an assignment expression": ("if (seconds := 60):\n    time.sleep(seconds)", ""),
}


@pytest.mark.parametrize("sentence", SLEEPS)
def test_calls_are_followed(sentence: str) -> None:
    """A minute of sleep in the stop handler is found wherever it is called from."""
    statements, more = SLEEPS[sentence]
    imports = IMPORTS + "def nap(seconds):\n    time.sleep(seconds)"
    init = INIT + "    self.configure()"
    more += "\ndef configure(self):\n    self.pause = 1"
    stop = STOP + indent(statements, "    ")
    assert codes(service(imports=imports, init=init, stop=stop, more=more)) == {"SVC101"}


JOINED = {
    "the thread is an attribute": """
        self.worker = threading.Thread(target=self.work)
        self.worker.start()
        {wait}
        self.worker.join()
        """,
    "the thread is a local variable": """
        worker = threading.Thread(target=self.work)
        worker.start()
        {wait}
        worker.join()
        """,
    "the threads are in a list": """
        workers = [threading.Thread(target=self.work) for _ in range(3)]
        for worker in workers:
            worker.start()
        {wait}
        for worker in workers:
            worker.join()
        """,
    "the threads are put into a dict": """
        self.workers = {{}}
        for name in ("in", "out"):
            self.workers[name] = threading.Thread(target=self.work)
            self.workers[name].start()
        {wait}
        for worker in self.workers.values():
            worker.join()
        """,
    "the join is in a helper that gets the thread": """
        worker = threading.Thread(target=self.work)
        worker.start()
        {wait}
        self.finish(worker)
        """,
    "the thread comes from a helper": """
        worker = self.started()
        {wait}
        worker.join()
        """,
    "the join is in a finally": """
        worker = self.started()
        try:
            {wait}
        finally:
            worker.join()
        """,
    "is_alive is asked until it says no": """
        worker = self.started()
        {wait}
        while worker.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            worker.join(1)
        """,
    "the thread sets an event as its last act": """
        self.gone = threading.Event()
        threading.Thread(target=self.last_words).start()
        {wait}
        self.gone.wait()
        """,
    "the thread is over soon": """
        threading.Thread(target=print, args=("hello",)).start()
        {wait}
        """,
}
WORK = """
def work(self):
    while win32event.WaitForSingleObject(self.stop, 1000) != win32event.WAIT_OBJECT_0:
        print("working")

def started(self):
    worker = threading.Thread(target=self.work)
    worker.start()
    return worker

def finish(self, worker):
    worker.join()

def last_words(self):
    try:
        self.work()
    finally:
        self.gone.set()
"""


@pytest.mark.parametrize("sentence", JOINED)
def test_joined_threads_are_seen(sentence: str) -> None:
    """No alarm when the thread is over before SvcDoRun returns."""
    assert codes(service(run=JOINED[sentence].format(wait=RUN), more=WORK)) == set()


ONLY_BY_JOIN = [one for one in JOINED if "join" in JOINED[one].splitlines()[-2] and "is_alive" not in JOINED[one]]


@pytest.mark.parametrize("sentence", ONLY_BY_JOIN)
def test_without_the_join_they_are_reported(sentence: str) -> None:
    """The same service without its last line leaves a thread behind."""
    lines = dedent(JOINED[sentence].format(wait=RUN)).rstrip().splitlines()
    assert codes(service(run="\n".join([*lines[:-1], " " * indented(lines[-1]) + "pass"]), more=WORK)) == {"SVC202"}


def indented(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


FLAGS = {
    "an attribute": ("self.running = False", "while self.running:"),
    "an attribute compared": ("self.running = False", "while self.running is True:"),
    "an event": ("win32event.SetEvent(self.stop)", "while win32event.WaitForSingleObject(self.stop, 0) != 0:"),
    "a method that asks": ("self.running = False", "while self.is_running():"),
}


@pytest.mark.parametrize("sentence", FLAGS)
def test_a_loop_ends_only_after_its_signal(sentence: str) -> None:
    """Nothing behind the loop is reached unless STOP came, so this report of RUNNING always follows STOP_PENDING."""
    signal, loop = FLAGS[sentence]
    init = INIT + "    self.running = True"
    stop = f"self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n{signal}"
    run = f"{loop}\n    time.sleep(1)\nself.ReportServiceStatus(win32service.SERVICE_RUNNING)"
    more = "def is_running(self):\n    return self.running"
    assert codes(service(init=init, stop=stop, run=run, more=more)) == {"SVC505"}


UNKNOWN = {
    "an unknown base before the framework's may do anything": service(
        base="Mixin, win32serviceutil.ServiceFramework",
        imports=IMPORTS + "from elsewhere import Mixin",
        stop="self.shut_down()",
    ),
    "an unknown function that gets the service may report": service(
        imports=IMPORTS + "from elsewhere import finish", stop="finish(self)"
    ),
    "a thread handed to unknown code may be joined there": service(
        imports=IMPORTS + "from elsewhere import register",
        run="worker = threading.Thread(target=self.work)\nregister(worker)\nworker.start()\n" + RUN,
        more=WORK,
    ),
    "a time-out that nobody knows convicts nobody": service(
        imports=IMPORTS + "from elsewhere import GRACE", stop=STOP + "    time.sleep(GRACE)"
    ),
    "a state that cannot be folded is no state": service(
        imports=IMPORTS + "from elsewhere import STATE", run=RUN + "\nself.ReportServiceStatus(STATE)"
    ),
    "a coroutine is not followed": service(
        stop=STOP + "    self.bye()", more="async def bye(self):\n    time.sleep(60)"
    ),
    "a loop with a deadline ends": service(
        stop=STOP + "    end = time.time() + self.grace\n    while time.time() < end:\n        time.sleep(0.1)"
    ),
}


@pytest.mark.parametrize("sentence", UNKNOWN)
def test_silent_when_facts_are_unknown(sentence: str) -> None:
    """What is not known is not held against anyone."""
    assert codes(UNKNOWN[sentence]) == set()


STRANGE = {
    "a class that inherits itself": "import win32serviceutil\nclass A(A, win32serviceutil.ServiceFramework):\n"
    "    def SvcStop(self): self.SvcStop()\n    def SvcDoRun(self): pass\n",
    "two classes that inherit each other": "import win32serviceutil\nclass A(B): pass\nclass B(A): pass\n"
    "class C(A, win32serviceutil.ServiceFramework):\n    def SvcDoRun(self): pass\n",
    "two classes of one name": service() + service(stop="pass"),
    "a thread that starts itself": service(
        run="threading.Thread(target=self.SvcDoRun).start()\n" + RUN,
    ),
    "a lambda that calls itself": service(run="f = lambda: f()\nf()\n" + RUN),
    "a service without methods": "import win32serviceutil\nclass A(win32serviceutil.ServiceFramework):\n    pass\n",
    "a function that returns itself": service(run="def f():\n    return f\nf()()()\n" + RUN),
    "arguments that hide": service(stop="self.ReportServiceStatus(*a, **k)"),
    "thousands of statements in a row": service(run="x = 1\n" * 5000 + RUN),
    "a deep nest of ifs": service(
        run="\n".join("    " * depth + f"if self.x{depth}:" for depth in range(60))
        + "\n"
        + "    " * 60
        + "pass\n"
        + RUN
    ),
}


@pytest.mark.parametrize("sentence", STRANGE)
def test_strange_source_ends_and_does_not_crash(sentence: str) -> None:
    """Whatever Python can parse is read to an end."""
    assert lint_bytes(STRANGE[sentence].encode(), "case.py").problems == ()
