"""Two helpers in a list are closed through the same list."""

import threading, win32serviceutil, win32service, win32event


class Job:
    def start(self):
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while True:
            pass

    def close(self):
        self.thread.join()


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.jobs = [Job(), Job()]

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        for j in self.jobs:
            j.start()
        win32event.WaitForSingleObject(self.hWaitStop, -1)
        for j in self.jobs:
            j.close()
