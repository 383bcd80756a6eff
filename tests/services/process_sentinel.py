"""The handle of a process is waited for: that is a join."""

import multiprocessing, time, win32event, win32service, win32serviceutil


def work():
    while True:
        time.sleep(1)


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.h = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.h)

    def SvcDoRun(self):
        p = multiprocessing.Process(target=work)
        p.start()
        win32event.WaitForSingleObject(self.h, win32event.INFINITE)
        win32event.WaitForSingleObject(p.sentinel, win32event.INFINITE)
