"""The constructor waits for a thread that waits for the constructor's lock: the service never runs."""
# expect: SVC905
import threading

import win32event
import win32service
import win32serviceutil


class Matcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Matcher"
    _svc_display_name_ = "Order matcher"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.lock = threading.Lock()
        self.prices = {}
        loaded = threading.Event()
        with self.lock:
            threading.Thread(target=self.load, args=(loaded,)).start()
            loaded.wait()

    def load(self, loaded):
        with self.lock:
            self.prices["gold"] = 1
        loaded.set()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Matcher)
