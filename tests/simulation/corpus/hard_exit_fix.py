"""SvcDoRun returns, and the host does the rest."""
import win32event
import win32service
import win32serviceutil


class Pager(win32serviceutil.ServiceFramework):
    _svc_name_ = "Pager"
    _svc_display_name_ = "Pager"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Pager)
