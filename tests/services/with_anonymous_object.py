"""Leaving the with statement joins the thread that the constructor started."""

import threading, win32serviceutil, win32service, win32event


class Pump:
    def __init__(self):
        self.t = threading.Thread(target=self.go)
        self.t.start()

    def go(self):
        while True:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *a):
        self.t.join()


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        with Pump() as p:
            win32event.WaitForSingleObject(self.hWaitStop, -1)
