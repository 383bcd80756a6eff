"""The thread that writes the buffer is waited for, with a hint that covers it."""
import threading
import time

import win32event
import win32service
import win32serviceutil


class Recorder(win32serviceutil.ServiceFramework):
    _svc_name_ = "Recorder"
    _svc_display_name_ = "Event recorder"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.running = True

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=10000)
        self.running = False
        win32event.SetEvent(self.hWaitStop)

    def record(self):
        while self.running:
            time.sleep(0.5)
        time.sleep(4)  # writes the buffer

    def SvcDoRun(self):
        recorder = threading.Thread(target=self.record)
        recorder.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        recorder.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Recorder)
