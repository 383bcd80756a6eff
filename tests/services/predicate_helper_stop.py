"""The loop asks a predicate whether to stop; what it answers cannot be read."""

import win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.h = win32event.CreateEvent(None, 1, 0, None)

    def should_stop(self, ms):
        rc = win32event.WaitForSingleObject(self.h, ms)
        return rc == win32event.WAIT_OBJECT_0

    def SvcDoRun(self):
        while not self.should_stop(5000):
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)
