"""The flag is True from the constructor on, and only SvcStop changes it."""
import time

import win32service
import win32serviceutil


class Cleaner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cleaner"
    _svc_display_name_ = "Temp cleaner"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.is_running = True

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.is_running = False

    def SvcDoRun(self):
        while self.is_running:
            time.sleep(2)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Cleaner)
