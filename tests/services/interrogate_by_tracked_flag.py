"""The state that INTERROGATE reports goes by a flag."""

import win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.paused = False

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.paused = True
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.paused = False
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcInterrogate(self):
        if self.paused:
            self.ReportServiceStatus(win32service.SERVICE_PAUSED)
        else:
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
