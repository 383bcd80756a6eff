"""The framework's own report counts the check points."""
import time

import win32event
import win32service
import win32serviceutil


class Archive(win32serviceutil.ServiceFramework):
    _svc_name_ = "Archive"
    _svc_display_name_ = "Mail archive"

    def __init__(self, args):
        super().__init__(args)
        self.hStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hStop, win32event.INFINITE)
        for _ in range(4):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            time.sleep(2)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Archive)
