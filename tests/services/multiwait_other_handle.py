"""Another handle than the first proves that the first, the stop event, is not set."""

import win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.hStop = win32event.CreateEvent(None, 1, 0, None)
        self.hWork = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hStop)

    def SvcDoRun(self):
        while True:
            rc = win32event.WaitForMultipleObjects([self.hStop, self.hWork], False, win32event.INFINITE)
            if rc == win32event.WAIT_OBJECT_0:
                break
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)
