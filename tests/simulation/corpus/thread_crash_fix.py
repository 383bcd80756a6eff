"""The worker knows that there may be nothing to divide by."""
import logging
import threading

import win32event
import win32service
import win32serviceutil


class Averages(win32serviceutil.ServiceFramework):
    _svc_name_ = "Averages"
    _svc_display_name_ = "Averages of measurements"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.stop_event = threading.Event()
        self.counts = [3, 1, 0, 2]

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()
        win32event.SetEvent(self.hWaitStop)

    def compute(self):
        round = 0
        while not self.stop_event.wait(0.5):
            try:
                average = 100 / self.counts[round % len(self.counts)]
            except ZeroDivisionError:
                logging.exception("nothing was measured")
            round += 1

    def SvcDoRun(self):
        worker = threading.Thread(target=self.compute)
        worker.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        worker.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Averages)
