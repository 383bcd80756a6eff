"""Services for the tests of ``verify``: one that is right, and what may be put into it."""

from __future__ import annotations

import textwrap

_TEMPLATE = """\
import os, signal, subprocess, sys, threading, time
import win32event, win32service, win32serviceutil

{module}


class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)
{init}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=10000)
{handler}
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
{run}
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)

    def work(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        time.sleep(5)
"""

SCRIPT = """

if __name__ == "__main__":
    if len(sys.argv) == 1:
        import servicemanager

        servicemanager.Initialize()
        servicemanager.PrepareToHostSingle(Feed)
        servicemanager.StartServiceCtrlDispatcher()
    else:
        win32serviceutil.HandleCommandLine(Feed)
"""


def service(*, module: str = "", init: str = "pass", handler: str = "pass", run: str = "pass") -> str:
    """The text of a right service, with more code at the top, in the constructor, in SvcStop and in SvcDoRun."""
    bodies = {name: textwrap.indent(text, " " * 8) for name, text in (("init", init), ("handler", handler))}
    return _TEMPLATE.format(module=module, run=textwrap.indent(run, " " * 8), **bodies)


GOOD = service()
LEAKY = service(run="threading.Thread(target=self.work).start()")  # SVC202: nobody joins it
