"""The last two Timers are cancelled and waited for; the lock keeps a new one from being started meanwhile."""
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
        self.timers = []
        self.over = False
        self.lock = threading.Lock()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def beat(self):
        with self.lock:
            if self.over:
                return
            self.beats += 1
            timer = threading.Timer(30.0, self.beat)
            self.timers = [*self.timers[-1:], timer]
            timer.start()

    def SvcDoRun(self):
        self.beat()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        with self.lock:
            self.over = True
        for timer in self.timers:
            timer.cancel()
            timer.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Heartbeat)
