"""The pattern of many blog posts: SvcStop says STOPPED itself, while SvcDoRun is still at work."""
# expect: SVC503
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
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.isrunning = False
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)

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
