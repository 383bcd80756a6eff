"""Every thread there is gets joined."""

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
        threading.Thread(target=self.work).start()
        win32event.WaitForSingleObject(self.hWaitStop, -1)
        for t in threading.enumerate():
            if t is not threading.current_thread():
                t.join()
