"""The second event is the last word of the thread."""

import win32service, win32serviceutil, win32event, threading


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, 1, 0, None)
        self.dead = win32event.CreateEvent(None, 1, 0, None)
        self.t = threading.Thread(target=self.work)

    def work(self):
        while win32event.WaitForSingleObject(self.stop, 1000) == win32event.WAIT_TIMEOUT:
            print(1)
        win32event.SetEvent(self.dead)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        self.t.start()
        rc = win32event.WaitForMultipleObjects([self.stop, self.dead], False, win32event.INFINITE)
        if rc != win32event.WAIT_OBJECT_0 + 1:
            self.t.join()
        else:
            raise RuntimeError("worker died")
