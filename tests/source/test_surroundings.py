"""What calls need to be there: each case is the body of SvcDoRun, or of a thread, and what is said of it."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from svclint.linting import lint_bytes

HEAD = """\
import asyncio, contextlib, logging, os, pathlib, platform, servicemanager, signal, sqlite3, sys, threading
import pythoncom, win32com.client, win32service, win32serviceutil
import elsewhere
NAME = "settings.ini"
class Service(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Service"
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.verbose = args
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
    async def task(self):
        asyncio.get_event_loop()
    def handle(self):
        signal.signal(signal.SIGTERM, lambda *_: None)
"""
ON_THE_SERVICE_THREAD = """\
    def SvcDoRun(self):
{body}
        self.stop.wait()
"""
ON_ITS_OWN_THREAD = """\
    def SvcDoRun(self):
        worker = threading.Thread(target=self.work)
        worker.start()
        self.stop.wait()
        worker.join()
    def work(self):
{body}
"""

SIGNAL = "signal.signal(signal.SIGTERM, lambda *_: None)"
BROKEN, POSSIBLE = "broken", "possible"

RUN_SIDE: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "a signal": (SIGNAL, {("SVC803", BROKEN)}),
    "a signal in a method": ("self.handle()", {("SVC803", BROKEN)}),
    "another platform": (f"if os.name != 'nt':\n    {SIGNAL}", set()),
    "this platform": (f"if sys.platform.startswith('win'):\n    {SIGNAL}", {("SVC803", BROKEN)}),
    "this platform by its name": (f"if platform.system() == 'Windows':\n    {SIGNAL}", {("SVC803", BROKEN)}),
    "a signal that Windows has": (f"if hasattr(signal, 'SIGTERM'):\n    {SIGNAL}", {("SVC803", BROKEN)}),
    "a signal that Windows has not": (f"if hasattr(signal, 'SIGHUP'):\n    {SIGNAL}", set()),
    "whichever signals there are": (
        f"for name in ('SIGHUP', 'SIGINT'):\n    if hasattr(signal, name):\n        {SIGNAL}",
        set(),
    ),
    "a question about the mode": (f"if self.run_in_console:\n    {SIGNAL}", set()),
    "a question that cannot be read": (f"if self.verbose:\n    {SIGNAL}", {("SVC803", POSSIBLE)}),
    "one in the way to a method": ("if self.verbose:\n    self.handle()", {("SVC803", POSSIBLE)}),
    "one that has nothing to do with it": (f"if self.verbose:\n    print('on')\n{SIGNAL}", {("SVC803", BROKEN)}),
    "the error by name": (f"try:\n    {SIGNAL}\nexcept (ValueError, OSError):\n    pass", set()),
    "the error by name, around the method": ("try:\n    self.handle()\nexcept ValueError:\n    pass", set()),
    "any error of this call": (f"try:\n    {SIGNAL}\nexcept Exception:\n    pass", set()),
    "any error of all that there is": (
        f"try:\n    {SIGNAL}\n    while not self.stop.wait(1):\n        print()\nexcept Exception:\n    raise",
        {("SVC803", BROKEN)},
    ),
    "an error that it is not": (f"try:\n    {SIGNAL}\nexcept KeyError:\n    pass", {("SVC803", BROKEN)}),
    "a loop of the service's thread": ("asyncio.get_event_loop()", {("SVC803", POSSIBLE)}),
    "a loop it was given": ("asyncio.set_event_loop(asyncio.new_event_loop())\nasyncio.get_event_loop()", set()),
    "COM on the thread that imports it": ("win32com.client.Dispatch('Excel.Application')", set()),
    "a question to nobody": ("input('go on?')", {("SVC802", BROKEN)}),
    "a question when debugging": ("if servicemanager.Debugging():\n    input('go on?')", set()),
    "a question, perhaps": ("if self.verbose:\n    input('go on?')", {("SVC802", POSSIBLE)}),
    "a stream": ("sys.stdout.flush()", {("SVC802", POSSIBLE)}),
    "a stream that is there": ("if sys.stdout:\n    sys.stdout.flush()", set()),
    "printing": ("print('on')\nlogging.basicConfig(stream=sys.stderr)", set()),
    "a relative path": ("open('settings.ini')", {("SVC805", BROKEN)}),
    "one that has a name": ("open(NAME)", {("SVC805", BROKEN)}),
    "one that may be missing": ("with contextlib.suppress(OSError):\n    open('a')", set()),
    "one that is expected to be missing": ("try:\n    open('a')\nexcept FileNotFoundError:\n    pass", set()),
    "a path that is read": ("pathlib.Path('settings.ini').read_text()", {("SVC805", BROKEN)}),
    "a path that is put together": ("p = pathlib.Path('conf') / NAME\np.open()", {("SVC805", BROKEN)}),
    "a path that open is given": ("open(pathlib.Path('settings.ini'))", {("SVC805", BROKEN)}),
    "a path beside the file": ("(pathlib.Path(__file__).parent / 'settings.ini').read_text()", set()),
    "a path of the user's": ("open(pathlib.Path('~/settings.ini').expanduser())", set()),
    "a path that is written to": ("pathlib.Path('C:/feed.txt').write_text('done')", set()),
    "a path that is only asked for": ("if pathlib.Path('flag').exists(): pass", set()),
    "one after a call that may change the folder": ("elsewhere.prepare()\nopen('a')", {("SVC805", POSSIBLE)}),
    "one on a drive": (r"open('C:\\a')" "\nopen('d:/a')\nopen('/a')", set()),
    "one on another machine": ("open('//server/share/a')", set()),
    "a device": ("open('NUL', 'w')\nopen('nul.txt', 'w')\nopen('CONOUT$', 'w')\nopen('com3:')", set()),
    "what only begins like a device": ("open('console.txt', 'w')", {("SVC805", BROKEN)}),
    "no file at all": ("sqlite3.connect(':memory:')\nsqlite3.connect('file:a?mode=memory', uri=True)", set()),
    "a log file": ("logging.FileHandler('a.log')", {("SVC805", BROKEN)}),
    "a log file by its keyword": ("logging.FileHandler(filename='a.log')", {("SVC805", BROKEN)}),
    "a path put together": ("open(os.path.join(os.path.dirname(__file__), 'a'))", set()),
}
THREADS: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "a signal": (SIGNAL, {("SVC803", BROKEN)}),
    "no loop": ("asyncio.get_event_loop()", {("SVC803", BROKEN)}),
    "a coroutine, which has one": ("asyncio.run(self.task())", set()),
    "a loop, or not": ("elsewhere.prepare()\nasyncio.get_event_loop()", {("SVC803", POSSIBLE)}),
    "COM": ("win32com.client.Dispatch('Excel.Application')", {("SVC804", BROKEN)}),
    "COM on one way only": (
        "if self.verbose:\n    pythoncom.CoInitialize()\nwin32com.client.Dispatch('Excel.Application')",
        {("SVC804", BROKEN)},
    ),
    "COM, or not": ("elsewhere.prepare()\nwin32com.client.Dispatch('Excel.Application')", {("SVC804", POSSIBLE)}),
    "COM initialised": ("pythoncom.CoInitialize()\nwin32com.client.Dispatch('Excel.Application')", set()),
    "COM by an import": ("import pythoncom\nwin32com.client.Dispatch('Excel.Application')", set()),
    "COM that may fail": (
        "try:\n    win32com.client.Dispatch('Excel.Application')\nexcept pythoncom.com_error:\n    pass",
        set(),
    ),
    "a question to nobody": ("input('go on?')", {("SVC802", BROKEN)}),
    "a relative path": ("open('a')", {("SVC805", BROKEN)}),
}


def said(frame: str, body: str, more: str = "") -> set[tuple[str, str]]:
    """What is said of a service with this body, of the surroundings."""
    text = HEAD + frame.format(body=indent(dedent(body), " " * 8)) + more
    report = lint_bytes(text.encode(), "case.py")
    assert report.problems == ()
    return {(one.code, one.certainty.value) for one in report.findings if one.code.startswith("SVC8")}


@pytest.mark.parametrize("body, expected", RUN_SIDE.values(), ids=RUN_SIDE)
def test_the_run_side(body: str, expected: set[tuple[str, str]]) -> None:
    """The service's own thread is not Python's main one, and nobody sits in front of it."""
    assert said(ON_THE_SERVICE_THREAD, body) == expected


@pytest.mark.parametrize("body, expected", THREADS.values(), ids=THREADS)
def test_threads(body: str, expected: set[tuple[str, str]]) -> None:
    """A thread that the service starts has even less."""
    assert said(ON_ITS_OWN_THREAD, body) == expected


def test_a_program_that_hosts_itself_imports_com_on_another_thread() -> None:
    """Its main thread has imported pythoncom, and has it for itself."""
    host = "def host():\n    servicemanager.StartServiceCtrlDispatcher()\n"
    body = "win32com.client.Dispatch('Excel.Application')"
    assert said(ON_THE_SERVICE_THREAD, body, host) == {("SVC804", POSSIBLE)}


def test_a_file_that_changes_the_folder_knows_it() -> None:
    """Wherever it does so."""
    assert said(ON_THE_SERVICE_THREAD, "open('a')", "os.chdir(os.path.dirname(__file__))\n") == set()


def test_the_top_level_is_imported_in_the_service() -> None:
    """What stands there opens its files in the service's folder, and is on the service's thread unless frozen."""
    top = "logging.basicConfig(filename='a.log')\n" + SIGNAL + "\n"
    assert said(ON_THE_SERVICE_THREAD, "", top) == {("SVC805", BROKEN), ("SVC803", POSSIBLE)}


def test_what_only_the_main_program_does_is_its_own_business() -> None:
    """It runs on somebody's desk."""
    main = f"if __name__ == '__main__':\n    open('a')\n    {SIGNAL}\n    input()\n"
    assert said(ON_THE_SERVICE_THREAD, "", main) == set()


CX_FREEZE = """\
import signal, threading
import cx_Logging, win32com.client
class Handler:  # of a service
    def __init__(self):
        self.stopped = threading.Event()
    def initialize(self, configFileName):
        pass
    def run(self):
        {body}
        self.stopped.wait()
    def stop(self):
        self.stopped.set()
"""


def test_cx_freeze_begins_python_on_the_thread_of_the_service() -> None:
    """What needs the main thread, or COM, works there; the folder is System32 all the same."""
    for body in (SIGNAL, "win32com.client.Dispatch('Excel.Application')"):
        report = lint_bytes(CX_FREEZE.format(body=body).encode(), "case.py")
        assert [one.code for one in report.findings if one.code.startswith("SVC8")] == []
    report = lint_bytes(CX_FREEZE.format(body="open('a')").encode(), "case.py")
    assert [one.code for one in report.findings if one.code.startswith("SVC8")] == ["SVC805"]
