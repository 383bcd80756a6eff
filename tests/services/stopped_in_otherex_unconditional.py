"""Every control without a method of its own is answered with STOPPED."""

import win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    h = win32event.CreateEvent(None, 1, 0, None)

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PRESHUTDOWN

    def SvcOtherEx(self, control, event_type, data):
        win32event.SetEvent(self.h)
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)  # expect: SVC503

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.h, win32event.INFINITE)
