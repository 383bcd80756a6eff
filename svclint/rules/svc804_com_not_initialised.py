"""SVC804: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken
from svclint.checking.surroundings import Around, Lacking
from svclint.contract.events import Need, Needs, Side
from svclint.rules.base import Rule, Scope, Severity

_THREADS = {Side.RUN: "the service's thread", Side.HANDLER: "the dispatcher's thread", Side.WORKER: "this thread"}


class ComInitialised(Lacking):
    """A thread that uses COM has initialised it."""

    needs = frozenset((Need.COM,))

    def said(self, event: Needs, around: Around) -> Sequence[Broken]:
        """A thread of the author's is new; what the others have depends on who imported the file."""
        if event.minded:
            return ()
        thread = {Side.RUN: "the service's thread", Side.HANDLER: "the dispatcher's thread"}.get(
            event.side, "this thread"
        )
        text = f"'{event.at.text}' uses COM, which nobody has initialised on {thread}"
        return [Broken("SVC804", event.at, text, event.side is Side.WORKER and not around.unsure)]


class ComNotInitialised(Rule):
    """COM is used on a thread that has not initialised it.

    ## Why

    Every thread initialises COM for itself. `pythoncom` does so when it is imported, for the thread that
    imports it first, and `win32com.client`, `wmi` and `comtypes` along with it; under `pythonservice.exe` that
    is the one that runs `SvcDoRun`. A thread that the service starts comes without. Its first COM call fails,
    the thread ends, and the service goes on as RUNNING without it. What people see:

    - "pywintypes.com_error: (-2147221008, 'CoInitialize has not been called.', None, None)"
    - "OSError: [WinError -2147221008] CoInitialize has not been called"
    - "wmi.x_wmi_uninitialised_thread"

    ## Flagged

    On a way through a worker thread without `pythoncom.CoInitialize()`, `CoInitializeEx()` or an import of one
    of these modules before it: `Dispatch`, `DispatchEx`, `EnsureDispatch`, `GetObject` and `GetActiveObject` of
    `win32com.client`, `CoCreateInstance`, `CreateObject` of `comtypes.client`, `wmi.WMI()`.

    ## Not flagged

    - The constructor and the run side of a service that `pythonservice.exe` hosts.
    - Threads whose target cannot be read, and jobs of pools and schedulers.
    - Files that name `sys.coinit_flags` or `CoInitializeEx`: once one thread has asked for free threads, COM
      is there for all.
    - Calls whose failure is expected: `except pythoncom.com_error` around them.

    ## Decisions

    - After a call that cannot be read the finding is *possible*: it may have initialised COM.
    - In a control handler it is *possible* too: the dispatcher's thread has COM when the program is frozen and
      has imported `pythoncom` itself. Then it is the run side that has none: *possible* in a file that calls
      `StartServiceCtrlDispatcher`.
    - `CoUninitialize()` is not followed.

    ## Fix

        def work(self):
            pythoncom.CoInitialize()
            try:
                ...
            finally:
                pythoncom.CoUninitialize()

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC804"
    name = "com-not-initialised"
    severity = Severity.ERROR
    clauses = ("MAI-17", "MAI-18")
    properties = ("P64",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER
    monitor = ComInitialised
    bad = """\
import threading

import win32service
import win32serviceutil
import wmi


class Archive(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Archive"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        clerk = threading.Thread(target=self.count)
        clerk.start()
        self.stop.wait()
        clerk.join()

    def count(self):
        machine = wmi.WMI()  # SVC804
        print(len(machine.Win32_LogicalDisk()))
"""
    good = """\
import threading

import pythoncom
import win32service
import win32serviceutil
import wmi


class Archive(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Archive"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        clerk = threading.Thread(target=self.count)
        clerk.start()
        self.stop.wait()
        clerk.join()

    def count(self):
        pythoncom.CoInitialize()
        print(len(wmi.WMI().Win32_LogicalDisk()))
"""
