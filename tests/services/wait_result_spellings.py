"""A match statement asks whether the stop event is set."""

import win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.h = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)

    def SvcDoRun(self):
        while True:
            match win32event.WaitForSingleObject(self.h, 500):
                case win32event.WAIT_OBJECT_0:
                    break
                case win32event.WAIT_TIMEOUT:
                    self.ReportServiceStatus(win32service.SERVICE_RUNNING)
