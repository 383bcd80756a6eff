"""The cache is opened by SvcRun, before the framework says RUNNING."""
import time

import win32event
import win32service
import win32serviceutil


class Proxy(win32serviceutil.ServiceFramework):
    _svc_name_ = "Proxy"
    _svc_display_name_ = "Caching proxy"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcRun(self):
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING)
        time.sleep(1)  # opens the cache
        super().SvcRun()

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Proxy)
