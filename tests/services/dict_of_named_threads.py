"""Threads with names of their own are joined through a dict."""

import threading, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.a = threading.Thread(target=self.work)
        self.b = threading.Thread(target=self.work)
        self.ts = {"a": self.a, "b": self.b}

    def work(self):
        while not self.stop.wait(1):
            pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.a.start()
        self.b.start()
        self.stop.wait()
        for t in self.ts.values():
            t.join()
