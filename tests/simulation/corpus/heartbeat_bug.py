"""A thread reports STOP_PENDING every second and is not ended before STOPPED: its last report comes too late."""
# expect: SVC202
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

    def keep_alive(self):
        while True:
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            time.sleep(1)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        threading.Thread(target=self.keep_alive, daemon=True).start()
        time.sleep(8)  # closes the volume


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Backup)
