"""The run loop sleeps five minutes between two looks at the flag: whoever stops the service gives up first."""
# expect: SVC904
import time

import win32service
import win32serviceutil


class WinService(win32serviceutil.ServiceFramework):
    _svc_name_ = "WinService"
    _svc_display_name_ = "Base class of services"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)

    def SvcStop(self):
        self.stop()
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)

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
        self.isrunning = True

    def stop(self):
        self.isrunning = False

    def main(self):
        while self.isrunning:
            time.sleep(300)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Crawler)
