"""SVC101 and SVC105 on small services as people write them: what comes out was written down first."""

from __future__ import annotations

from importlib import import_module

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.lines import applied
from svclint.repair.workshop import Refused, Workshop
from svclint.selection import Selection
from svclint.settings import Settings

HEAD = """\
import os
import subprocess
import sys
import threading
import time
import tkinter.messagebox
from concurrent.futures import ThreadPoolExecutor

import servicemanager
import win32api
import win32event
import win32service
import win32serviceutil

RELOAD = 200
BAD_CONFIG = 78


class Spooler(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.halt = win32event.CreateEvent(None, 0, 0, None)
        self.alive = True
        self.worker = None
        self.pool = ThreadPoolExecutor()
"""
PENDING = "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"
HALT = "        win32event.SetEvent(self.halt)\n"
STOP = "\n    def SvcStop(self):\n" + PENDING + HALT
RUN = "\n    def SvcDoRun(self):\n"
WAIT = "        win32event.WaitForSingleObject(self.halt, win32event.INFINITE)\n"
START = """\
        self._svc_stop_thread = threading.Thread(target=self._svc_stop_worker)
        self._svc_stop_thread.start()
"""
JOIN = "        self._svc_stop_thread.join()\n"
SPIN = """\
        self.worker = threading.Thread(target=self.spin)
        self.worker.start()
"""
LOOP = """\
        while self.alive:
            time.sleep(1)
"""
TARGET = """
    def spin(self):
        while self.alive:
            time.sleep(1)
"""
LAST_WILL = "        subprocess.run(['mailout', '--flush'])\n"

# The thread starts before the signal: SvcDoRun finds it when it is woken.
SIGNAL_FIRST = (
    "\n    def SvcStop(self):\n" + PENDING + HALT + LAST_WILL + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING + START + HALT + "\n    def _svc_stop_worker(self):\n" + LAST_WILL
    + RUN + WAIT + JOIN,
)  # fmt: skip

# The guard goes along, and the loop that asks for the flag is a wait like any other.
GUARDED_JOIN = (
    "\n    def SvcStop(self):\n" + PENDING + "        self.alive = False\n"
    + "        if self.worker:\n            self.worker.join()\n" + RUN + SPIN + LOOP + TARGET,
    "\n    def SvcStop(self):\n" + PENDING + "        self.alive = False\n"
    + RUN + SPIN + LOOP + "        if self.worker:\n            self.worker.join()\n" + TARGET,
)  # fmt: skip

BREAKING = """\
        while True:
            rc = win32event.WaitForSingleObject(self.halt, 5000)
            if rc == win32event.WAIT_OBJECT_0:
                break
            print("still here")
"""
# The endless loop is left for the signal alone.
LEFT_BY_BREAK = (
    "\n    def SvcStop(self):\n" + PENDING + HALT + "        self.worker.join()  # be polite\n"
    + RUN + SPIN + BREAKING + TARGET,
    "\n    def SvcStop(self):\n" + PENDING + HALT + "        # be polite\n"
    + RUN + SPIN + BREAKING + "        self.worker.join()\n" + TARGET,
)  # fmt: skip

# A loop of naps and reports that ends with the thread is at its place behind the wait.
POLLED = """\
        while self.worker.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 3000)
            time.sleep(1)  # patience
"""
ALIVE_LOOP = (
    "\n    def SvcStop(self):\n" + PENDING + HALT + POLLED + RUN + SPIN + WAIT + TARGET,
    "\n    def SvcStop(self):\n" + PENDING + HALT + RUN + SPIN + WAIT + POLLED + TARGET,
)

# What was computed before goes to the thread as an argument.
WITH_LOCAL = (
    "\n    def SvcStop(self):\n        grace = 40\n" + PENDING + "        time.sleep(grace)\n" + HALT
    + RUN + "        self.main()\n\n    def main(self):\n" + WAIT,
    "\n    def SvcStop(self):\n        grace = 40\n" + PENDING
    + "        self._svc_stop_thread = threading.Thread(target=self._svc_stop_worker, args=(grace,))\n"
    + "        self._svc_stop_thread.start()\n\n    def _svc_stop_worker(self, grace):\n        time.sleep(grace)\n"
    + HALT + RUN + "        self.main()\n" + JOIN + "\n    def main(self):\n" + WAIT,
)  # fmt: skip

