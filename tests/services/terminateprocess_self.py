"""The handler ends its own process."""

import os, win32api, win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    h = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)
        win32api.TerminateProcess(win32api.GetCurrentProcess(), 0)  # expect: SVC105

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.h, win32event.INFINITE)
