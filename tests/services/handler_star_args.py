"""The override hands on whatever it is given."""

import win32event, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    h = win32event.CreateEvent(None, 1, 0, None)

    def ServiceCtrlHandlerEx(self, *args):
        print("control", args[0])
        return super().ServiceCtrlHandlerEx(*args)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.h, win32event.INFINITE)