# The recipe that cleans up before it reports: the report comes first then.
LATE_REPORT = (
    "\n    def SvcStop(self):\n        self.stop()\n" + PENDING + HALT
    + "\n    def stop(self):\n" + LAST_WILL + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING + START + "\n    def _svc_stop_worker(self):\n        self.stop()\n" + HALT
    + "\n    def stop(self):\n" + LAST_WILL + RUN + WAIT + JOIN,
)  # fmt: skip

# The guard goes along; what it guards first is the report, which comes before the thread.
GUARDED = (
    "\n    def SvcStop(self):\n        try:\n    " + PENDING + "    " + LAST_WILL + "    " + HALT
    + "        except OSError as error:\n            print(error)\n" + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING + START + "\n    def _svc_stop_worker(self):\n        try:\n    "
    + LAST_WILL + "    " + HALT + "        except OSError as error:\n            print(error)\n" + RUN + WAIT + JOIN,
)  # fmt: skip

# Either handler may end the service, so the thread of one may not be there.
OWN_SHUTDOWN = (
    STOP + "\n    def SvcShutdown(self):\n" + PENDING + LAST_WILL + HALT + RUN + WAIT,
    "        self._svc_shutdown_thread = None\n" + STOP + "\n    def SvcShutdown(self):\n" + PENDING
    + START.replace("stop", "shutdown") + "\n    def _svc_shutdown_worker(self):\n" + LAST_WILL + HALT + RUN + WAIT
    + "        if self._svc_shutdown_thread:\n            self._svc_shutdown_thread.join()\n",
)  # fmt: skip

# The executor is told, and waited for where one can wait.
EXECUTOR = (
    "\n    def SvcStop(self):\n" + PENDING + HALT + "        self.pool.shutdown(True, cancel_futures=True)\n"
    + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING + HALT + "        self.pool.shutdown(False, cancel_futures=True)\n"
    + RUN + WAIT + "        self.pool.shutdown()\n",
)  # fmt: skip

# A control that may come again: one after the other, with what it was called with.
OTHER_CONTROL = (
    STOP + """
    def SvcOther(self, control):
        if control == RELOAD:
            print("reloading")
            # everything, from the start
            subprocess.check_call(["reload", str(control)])
        else:
            print("what?")
"""
    + RUN + WAIT,
    "        self._svc_other_thread = None\n" + STOP + """
    def SvcOther(self, control):
        if control == RELOAD:
            print("reloading")
            self._svc_other_thread = threading.Thread(target=self._svc_other_worker, args=(ARGUMENTS))
            self._svc_other_thread.start()
        else:
            print("what?")

    def _svc_other_worker(self, previous, control):
        if previous:  # one control after the other
            previous.join()
        # everything, from the start
        subprocess.check_call(["reload", str(control)])
""".replace("ARGUMENTS", "self._svc_other_thread, control")
    + RUN + WAIT + "        if self._svc_other_thread:\n            self._svc_other_thread.join()\n",
)  # fmt: skip

# An exit that was to end the service becomes the signal that does.
EXIT_AS_SIGNAL = (
    "\n    def SvcStop(self):\n" + PENDING + "        sys.exit(0)\n" + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING + HALT + RUN + WAIT,
)

# What stands behind the exit was never reached, and is what was meant.
EXIT_BEFORE_SIGNAL = (
    "\n    def SvcStop(self):\n" + PENDING + "        os._exit(1)  # make sure\n" + HALT + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING + "        # make sure\n" + HALT + RUN + WAIT,
)

# Half way through, it takes the signal and a return.
EXIT_ON_ONE_WAY = (
    "\n    def SvcStop(self):\n" + PENDING + "        if not self.ready:\n            raise SystemExit\n"
    + "        self.alive = False\n" + HALT + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING
    + "        if not self.ready:\n            win32event.SetEvent(self.halt)\n            return\n"
    + "        self.alive = False\n" + HALT + RUN + WAIT,
)  # fmt: skip

# The exception at hand says more than a number.
EXIT_AFTER_ERROR = (
    STOP + RUN + "        try:\n    " + WAIT + "        except OSError:\n"
    + "            print('disk')\n            sys.exit(1)\n",
    STOP + RUN + "        try:\n    " + WAIT + "        except OSError:\n"
    + "            print('disk')\n            raise\n",
)  # fmt: skip

