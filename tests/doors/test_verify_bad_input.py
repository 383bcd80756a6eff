"""Whatever a service does to the process it runs in: one verdict that says why, no hang, and nothing left behind.

The table's verdicts are those of the documentation: a run that could not be seen to its end proves nothing.
"""

from __future__ import annotations

import os
import select
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from svclint.exploring.search import verified
from svclint.simulation.jobs import Job
from svclint.simulation.restarts import PER_SCENARIO
from svclint.simulation.results import Result, Verdict
from svclint.simulation.targets import BadTarget
from tests.doors.services import GOOD, SCRIPT, service

LINUX = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")
MARK = "SVCLINT_TEST_MARK"
KEPT, BROKEN, INCONCLUSIVE = Verdict.KEPT, Verdict.BROKEN, Verdict.INCONCLUSIVE

FOREVER = "while True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass"
SPIN = "while True:\n    pass"
STUBBORN = """
    def SvcContinue(self):
        pass

    def SvcPause(self):
        while True:
            try:
                time.sleep(1)
            except BaseException:
                pass
"""
NO_MESSAGE = "class E(Exception):\n    def __str__(self): raise ValueError"
FINALIZER = "class D:\n    def __del__(self): raise ValueError"
LINKED = """\
import pathlib
folder = pathlib.Path.cwd()
os.chdir(folder.parent)
folder.rmdir()
folder.symlink_to(pathlib.Path(os.environ['VICTIM']).parent)"""
IN_CTYPES = """\
import ctypes
from ctypes import wintypes

MAIN = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(wintypes.LPWSTR))

class ENTRY(ctypes.Structure):
    _fields_ = [("name", wintypes.LPWSTR), ("main", MAIN)]

@MAIN
def main(argc, argv):
    raise ValueError("no table")

table = (ENTRY * 2)(ENTRY("Feed", main), ENTRY(None, MAIN()))
ctypes.WinDLL("advapi32").StartServiceCtrlDispatcherW(table)
"""


