"""The loop clears the event first and looks for work and the stop afterwards."""
import threading

import win32service
import win32serviceutil


class Spooler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Spooler"
    _svc_display_name_ = "Report spooler"

    def __init__(self, args):
        super().__init__(args)
        self.wake = threading.Event()
        self.jobs = ["first"]
        self.stopping = False
        self.wake.set()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stopping = True
        self.wake.set()

    def SvcOther(self, control):
        self.jobs.append(control)
        self.wake.set()

    def SvcDoRun(self):
        while True:
            self.wake.wait()
            self.wake.clear()
            if self.stopping:
                return
            while self.jobs and not self.stopping:
                self.jobs.pop()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Spooler)
