"""SvcStop says that the stop has begun; that it is over, the host says when SvcDoRun returns."""
import time

import servicemanager
import win32service
import win32serviceutil


class PythonService(win32serviceutil.ServiceFramework):
    _svc_name_ = "PythonService"
    _svc_display_name_ = "My Python Service"
    _svc_description_ = "Does something useful."

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.isrunning = True

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=10000)
        self.isrunning = False

    def SvcDoRun(self):
        servicemanager.LogMsg(
            servicemanager.EVENTLOG_INFORMATION_TYPE,
            servicemanager.PYS_SERVICE_STARTED,
            (self._svc_name_, ""),
        )
        self.main()

    def main(self):
        while self.isrunning:
            time.sleep(5)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(PythonService)
