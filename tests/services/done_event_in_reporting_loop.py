"""Leaving the loop means that the thread has said its last word."""

import threading, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.done = threading.Event()

    def work(self):
        while not self.stop.wait(1):
            pass
        self.done.set()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        threading.Thread(target=self.work).start()
        self.stop.wait()
        while not self.done.wait(2):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
