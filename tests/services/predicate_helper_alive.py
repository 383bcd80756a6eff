"""The loop asks a predicate whether the thread is over."""

import threading, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.t = threading.Thread(target=self.work)

    def work(self):
        while not self.stop.wait(1):
            pass

    def finished(self):
        self.t.join(2)
        return not self.t.is_alive()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.t.start()
        self.stop.wait()
        while not self.finished():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
