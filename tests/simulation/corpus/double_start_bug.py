"""SvcContinue starts the thread that ran before the pause once more, which no thread can: the handler raises."""
# expect: SVC903
import threading

import win32event
import win32service
import win32serviceutil


class Mirror(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mirror"
    _svc_display_name_ = "File mirror"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 1, 0, None)
        self.quiet = threading.Event()
        self.thread = threading.Thread(target=self.copy)

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quiet.set()
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        self.quiet.set()
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
        self.quiet.clear()
        self.thread.start()
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def copy(self):
        while not self.quiet.wait(2):
            pass

    def SvcDoRun(self):
        self.thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        self.thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Mirror)
