"""SvcDoRun sets the flag to True when it begins: a STOP that was there before is forgotten."""
# expect: SVC904
import time

import win32service
import win32serviceutil


class Cleaner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cleaner"
    _svc_display_name_ = "Temp cleaner"

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.is_running = False

    def SvcDoRun(self):
        self.is_running = True
        while self.is_running:
            time.sleep(2)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Cleaner)
