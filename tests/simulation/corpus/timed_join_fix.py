"""The thread waits for an event, which ends it at once, and the join waits as long as it takes."""
import threading

import win32event
import win32service
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"
    _svc_display_name_ = "Log uploader"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.over = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.over.set()
        win32event.SetEvent(self.hWaitStop)

    def upload(self):
        while not self.over.wait(10):
            pass

    def SvcDoRun(self):
        thread = threading.Thread(target=self.upload)
        thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Uploader)
