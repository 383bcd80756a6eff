"""The pool is handed the work of the stop."""

from concurrent.futures import ThreadPoolExecutor
import win32serviceutil, win32service, win32event


class Svc(win32serviceutil.ServiceFramework):
    _svc_name_ = "S"
    _svc_display_name_ = "S svc"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.pool = ThreadPoolExecutor(1)

    def SvcStop(self):
        self.pool.submit(self._stop)

    def _stop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
