"""Threads are joined through a slice, a zip and an index."""

import threading, win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.a = [threading.Thread(target=self.work) for n in "abc"]
        self.b = [threading.Thread(target=self.work) for n in "abc"]
        self.c = [threading.Thread(target=self.work) for n in "abc"]

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def work(self):
        while win32event.WaitForSingleObject(self.hWaitStop, 10) != 0:
            pass

    def SvcDoRun(self):
        for t in self.a:
            t.start()
        for t in self.b:
            t.start()
        for i in range(len(self.c)):
            self.c[i].start()
        win32event.WaitForSingleObject(self.hWaitStop, -1)
        for t in self.a[:]:
            t.join()
        for n, t in zip("abc", self.b):
            t.join()
        for i in range(len(self.c)):
            self.c[i].join()
