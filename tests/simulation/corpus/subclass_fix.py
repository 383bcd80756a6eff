"""The Thread subclass is told to end and waited for before SvcDoRun returns."""
from threading import Event, Thread

import win32event
import win32service
from win32serviceutil import HandleCommandLine, ServiceFramework


class Sender(Thread):
    def __init__(self):
        Thread.__init__(self)
        self._stop_requested = Event()

    def run(self):
        while not self._stop_requested.wait(10):
            self.send()
        self.send()

    def send(self):
        Event().wait(2)

    def stop(self):
        self._stop_requested.set()


class MailService(ServiceFramework):
    _svc_name_ = "MailService"
    _svc_display_name_ = "Mail sender"

    def __init__(self, args):
        ServiceFramework.__init__(self, args)
        self.done = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.done)

    def SvcDoRun(self):
        sender = Sender()
        sender.start()
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)
        sender.stop()
        sender.join()


if __name__ == "__main__":
    HandleCommandLine(MailService)