# The reason that SystemExit would have printed is the exception's.
EXIT_WITH_REASON = (
    STOP + RUN + "        self.load()\n" + WAIT + "\n    def load(self):\n        if not os.environ.get('SPOOL'):\n"
    + "            sys.exit('no SPOOL')\n",
    STOP + RUN + "        self.load()\n" + WAIT + "\n    def load(self):\n        if not os.environ.get('SPOOL'):\n"
    + "            raise RuntimeError('no SPOOL')\n",
)  # fmt: skip

# A constant has a name, and that is worth reading.
EXIT_BY_CONSTANT = (
    STOP + RUN + WAIT + "        sys.exit(BAD_CONFIG)\n",
    STOP + RUN + WAIT + '        raise RuntimeError(f"BAD_CONFIG ({BAD_CONFIG})")\n',
)

# A planned end is a return.
EXIT_HALF_WAY = (
    STOP + RUN + "        if len(sys.argv) > 5:\n            quit()\n" + WAIT,
    STOP + RUN + "        if len(sys.argv) > 5:\n            return\n" + WAIT,
)

# A control that ends the service does what a stop does.
EXIT_BY_CONTROL = (
    STOP + "\n    def SvcOther(self, control):\n        if control == RELOAD:\n            sys.exit()\n"
    + "        print(control)\n" + RUN + WAIT,
    STOP + "\n    def SvcOther(self, control):\n        if control == RELOAD:\n"
    + "            win32event.SetEvent(self.halt)\n            return\n        print(control)\n" + RUN + WAIT,
)  # fmt: skip

# The icon says how bad it is.
BOX = (
    "\n    def SvcStop(self):\n" + PENDING
    + '        tkinter.messagebox.showwarning("Spooler", f"{RELOAD} jobs left")  # mind\n' + HALT + RUN + WAIT,
    "\n    def SvcStop(self):\n" + PENDING
    + '        servicemanager.LogWarningMsg(f"{RELOAD} jobs left")  # mind\n' + HALT + RUN + WAIT,
)  # fmt: skip

# Nobody presses a key.
KEY = (
    "\n    def SvcStop(self):\n" + PENDING + '        input("Press Enter to stop")\n' + HALT + RUN + WAIT,
    STOP + RUN + WAIT,
)

# The run side waits for each thread of the list already.
EACH = """\
        for one in self.crew:
            one.join()
"""
LIST_OF_THREADS = (
    "        self.crew = [threading.Thread(target=self.spin) for _ in range(3)]\n"
    + "\n    def SvcStop(self):\n" + PENDING + "        self.alive = False\n" + EACH
    + RUN + EACH.replace("join", "start") + LOOP + EACH + TARGET,
    "        self.crew = [threading.Thread(target=self.spin) for _ in range(3)]\n"
    + "\n    def SvcStop(self):\n" + PENDING + "        self.alive = False\n"
    + RUN + EACH.replace("join", "start") + LOOP + EACH + TARGET,
)  # fmt: skip

# Who waits for the end of SvcDoRun holds up nothing but the SCM.
ECHO = (
    "        self.gone = threading.Event()\n\n    def SvcStop(self):\n" + PENDING + HALT
    + "        self.gone.wait()\n" + RUN + WAIT + "        self.gone.set()\n",
    "        self.gone = threading.Event()\n\n    def SvcStop(self):\n" + PENDING + HALT
    + RUN + WAIT + "        self.gone.set()\n",
)  # fmt: skip

# Right behind the wait the thread would be waited for before it is told to end.
TOLD_LATER = (
    "\n    def SvcStop(self):\n" + PENDING + HALT + "        self.worker.join()\n"
    + RUN + SPIN + WAIT + "        self.alive = False\n        print('over')\n" + TARGET,
    STOP + RUN + SPIN + WAIT + "        self.alive = False\n        print('over')\n        self.worker.join()\n"
    + TARGET,
)  # fmt: skip

# The loop is left by a return: the thread is joined in front of it.
RETURNING = """\
        while True:
            if win32event.WaitForSingleObject(self.halt, 5000) == 0:
"""
LEFT_BY_RETURN = (
    "\n    def SvcStop(self):\n" + PENDING + LAST_WILL + HALT + RUN + RETURNING
    + "                return\n            print('still here')\n",
    "\n    def SvcStop(self):\n" + PENDING + START + "\n    def _svc_stop_worker(self):\n" + LAST_WILL + HALT
    + RUN + RETURNING + "        " + JOIN + "                return\n            print('still here')\n",
)  # fmt: skip

