"""Of two events that are set, the first is the one told."""

import win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.hStop = win32event.CreateEvent(None, 1, 0, None)
        self.hPause = win32event.CreateEvent(None, 0, 0, None)

    def SvcInterrogate(self):
        pass

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        win32event.SetEvent(self.hPause)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hStop)

    def SvcDoRun(self):
        while True:
            rc = win32event.WaitForMultipleObjects([self.hStop, self.hPause], False, win32event.INFINITE)
            if rc == win32event.WAIT_OBJECT_0:
                break
            if rc == win32event.WAIT_OBJECT_0 + 1:
                self.ReportServiceStatus(win32service.SERVICE_PAUSED)
