"""The long stop is reported with the same check point every time: a watcher sees no progress."""
# expect: SVC301
import time

import win32event
import win32service
import win32serviceutil


class Archive(win32serviceutil.ServiceFramework):
    _svc_name_ = "Archive"
    _svc_display_name_ = "Mail archive"

    def __init__(self, args):
        super().__init__(args)
        self.hStop = win32event.CreateEvent(None, 0, 0, None)

    def pending(self, check_point):
        status = (
            win32service.SERVICE_WIN32_OWN_PROCESS,
            win32service.SERVICE_STOP_PENDING,
            win32service.SERVICE_ACCEPT_STOP,
            0,
            0,
            check_point,
            5000,
        )
        win32service.SetServiceStatus(self.ssh, status)

    def SvcStop(self):
        self.pending(1)
        win32event.SetEvent(self.hStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hStop, win32event.INFINITE)
        for _ in range(4):
            self.pending(2)
            time.sleep(2)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Archive)
