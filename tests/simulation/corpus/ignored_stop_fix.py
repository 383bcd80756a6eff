"""SvcStop announces the stop and sets the event that the loop waits for."""
import win32event
import win32service
import win32serviceutil


class Ticker(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ticker"
    _svc_display_name_ = "Stock ticker"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        while win32event.WaitForSingleObject(self.hWaitStop, 1000) == win32event.WAIT_TIMEOUT:
            pass


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Ticker)
