"""SvcStop uses what SvcDoRun makes: an early STOP finds no such attribute, and the handler raises."""
# expect: SVC903
import threading

import win32service
import win32serviceutil


class Notifier(win32serviceutil.ServiceFramework):
    _svc_name_ = "Notifier"
    _svc_display_name_ = "Notifier"

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.stop_event = threading.Event()
        while not self.stop_event.wait(5):
            pass


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Notifier)
