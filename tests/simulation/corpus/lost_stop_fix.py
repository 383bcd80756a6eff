"""The signal exists before the service can be asked to stop: a STOP finds it, however early it comes."""
import threading

import win32service
import win32serviceutil


class Collector(threading.Thread):
    def __init__(self, enough):
        super().__init__(name="collector")
        self.enough = enough

    def run(self):
        while not self.enough.wait(1.0):
            pass


class CollectorService(win32serviceutil.ServiceFramework):
    _svc_name_ = "CollectorService"
    _svc_display_name_ = "Meter collector"

    def __init__(self, args):
        super().__init__(args)
        self.enough = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=20000)
        self.enough.set()

    def SvcDoRun(self):
        collector = Collector(self.enough)
        collector.start()
        collector.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(CollectorService)
