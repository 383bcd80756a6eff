"""The state that INTERROGATE reports is kept in a table."""

import win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.st = {"s": win32service.SERVICE_RUNNING}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.st["s"] = win32service.SERVICE_PAUSED
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.st["s"] = win32service.SERVICE_RUNNING
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcInterrogate(self):
        self.ReportServiceStatus(self.st["s"])

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
