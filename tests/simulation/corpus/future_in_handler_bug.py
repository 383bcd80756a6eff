"""The handler of a custom control waits for the result of a job that takes a minute."""
# expect: SVC101
import time
from concurrent.futures import ThreadPoolExecutor

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

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=90000)
        win32event.SetEvent(self.hWaitStop)

    def SvcOther(self, control):
        self.pool.submit(time.sleep, 60).result()

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        self.pool.shutdown()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Reports)
