"""One thread from the start to the end; the pause only keeps it from working."""
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
        self.over = threading.Event()
        self.paused = False
        self.copied = 0

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.over.set()
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        self.paused = True
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
        self.paused = False
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def copy(self):
        while not self.over.wait(2):
            if not self.paused:
                self.copied += 1

    def SvcDoRun(self):
        thread = threading.Thread(target=self.copy)
        thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Mirror)
