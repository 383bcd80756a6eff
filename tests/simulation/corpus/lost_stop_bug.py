"""A STOP that comes before the worker is known to the service wakes nobody: the join never returns."""
# expect: SVC904
import threading

import win32service
import win32serviceutil


class Collector(threading.Thread):
    def __init__(self):
        super().__init__(name="collector")
        self.enough = threading.Event()

    def run(self):
        while not self.enough.wait(1.0):
            pass


class CollectorService(win32serviceutil.ServiceFramework):
    _svc_name_ = "CollectorService"
    _svc_display_name_ = "Meter collector"

    collector = None

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=20000)
        if self.collector is not None:
            self.collector.enough.set()

    def SvcDoRun(self):
        collector = Collector()
        collector.start()
        self.collector = collector
        collector.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(CollectorService)
