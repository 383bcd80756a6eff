"""The list of threads is rebuilt from those alive until none is left."""

import threading, win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def work(self):
        while win32event.WaitForSingleObject(self.hWaitStop, 10) != 0:
            pass

    def SvcDoRun(self):
        ts = [threading.Thread(target=self.work) for n in "abc"]
        for t in ts:
            t.start()
        win32event.WaitForSingleObject(self.hWaitStop, -1)
        while ts:
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            for t in ts:
                t.join(0.5)
            ts = [t for t in ts if t.is_alive()]
