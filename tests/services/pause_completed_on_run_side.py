"""The handler begins the pause, the run side completes it."""

import win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.want = False

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        self.want = True

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcInterrogate(self):
        pass

    def SvcDoRun(self):
        while win32event.WaitForSingleObject(self.hWaitStop, 1000) != win32event.WAIT_OBJECT_0:
            if self.want:
                self.want = False
                self.ReportServiceStatus(win32service.SERVICE_PAUSED)
