"""WAIT_OBJECT_0 is 0, so the loop ends once the event is set."""

import win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        while win32event.WaitForSingleObject(self.hWaitStop, 1000):
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)
