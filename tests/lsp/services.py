"""A service whose SvcStop is what a test says, and the lines on which it stands (from 0, as in the protocol)."""

from __future__ import annotations

HEAD = """\
import time

import win32event
import win32service
import win32serviceutil


class Scale(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Scale"

    def __init__(self, args):
        super().__init__(args)
        self.quit = win32event.CreateEvent(None, True, False, None)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.quit, win32event.INFINITE)

    def SvcStop(self):
"""
STOP = 17  # the line of "def SvcStop"
PENDING = "self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)"
SIGNAL = "win32event.SetEvent(self.quit)"
SLEEP = "time.sleep(40)"


def service(*stop: str) -> str:
    """The text of the service."""
    return HEAD + "".join(f"        {line}\n" for line in stop)


GOOD = service(PENDING, SIGNAL)
SILENT = service(SIGNAL)  # SVC502 on the line of SvcStop: nothing is said before the loop is woken; a safe fix
SLOW = service(PENDING, SIGNAL, SLEEP)  # SVC101 on the line of time.sleep, which no fix can mend
SLOW_LINE = STOP + 3
