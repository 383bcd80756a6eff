"""SVC101: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import At, Enter, Event, Leave, Wait, WaitKind
from svclint.rules.base import Rule, Scope, Severity

LIMIT = 30.0  # seconds the SCM gives a handler (HND-02)
NOTICEABLE = 1.0  # seconds from which a wait is worth a word (SVC102)

# Other rules speak of these.
_ELSEWHERE = {WaitKind.LOCK, WaitKind.UI, WaitKind.SCM}


class Spent(NamedTuple):
    """The seconds that the waits of one handler run have asked for, and where they became noticeable."""

    handler: str
    seconds: float = 0.0
    noticed: At | None = None
    uncounted: bool = False  # after a loop whose turns nobody knows nothing can be added up any more


class HandlerTime(Monitor[Spent | None]):
    """Adds up what the waits of a control handler ask for."""

    sees = (Enter, Leave, Wait)
    about = (Wait,)

    def start(self) -> Spent | None:
        """Outside of a handler."""
        return None

    def step(self, state: Spent | None, event: Event) -> tuple[Spent | None, Sequence[Verdict]]:
        """One more wait, or the handler's beginning or end."""
        match event:
            case Enter():
                return Spent(event.at.text), ()
            case Leave():
                return None, _noticed(state)
            case Wait() if state and event.kind not in _ELSEWHERE:
                return _wait(state, event)
        return state, ()


def _wait(spent: Spent, wait: Wait) -> tuple[Spent | None, Sequence[Verdict]]:
    if wait.asked is None:
        return spent._replace(uncounted=spent.uncounted or wait.kind is WaitKind.LOOP), ()
    if wait.asked == math.inf:
        return None, [Broken("SVC101", wait.at, _endless(spent, wait))]
    seconds = round(wait.asked if spent.uncounted else spent.seconds + wait.asked, 6)
    if seconds >= LIMIT:
        text = f"'{spent.handler}' waits up to {seconds:g} s in all by '{wait.at.text}', before it returns to the SCM"
        return None, [Broken("SVC101", wait.at, text)]
    if spent.uncounted:
        return spent, ()
    noticed = spent.noticed or (wait.at if seconds >= NOTICEABLE else None)
    return spent._replace(seconds=seconds, noticed=noticed), ()


def _endless(spent: Spent, wait: Wait) -> str:
    how = "waits again and again" if wait.kind is WaitKind.LOOP else "waits"
    return f"'{spent.handler}' {how} for '{wait.at.text}' without a limit before it returns to the SCM"


def _noticed(spent: Spent | None) -> Sequence[Verdict]:
    if spent is None or spent.noticed is None:
        return ()
    waits = f"waits up to {spent.seconds:g} s, '{spent.noticed.text}' included"
    text = f"'{spent.handler}' {waits}, before it returns to the SCM"
    return [Broken("SVC102", spent.noticed, text)]


class BlockingWorkInHandler(Rule):
    """A control handler waits without limit, or for 30 s or more.

    ## Why

    One dispatcher thread serves all controls of the process, and the handler runs on it. As long as the
    handler waits, no other control gets through, INTERROGATE and SHUTDOWN included. The SCM gives it 30 s
    (HND-02). After that the request fails with 1053 and event 7011 is logged; the handler itself is not
    stopped, it comes back late to a service that everybody takes for hung. Controls of other services may
    have to queue behind it (HND-10).

    ## Flagged

    In `SvcStop` and the other methods for controls, an own `ServiceCtrlHandlerEx`, a handler that is registered
    by hand (by ctypes, too), `stop()` of cx_Freeze, and in what they call:

    - a call that waits without limit: `Thread.join()`, `Event.wait()`, `Queue.get()`, `WaitForSingleObject(h,
      INFINITE)`, `asyncio.run()`, `os.system()`, `subprocess.run()` or `requests.post()` without `timeout`,
      the end of `with ThreadPoolExecutor()`;
    - waits with a limit that sum to 30 s or more on one path; `range(40)` counts 40 times, a deadline in full;
    - a loop that waits and has no bound: `while self.worker.is_alive(): time.sleep(0.1)`.

    ## Not flagged

    - What returns at once: `SetEvent`, `Event.set()`, `put_nowait()`, `Thread.start()`, a wait with time-out
      0.
    - What a thread does that the handler starts, and the wait of cx_Freeze's `stop()` for its `run()`.
    - Code under a condition that is always false, and waits whose length is not known:
      `time.sleep(self.pause)`.

    ## Decisions

    - The finding stands on the first call at which the limits sum to 30 s; exactly 30 s counts. In an endless
      loop it stands on the first wait inside.
    - A countdown written in constants is counted. Any other loop that compares by order (`<`, `>=`) has a
      bound that nobody knows, and so has a `for` over unknown elements: of their turns one is added up.
    - Opening a connection (`connect()`, `create_connection()`, most database drivers) ends by itself before
      30 s on Windows, and who sets a limit often does so elsewhere: silent. Waiting for data is not.
    - A socket that gets a time-out anywhere in the file is not taken to wait for ever.
    - Locks and requests to the SCM are not this rule's business; a user interface is SVC105's.

    ## Fix

    Let the handler report `SERVICE_STOP_PENDING`, give the signal and return. Wait in `SvcDoRun`, after the
    signal: a join may last there, as long as `SERVICE_STOP_PENDING` is reported every few seconds.

    ## Fix safety

    Unsafe: the wait moves to another thread than the SCM's, and may come after code that it came before. What
    only waits for a thread or a child process goes behind the wait of `SvcDoRun`; an executor is told
    `wait=False` and waited for there; a nap at the end goes away. Other work of a stop goes into
    `_svc_stop_worker`, on a thread that starts before the signal is given and that `SvcDoRun` joins. Slow work
    of another control goes into a method like `_svc_other_worker`, if it is the last thing the handler does:
    controls are still served one after the other, but the SCM has its answer before the work is done. A pause
    is then completed by that thread, unless a flag or the stop signal tells that it is out of date. There is no
    fix where the thread might not be told to end by then, by a class that overrides the method for one.
    """

    code = "SVC101"
    name = "blocking-work-in-handler"
    severity = Severity.ERROR
    clauses = ("HND-01", "HND-02", "HND-03", "HND-04", "HND-05", "HND-09", "HND-16")
    properties = ("P10", "P11")
    scope = Scope.CONTROL
    monitor = HandlerTime
    bad = """\
import threading

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.worker = threading.Thread(target=self.send)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
        self.worker.join()  # SVC101

    def SvcDoRun(self):
        self.worker.start()
        self.stop.wait()
        while self.worker.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.worker.join(3)

    def send(self):
        while not self.stop.wait(60):
            print("sending what is in the outbox")
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.worker = threading.Thread(target=self.send)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.worker.start()
        self.stop.wait()
        while self.worker.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.worker.join(3)

    def send(self):
        while not self.stop.wait(60):
            print("sending what is in the outbox")
"""
