"""The Timer that starts itself anew is left running when the service says that it is over."""
# expect: SVC202
import threading

import win32event
import win32service
import win32serviceutil


class Heartbeat(win32serviceutil.ServiceFramework):
    _svc_name_ = "Heartbeat"
    _svc_display_name_ = "Heartbeat sender"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.beats = 0
        self.timer = None

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def beat(self):
        self.beats += 1
        self.timer = threading.Timer(30.0, self.beat)
        self.timer.start()

    def SvcDoRun(self):
        self.beat()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Heartbeat)
