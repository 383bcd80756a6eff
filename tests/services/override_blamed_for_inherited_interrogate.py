"""The override only hands on what the inherited SvcInterrogate reports."""

import win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):  # expect: SVC402
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def ReportServiceStatus(self, serviceStatus, *a):
        print(serviceStatus)
        super().ReportServiceStatus(serviceStatus, *a)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
