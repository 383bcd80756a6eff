"""The wait does not look first whether the stop has been announced already: a notify that nobody hears is lost."""
# expect: SVC904
import threading

import win32service
import win32serviceutil


class Broker(win32serviceutil.ServiceFramework):
    _svc_name_ = "Broker"
    _svc_display_name_ = "Job broker"

    def __init__(self, args):
        super().__init__(args)
        self.changed = threading.Condition()
        self.stopping = False

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        with self.changed:
            self.stopping = True
            self.changed.notify_all()

    def SvcDoRun(self):
        with self.changed:
            self.changed.wait()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Broker)
