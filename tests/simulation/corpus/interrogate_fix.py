"""SvcInterrogate leaves the answer to the SCM, which knows the state."""
import win32event
import win32service
import win32serviceutil


class Radio(win32serviceutil.ServiceFramework):
    _svc_name_ = "Radio"
    _svc_display_name_ = "Radio stream"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.paused = False

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        self.paused = True
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
        self.paused = False
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Radio)
