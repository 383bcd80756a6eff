"""SvcStop uses what the constructor makes."""
import threading

import win32service
import win32serviceutil


class Notifier(win32serviceutil.ServiceFramework):
    _svc_name_ = "Notifier"
    _svc_display_name_ = "Notifier"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        while not self.stop_event.wait(5):
            pass


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Notifier)
