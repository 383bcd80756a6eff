"""A file is the stop signal: the loop looks for it."""

import os
import time

import win32service
import win32serviceutil

FLAG = r"C:\app\stop.flag"


class Flagged(win32serviceutil.ServiceFramework):
    _svc_name_ = "Flagged"
    _svc_display_name_ = "Flagged"

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        with open(FLAG, "w") as f:
            f.write("stop")

    def SvcShutdown(self):
        open(FLAG, "w").close()

    def SvcDoRun(self):
        while not os.path.exists(FLAG):
            time.sleep(1)
