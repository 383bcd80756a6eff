"""SvcStop sets a flag that nobody reads and reports nothing: whoever stops the service sees it run on."""
# expect: SVC501
import time

import win32serviceutil


class Ticker(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ticker"
    _svc_display_name_ = "Stock ticker"

    def SvcStop(self):
        print("stop requested")

    def SvcDoRun(self):
        while True:
            time.sleep(1)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Ticker)
