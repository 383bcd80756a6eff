"""SvcStop ends by sys.exit, which the framework takes for a failed handler: nobody is told to stop."""
# expect: SVC105
import sys
import time

import win32service
import win32serviceutil


class Exporter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Exporter"
    _svc_display_name_ = "Nightly exporter"

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        sys.exit(0)

    def SvcDoRun(self):
        while True:
            time.sleep(10)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Exporter)
