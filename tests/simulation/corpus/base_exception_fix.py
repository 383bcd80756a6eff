"""What means "stop" is caught where the loop ends; the loop goes on after other failures only."""
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
            except StopRequested:
                return
            except Exception:
                log.exception("one more try")


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Sync)
