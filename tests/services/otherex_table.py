"""A table sends a user control into a minute of sleep."""

import time, win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    h = win32event.CreateEvent(None, 1, 0, None)

    def SvcOtherEx(self, control, event_type, data):
        handler = {130: self.slow}.get(control)
        if handler:
            handler()

    def slow(self):
        time.sleep(60)  # expect: SVC101

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.h, win32event.INFINITE)
