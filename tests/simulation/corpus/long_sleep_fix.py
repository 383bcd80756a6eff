"""The pause between two rounds is a wait for the stop."""
import threading

import win32service
import win32serviceutil


class WinService(win32serviceutil.ServiceFramework):
    _svc_name_ = "WinService"
    _svc_display_name_ = "Base class of services"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop()

    def SvcDoRun(self):
        self.start()
        self.main()

    def start(self):
        pass

    def stop(self):
        pass

    def main(self):
        pass


class Crawler(WinService):
    _svc_name_ = "Crawler"
    _svc_display_name_ = "Intranet crawler"

    def __init__(self, args):
        WinService.__init__(self, args)
        self.over = threading.Event()

    def stop(self):
        self.over.set()

    def main(self):
        while not self.over.wait(300):
            pass


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Crawler)