def worker(body: str, daemon: bool = False) -> str:
    """A service with a thread that does something."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return service(module=f"def task():\n{lines}", run=f"threading.Thread(target=task, daemon={daemon}).start()")


# Text, and why there is nothing to run: exit code 2.
NOTHING_TO_RUN = {
    "import error": (
        "import nowhere\n",
        "cannot be imported: ModuleNotFoundError: No module named 'nowhere' (feed.py:1)",
    ),
    "error in a function at import": ("def f():\n    1 / 0\nf()\n", "ZeroDivisionError: division by zero (feed.py:2)"),
    "message for a terminal": ("raise ValueError('a\\x1b[2J\\nb')\n", r"ValueError: a\x1b[2J\nb (feed.py:1)"),
    "no message": (NO_MESSAGE + "\nraise E\n", "E: its message cannot be had (feed.py:3)"),
    "KeyboardInterrupt at import": ("raise KeyboardInterrupt\n", "cannot be imported: KeyboardInterrupt (feed.py:1)"),
    "no Python": ("\0", "cannot be imported: SyntaxError"),
    "empty": ("", "there is no Feed in"),
    "syntax error": ("def (:\n", "cannot be imported: SyntaxError"),
    "import that leaves": ("import sys\nsys.exit(0)\n", "cannot be imported: SystemExit: 0"),
    "no such class": ("x = 1\n", "there is no Feed in"),
    "no class": ("Feed = 1\n", "is no class"),
    "no service": ("class Feed:\n    pass\n", "is no service: it needs SvcDoRun or SvcRun, and SvcStop"),
}

# Scripts that call the dispatcher themselves, and why there is nothing to run.
NO_DISPATCHER = {
    "raises": (f"def f():\n    raise OSError('no file')\nf()\n{GOOD}{SCRIPT}", "OSError: no file (feed.py:2)"),
    "leaves": (f"import sys\nsys.exit('no file')\n{GOOD}{SCRIPT}", "SystemExit: no file (feed.py:2)"),
    "forgets it": (GOOD, "ends without having called StartServiceCtrlDispatcher"),
    "has no service": (f"{GOOD}{SCRIPT}".replace("Single(Feed)", "Single(None)"), "StartServiceCtrlDispatcher"),
}

# The same, with the verdict and its reason.
SCRIPTS = {
    "handlers of signals": (f"import signal\nsignal.signal(2, signal.SIG_IGN)\n{GOOD}{SCRIPT}", KEPT, ""),
    "exception at exit": (f"import atexit\natexit.register(lambda: 1 / 0)\n{GOOD}{SCRIPT}", KEPT, ""),
    "waits for ever": (f"import threading\nthreading.Event().wait()\n{GOOD}{SCRIPT}", BROKEN, "SVC901"),
    "exception in C's hands": (IN_CTYPES, INCONCLUSIVE, "NEVER RUNNING: ValueError: no table (feed.py:11)"),
}

# Text, the verdict, and what is said about it: in the limits, or by the code of the finding.
ONE_VERDICT = {
    "exception in the constructor": (
        service(init="raise OSError('no disk')"),
        INCONCLUSIVE,
        "NEVER RUNNING: OSError: no disk (feed.py:13)",
    ),
    "exception at once": (
        service(run="raise OSError('no disk')"),
        INCONCLUSIVE,
        "FAILED: OSError: no disk (feed.py:21)",
    ),
    "message that is long": (service(run="raise OSError('x' * 10**6)"), INCONCLUSIVE, "xxx... (feed.py:21)"),
    "message that fails": (service(module=NO_MESSAGE, run="raise E"), INCONCLUSIVE, "E: its message cannot be had"),
    "os.abort": (service(run="os.abort()"), INCONCLUSIVE, "ended with code -6 (SIGABRT)"),
    "changes the folder": (service(run="os.chdir('/')"), KEPT, ""),
    "removes its folder": (service(run="import shutil\nshutil.rmtree(os.getcwd())"), KEPT, ""),
    "removes the temporary folder": (
        service(run="import shutil, tempfile\nshutil.rmtree(tempfile.gettempdir())"),
        KEPT,
        "",
    ),
    "a link in the place of its folder": (service(run=LINKED), KEPT, ""),
    "leaves a file": (service(run="assert not os.listdir()\nopen('left', 'w').close()"), KEPT, ""),
    "a handler of signals off the main thread": (
        service(run="signal.signal(signal.SIGTERM, signal.SIG_IGN)"),
        INCONCLUSIVE,
        "FAILED: ValueError: signal only works in main thread",
    ),
    "a signal in real time": (service(run="signal.alarm(1)"), INCONCLUSIVE, "signal.alarm"),
    "reads its input": (service(run="sys.stdin.read()\nos.read(0, 1)"), KEPT, ""),
    "recursion without end": (service(run="def f(): f()\nf()"), INCONCLUSIVE, "FAILED: RecursionError"),
    "recursion without a limit": (
        service(
            module="sys.setrecursionlimit(10**7)",
            run="class A:\n    def __getattr__(self, n): return getattr(self, n + 'a')\nA().x",
        ),
        INCONCLUSIVE,
        "",
    ),
    "finalizer that raises": (service(module=FINALIZER + "\nkept = D()", run="D()"), KEPT, ""),
    "function at exit that raises": (service(module="import atexit\natexit.register(lambda: 1 / 0)"), KEPT, ""),
    "thread at import": (
        service(module="threading.Thread(target=lambda: time.sleep(9**9), daemon=True).start()"),
        BROKEN,
        "SVC202",
    ),
    "clock replaced": (service(module="time.time = time.monotonic = lambda: 0", run="time.sleep(9)"), KEPT, ""),
    "ways to find modules removed": (
        service(run="sys.path.clear()\nsys.meta_path.clear()\nsys.path_hooks.clear()"),
        KEPT,
        "",
    ),
    "loop without an operation": (service(run=SPIN), INCONCLUSIVE, "STUCK"),
    "loop in a daemon thread": (worker(SPIN, daemon=True), INCONCLUSIVE, "STUCK"),
    "loop at import": (SPIN, INCONCLUSIVE, "STUCK"),
    "os._exit": (service(run="os._exit(3)"), BROKEN, "SVC105"),
    "a signal to itself": (service(run="os.kill(os.getpid(), 9)"), INCONCLUSIVE, "os.kill"),
    "a signal raised": (service(run="signal.raise_signal(9)"), INCONCLUSIVE, "signal.raise_signal"),
    "sys.exit on the run side": (service(run="sys.exit(5)"), BROKEN, "SVC105"),
    "sys.exit in the handler": (service(handler="sys.exit(5)"), BROKEN, "SVC105"),
    "fork": (service(run="os.fork()"), INCONCLUSIVE, "os.fork"),
    "subprocess": (service(run="subprocess.Popen(['sleep', '1000'])"), INCONCLUSIVE, "subprocess.Popen"),
    "a shell": (service(run="os.system('sleep 1000')"), INCONCLUSIVE, "os.system"),
    "multiprocessing": (
        service(run="import multiprocessing as m\nm.get_context('spawn').Process(target=time.sleep).start()"),
        INCONCLUSIVE,
        "os.posix_spawn",
    ),
    "machine code": (service(run="import ctypes\nctypes.CDLL(None).fork()"), INCONCLUSIVE, "ctypes.dlopen"),
    "a crash": (service(run="import ctypes\nctypes.string_at(0)"), INCONCLUSIVE, "ended with code -11"),
    "daemon thread": (worker("while True:\n    time.sleep(1)", daemon=True), BROKEN, "SVC202"),
    "BaseException swallowed in the handler": (service(handler=FOREVER), None, "GIVEN UP"),
    "BaseException swallowed on the run side": (service(run=FOREVER), None, "GIVEN UP"),
    "BaseException swallowed in a worker": (worker(FOREVER), BROKEN, "SVC202"),
    "deletes a file": (service(run="os.remove(os.environ['VICTIM'])"), INCONCLUSIVE, "os.remove"),
    "renames a file": (service(run="v = os.environ['VICTIM']\nos.rename(v, v + '2')"), INCONCLUSIVE, "os.rename"),
    "overwrites a file": (service(run="open(os.environ['VICTIM'], 'w')"), INCONCLUSIVE, "open"),
    "deletes, and hides it": (
        service(run="try:\n    os.remove(os.environ['VICTIM'])\nexcept BaseException:\n    pass"),
        INCONCLUSIVE,
        "os.remove",
    ),
    "connects elsewhere": (
        service(run="import socket\nsocket.create_connection(('192.0.2.1', 80))"),
        INCONCLUSIVE,
        "socket.",
    ),
    "prints to a closed stdout": (
        service(run="sys.stdout.close()\ntry:\n    print()\nexcept ValueError:\n    pass"),
        KEPT,
        "",
    ),
    "closes the streams": (service(run="for n in range(3):\n    os.close(n)"), KEPT, ""),
    "closes every descriptor": (service(run="os.closerange(0, 64)"), INCONCLUSIVE, "the worker ended with code"),
    "prints megabytes": (service(run="for n in range(5000):\n    print('x' * 1000)"), KEPT, ""),
    "writes megabytes": (service(run="for n in range(5000):\n    os.write(1, b'x' * 1000)"), KEPT, ""),
    "talks on every descriptor": (
        service(run="for n in range(3, 32):\n    try:\n        os.write(n, b'{}')\n    except OSError:\n        pass"),
        None,
        "",
    ),
    "sys.modules replaced": (service(run="sys.modules = {}"), KEPT, ""),
    "sys.modules overwritten": (
        service(run="for name in list(sys.modules):\n    sys.modules[name] = object()"),
        INCONCLUSIVE,
        "sys.modules was emptied or overwritten",
    ),
    "time.sleep replaced": (service(module="time.sleep = lambda s: None", run="time.sleep(9)"), KEPT, ""),
    "Thread replaced": (
        service(module="class Silent(threading.Thread):\n    def start(self): pass\nthreading.Thread = Silent"),
        KEPT,
        "",
    ),
    "builtins replaced": (
        service(run="import builtins\nbuiltins.len = None"),
        INCONCLUSIVE,
        "the worker ended with code",
    ),
    "deep recursion": (service(run="def f(): f()\ntry:\n    f()\nexcept RecursionError:\n    pass"), KEPT, ""),
}


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Result]]:
    """The result of a search in a service; afterwards nobody is left who has this test's mark."""
    victim, mark = tmp_path / "victim", uuid.uuid4().hex
    victim.write_text("kept")
    monkeypatch.setenv("VICTIM", str(victim))
    monkeypatch.setenv(MARK, mark)

    def run(text: str, name: str = ":Feed", **more: object) -> Result:
        path = tmp_path / "feed.py"
        path.write_text(text)
        settings = {"scenarios": ("start-stop",), "count": 2, "watchdog": 0.5, **more}
        job = Job(f"{path}{name}", str(tmp_path), **settings)  # type: ignore[arg-type]
        return verified(job)

    yield run
    assert victim.read_text() == "kept"
    assert not (tmp_path / "victim2").exists()
    assert not marked(mark)