# An own dispatcher that leaves the answer to the base class.
DISPATCH = (
    STOP
    + """
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == RELOAD:
            WORK
        return super().ServiceCtrlHandlerEx(control, event_type, data)
"""
)
OWN_DISPATCHER = (
    DISPATCH.replace("WORK", "time.sleep(45)") + RUN + WAIT,
    "        self._svc_control_thread = None\n" + DISPATCH.replace("WORK", """\
self._svc_control_thread = threading.Thread(target=self._svc_control_worker, args=(self._svc_control_thread,))
            self._svc_control_thread.start()""") + """
    def _svc_control_worker(self, previous):
        if previous:  # one control after the other
            previous.join()
        time.sleep(45)
"""
    + RUN + WAIT + "        if self._svc_control_thread:\n            self._svc_control_thread.join()\n",
)  # fmt: skip

PAIRS = {
    "a thread that is told later": ("SVC101", TOLD_LATER),
    "threads of a list": ("SVC101", LIST_OF_THREADS),
    "a wait for the run side": ("SVC101", ECHO),
    "a loop left by a return": ("SVC101", LEFT_BY_RETURN),
    "an own dispatcher": ("SVC101", OWN_DISPATCHER),
    "a signal before the work": ("SVC101", SIGNAL_FIRST),
    "a join under an if, and a flag": ("SVC101", GUARDED_JOIN),
    "an endless loop with a way out": ("SVC101", LEFT_BY_BREAK),
    "a loop over is_alive": ("SVC101", ALIVE_LOOP),
    "a local name, and a helper that waits": ("SVC101", WITH_LOCAL),
    "a report behind the work": ("SVC101", LATE_REPORT),
    "a guard around everything": ("SVC101", GUARDED),
    "two handlers that stop": ("SVC101", OWN_SHUTDOWN),
    "an executor": ("SVC101", EXECUTOR),
    "a user control": ("SVC101", OTHER_CONTROL),
    "an exit for a signal": ("SVC105", EXIT_AS_SIGNAL),
    "an exit before the signal": ("SVC105", EXIT_BEFORE_SIGNAL),
    "an exit on one way": ("SVC105", EXIT_ON_ONE_WAY),
    "an exit after an error": ("SVC105", EXIT_AFTER_ERROR),
    "an exit with a reason": ("SVC105", EXIT_WITH_REASON),
    "an exit by a constant": ("SVC105", EXIT_BY_CONSTANT),
    "an exit half way": ("SVC105", EXIT_HALF_WAY),
    "an exit by a user control": ("SVC105", EXIT_BY_CONTROL),
    "a message box": ("SVC105", BOX),
    "a question": ("SVC105", KEY),
}

# An event that resets itself cannot be looked at; a flag can.
PAUSE = """
    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        self.paused = True
        WORK
    def SvcContinue(self):
        self.paused = False
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)
"""
PAUSED = "        self.ReportServiceStatus(win32service.SERVICE_PAUSED)\n"
FLAG_STOP = "\n    def SvcStop(self):\n" + PENDING + "        self.alive = False\n"
PAUSE_WORK = (
    PAUSE.replace("        WORK", LAST_WILL + PAUSED) + FLAG_STOP + RUN + LOOP,
    "        self._svc_pause_thread = None\n"
    + PAUSE.replace("        WORK", """\
        self._svc_pause_thread = threading.Thread(target=self._svc_pause_worker, args=(self._svc_pause_thread,))
        self._svc_pause_thread.start()

    def _svc_pause_worker(self, previous):
        if previous:  # one control after the other
            previous.join()
        subprocess.run(['mailout', '--flush'])
        # Meanwhile the service may have been continued, or stopped.
        if self.paused and self.alive:
            self.ReportServiceStatus(win32service.SERVICE_PAUSED)
""")
    + FLAG_STOP + RUN + LOOP + "        if self._svc_pause_thread:\n            self._svc_pause_thread.join()\n",
)  # fmt: skip
PAIRS["a pause"] = ("SVC101", PAUSE_WORK)

