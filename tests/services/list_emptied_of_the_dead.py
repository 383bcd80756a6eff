"""A thread leaves the list only when it is over."""

import threading, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.ts = [threading.Thread(target=self.work) for _ in range(2)]

    def work(self):
        while not self.stop.wait(1):
            pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        for t in self.ts:
            t.start()
        self.stop.wait()
        while self.ts:
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            for t in list(self.ts):
                t.join(0.5)
                if not t.is_alive():
                    self.ts.remove(t)
