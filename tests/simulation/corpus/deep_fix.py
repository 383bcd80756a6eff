"""Looking and reporting happen under one lock, so that no STOP can come in between."""
import threading

import win32event
import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Query cache"

    def __init__(self, args):
        super().__init__(args)
        self.hStop = win32event.CreateEvent(None, 1, 0, None)
        self.mutex = threading.Lock()
        self.stopping = False
        self.ready = threading.Event()

    def SvcStop(self):
        with self.mutex:
            self.stopping = True
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=20000)
        win32event.SetEvent(self.hStop)

    def warm_up(self):
        for _ in range(10):
            with self.mutex:
                pass
        with self.mutex:
            if not self.stopping:
                self.ReportServiceStatus(win32service.SERVICE_RUNNING)
        self.ready.set()

    def SvcDoRun(self):
        thread = threading.Thread(target=self.warm_up)
        thread.start()
        win32event.WaitForSingleObject(self.hStop, win32event.INFINITE)
        thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Cache)
