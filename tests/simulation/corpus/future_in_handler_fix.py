"""The handler gives the job away and returns; at the end SvcDoRun waits for what is left, and says so."""
import time
from concurrent.futures import ThreadPoolExecutor, wait

import win32event
import win32service
import win32serviceutil


class Reports(win32serviceutil.ServiceFramework):
    _svc_name_ = "Reports"
    _svc_display_name_ = "Report generator"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.pool = ThreadPoolExecutor(1)
        self.jobs = []

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=15000)
        win32event.SetEvent(self.hWaitStop)

    def SvcOther(self, control):
        self.jobs.append(self.pool.submit(time.sleep, 60))

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        while wait(self.jobs, timeout=5).not_done:
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=15000)
        self.pool.shutdown()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Reports)
