"""The join gives up after five seconds, the thread needs up to ten, and STOPPED is reported anyway."""
# expect: SVC203
import threading
import time

import win32event
import win32service
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"
    _svc_display_name_ = "Log uploader"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.running = True

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.running = False
        win32event.SetEvent(self.hWaitStop)

    def upload(self):
        while self.running:
            time.sleep(10)

    def SvcDoRun(self):
        thread = threading.Thread(target=self.upload)
        thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        thread.join(5)
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Uploader)
