"""The executor is never shut down: what it was given last is cut off when the process ends."""
# expect: SVC204
import time
from concurrent.futures import ThreadPoolExecutor

import win32event
import win32service
import win32serviceutil


class Thumbnails(win32serviceutil.ServiceFramework):
    _svc_name_ = "Thumbnails"
    _svc_display_name_ = "Thumbnail maker"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.pool = ThreadPoolExecutor(max_workers=2)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def render(self, number):
        time.sleep(8)
        return number

    def SvcDoRun(self):
        number = 0
        while win32event.WaitForSingleObject(self.hWaitStop, 5000) == win32event.WAIT_TIMEOUT:
            number += 1
            self.pool.submit(self.render, number)
        self.pool.submit(self.render, -1)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Thumbnails)
