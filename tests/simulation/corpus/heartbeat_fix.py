"""The volume is closed by a thread; SvcDoRun itself reports as long as that thread lives."""
import threading
import time

import win32event
import win32service
import win32serviceutil


class Backup(win32serviceutil.ServiceFramework):
    _svc_name_ = "Backup"
    _svc_display_name_ = "Backup"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def close(self):
        time.sleep(8)  # closes the volume

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        closing = threading.Thread(target=self.close)
        closing.start()
        while closing.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            closing.join(1)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Backup)
