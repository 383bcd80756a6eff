"""The bare except takes the exception that means "stop" for one more failure, and the loop goes on."""
# expect: SVC904
import logging
import threading

import win32service
import win32serviceutil

log = logging.getLogger(__name__)


class StopRequested(Exception):
    pass


class Sync(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sync"
    _svc_display_name_ = "Directory synchroniser"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def step(self):
        if self.stop_event.wait(1):
            raise StopRequested

    def SvcDoRun(self):
        while True:
            try:
                self.step()
            except:
                log.exception("one more try")
                threading.Event().wait(1)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Sync)
