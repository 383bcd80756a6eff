"""The worker keeps the lock for 40 seconds of work; a handler that needs it waits as long."""
# expect: SVC902
import threading
import time

import win32service
import win32serviceutil


class Inventory(win32serviceutil.ServiceFramework):
    _svc_name_ = "Inventory"
    _svc_display_name_ = "Inventory"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()
        self.lock = threading.Lock()
        self.wanted = False

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=60000)
        self.stop_event.set()

    def SvcOther(self, control):
        with self.lock:
            self.wanted = True

    def scan(self):
        with self.lock:
            time.sleep(40)

    def SvcDoRun(self):
        while not self.stop_event.is_set():
            self.scan()
            self.stop_event.wait(60)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Inventory)
