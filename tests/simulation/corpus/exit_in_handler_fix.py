"""SvcStop sets a flag that the run loop reads at least every three seconds."""
import time

import win32service
import win32serviceutil


class Exporter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Exporter"
    _svc_display_name_ = "Nightly exporter"

    stopping = False

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stopping = True

    def SvcDoRun(self):
        while not self.stopping:
            time.sleep(3)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Exporter)
