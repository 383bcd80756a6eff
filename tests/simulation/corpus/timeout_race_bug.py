"""Half a second is mostly enough for the thread to end; when the machine is busy, STOPPED comes first."""
# expect: SVC203
import threading
import time

import win32event
import win32service
import win32serviceutil


class Watcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watcher"
    _svc_display_name_ = "Folder watcher"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.alive = True

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.alive = False
        win32event.SetEvent(self.hWaitStop)

    def watch(self):
        while self.alive:
            time.sleep(0.4)

    def SvcDoRun(self):
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        self.thread.join(0.5)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Watcher)