REFUSED = {
    "a look at the event would take it away": (
        "SVC101",
        PAUSE.replace("        WORK", LAST_WILL + PAUSED) + STOP + RUN + WAIT,
    ),
    "the loop that ends by break may have ended before": (
        "SVC101",
        "\n    def SvcStop(self):\n" + PENDING + HALT + "        self.worker.join()\n"
        + RUN + SPIN + BREAKING.replace("print(\"still here\")", "if not self.alive:\n                return")
        + TARGET,
    ),
    "what is said at the end would be said too late": (
        "SVC101",
        STOP + "\n    def SvcPause(self):\n        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)\n"
        + LAST_WILL + "        self.ReportServiceStatus(win32service.SERVICE_PAUSED)\n"
        + "\n    def SvcContinue(self):\n        self.ReportServiceStatus(win32service.SERVICE_RUNNING)\n" + RUN + WAIT,
    ),
    "the answer depends on the work": (
        "SVC101",
        STOP + "\n    def SvcOtherEx(self, control, event_type, data):\n"
        + "        done = subprocess.run(['reload'])\n        return done.returncode\n" + RUN + WAIT,
    ),
    "the stop would come before the thread": (
        "SVC101",
        STOP + "\n    def SvcOther(self, control):\n        self.SvcStop()\n" + LAST_WILL + RUN + WAIT,
    ),
    "a long string would be indented": (
        "SVC101",
        STOP + "\n    def SvcOther(self, control):\n        if control == RELOAD:\n"
        + "            subprocess.run('''one\n    two''')\n" + RUN + WAIT,
    ),
    "what the thread waits for may come after the return": (
        "SVC101",
        "\n    def SvcStop(self):\n" + PENDING + LAST_WILL + HALT + RUN + "        with open('log') as log:\n"
        + "            while True:\n                if win32event.WaitForSingleObject(self.halt, 5000) == 0:\n"
        + "                    return\n                print('on', file=log)\n",
    ),
    "somebody catches it": (
        "SVC105",
        STOP + RUN + "        try:\n            sys.exit(3)\n        except Exception as error:\n"
        + "            print(error)\n" + WAIT,
    ),
    "a helper of both sides": (
        "SVC105",
        "\n    def SvcStop(self):\n" + PENDING + HALT + "        self.leave()\n" + RUN + WAIT + "        self.leave()\n"
        + "\n    def leave(self):\n        sys.exit(1)\n",
    ),
    "an answer that is asked for": (
        "SVC105",
        "\n    def SvcStop(self):\n" + PENDING + "        if win32api.MessageBox(0, 'Sure?', 'Stop') == 1:\n    "
        + HALT + RUN + WAIT,
    ),
    "nothing that ends the run side": (
        "SVC105",
        "\n    def SvcStop(self):\n" + PENDING + "        sys.exit()\n" + RUN + "        serve()\n",
    ),
}  # fmt: skip


def mended(code: str, text: str) -> str | None:
    """The text after the first fix of a rule; None when it has none."""
    compile(text, "service.py", "exec")
    found = [one for one in lint_bytes(text.encode(), "service.py").findings if one.code == code]
    assert found, "nothing to fix"
    try:
        fix = import_module(f"svclint.repair.fixers.{code.lower()}").fix(Workshop(text), found[0])
    except Refused:
        return None
    return applied(text, fix.edits) if fix else None


each_pair = pytest.mark.parametrize(("code", "pair"), PAIRS.values(), ids=PAIRS)


@each_pair
def test_what_comes_out_is_what_was_written_down(code: str, pair: tuple[str, str]) -> None:
    """Each pair has a sentence above it."""
    before, after = pair
    assert mended(code, HEAD + before) == HEAD + after


@each_pair
def test_it_is_proven(code: str, pair: tuple[str, str]) -> None:
    """The engine, which judges by what the linter says then, makes the same of it, and has no more to do."""
    bench = engine.Bench(lint_bytes, Selection(Settings(select=(code,))))
    before, after = pair
    outcome = engine.repaired((HEAD + before).encode(), "service.py", bench, lambda _offer: True)
    assert (outcome.after.decode(), outcome.failures) == (HEAD + after, ())


@pytest.mark.parametrize(("code", "body"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_sure_is_left_alone(code: str, body: str) -> None:
    """Where a fix could make things worse there is none."""
    assert mended(code, HEAD + body) is None