def marked(mark: str) -> list[str]:
    """The numbers of the processes whose environment has the mark."""
    return [one.parent.name for one in Path("/proc").glob("[0-9]*/environ") if mark.encode() in _bytes(one)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # of somebody else, or over
        return b""


@LINUX
@pytest.mark.parametrize("case", NOTHING_TO_RUN)
def test_nothing_to_run(seen, case):
    """The text says why in one line."""
    text, why = NOTHING_TO_RUN[case]
    with pytest.raises(BadTarget) as raised:
        seen(text)
    assert why in str(raised.value)
    assert "\n" not in str(raised.value)


@LINUX
@pytest.mark.parametrize("case", ONE_VERDICT)
def test_one_verdict(seen, case):
    """What was expected, and the reason among what is told. ``None``: broken or not, but never kept without a word."""
    text, verdict, why = ONE_VERDICT[case]
    result = seen(text)
    reasons = [*result.limits, *(one.finding.code for one in result.shown)]
    assert result.verdict is verdict if verdict else result.verdict is not KEPT
    assert any(why in one for one in reasons) or not why


@LINUX
def test_what_was_allowed_ends_with_the_worker(seen):
    """Processes that the service may start are ended with the runs; a killed one may need a moment to be gone."""
    seen(service(run="subprocess.Popen(['sleep', '1000'])"), allow=("PROCESS",))
    for left in marked(os.environ[MARK]):
        with suppress(ProcessLookupError):
            assert select.select([os.pidfd_open(int(left))], [], [], 30)[0]


@LINUX
@pytest.mark.parametrize("case", NO_DISPATCHER)
def test_scripts_that_never_reach_the_dispatcher(seen, case):
    """The exception is told, and the line of the script that it came from."""
    text, why = NO_DISPATCHER[case]
    with pytest.raises(BadTarget) as raised:
        seen(text, name="", host="python")
    assert why in str(raised.value)


@LINUX
@pytest.mark.parametrize("case", SCRIPTS)
def test_one_verdict_on_scripts(seen, case):
    """As for classes."""
    text, verdict, why = SCRIPTS[case]
    result = seen(text, name="", host="python")
    assert result.verdict is verdict
    assert any(why in one for one in (*result.limits, *(one.finding.code for one in result.shown))) or not why


@LINUX
def test_the_search_goes_on_in_fresh_processes(seen):
    """Each process takes one run of a service that cannot be unwound; after a few of them it is enough, and told."""
    result = seen(service(run=FOREVER), count=10)
    assert result.runs == 1 + PER_SCENARIO
    assert f"start-stop: {10 - result.runs} runs were not made, too many processes were given up" in result.limits


@LINUX
def test_other_scenarios_are_run_after_one_that_cannot_be_unwound(seen):
    """Only what is left of the first is dropped."""
    result = seen(GOOD + STUBBORN, scenarios=("pause-continue", "start-stop"), count=4)
    assert result.scenarios["pause-continue"].total() == 1 + PER_SCENARIO
    assert result.scenarios["start-stop"].total() == 4


def test_a_good_service_is_kept(seen):
    """The service of the table, with nothing put in."""
    result = seen(GOOD)
    assert result.verdict is KEPT
    assert result.runs == 2
