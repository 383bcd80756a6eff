"""SvcStop looks at the clock until 45 seconds have passed, and answers nobody meanwhile."""
# expect: SVC902
import time

import win32event
import win32service
import win32serviceutil


class Fax(win32serviceutil.ServiceFramework):
    _svc_name_ = "Fax"
    _svc_display_name_ = "Fax gateway"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=60000)
        end = time.monotonic() + 45
        while time.monotonic() < end:
            pass
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Fax)
