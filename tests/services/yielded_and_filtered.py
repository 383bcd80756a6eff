"""Threads that are yielded go out of sight."""

import threading, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    stop = threading.Event()

    def spawn(self, n):
        for i in range(n):
            t = threading.Thread(target=self.work)
            t.start()
            yield t

    def work(self):
        while not self.stop.wait(1):
            pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        ts = list(self.spawn(3))
        self.stop.wait()
        for t in ts:
            t.join()
