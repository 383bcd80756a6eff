"""Two threads wait for one auto-reset event: SetEvent wakes one of them, the other waits for ever."""
# expect: SVC904
import threading

import win32event
import win32service
import win32serviceutil


class Poller(win32serviceutil.ServiceFramework):
    _svc_name_ = "Poller"
    _svc_display_name_ = "Device poller"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def poll(self):
        while win32event.WaitForSingleObject(self.hWaitStop, 1000) != win32event.WAIT_OBJECT_0:
            pass

    def SvcDoRun(self):
        thread = threading.Thread(target=self.poll)
        thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Poller)
