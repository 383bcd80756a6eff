"""SvcStop spins until the worker has ended, which takes a minute: the client is told that nobody answers."""
# expect: SVC902
import threading
import time

import win32event
import win32service
import win32serviceutil


class Indexer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Indexer"
    _svc_display_name_ = "Document indexer"

    def __init__(self, args):
        super().__init__(args)
        self.done = win32event.CreateEvent(None, 1, 0, None)
        self.enough = threading.Event()
        self.worker = threading.Thread(target=self.index)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=90000)
        self.enough.set()
        while self.worker.is_alive():
            pass
        win32event.SetEvent(self.done)

    def index(self):
        self.enough.wait()
        time.sleep(60)  # writes the index

    def SvcDoRun(self):
        self.worker.start()
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)
        self.worker.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Indexer)
