"""What the queue holds after STOP ends the loop."""

import queue, win32service, win32serviceutil


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.q = queue.Queue()

    def SvcDoRun(self):
        while True:
            cmd = self.q.get()
            if cmd is None:
                break
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.q.put(None)
