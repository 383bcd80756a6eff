"""The handler of its own answers INTERROGATE with success."""
import win32event
import win32service
import win32serviceutil
import winerror


class Scale(win32serviceutil.ServiceFramework):
    _svc_name_ = "Scale"
    _svc_display_name_ = "Weighing scale"

    def __init__(self, args):
        win32serviceutil.ServiceFramework.__init__(self, args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_INTERROGATE:
            return winerror.NO_ERROR
        if control == win32service.SERVICE_CONTROL_STOP:
            self.SvcStop()
            return winerror.NO_ERROR
        return winerror.ERROR_CALL_NOT_IMPLEMENTED

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Scale)
