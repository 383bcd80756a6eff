"""SvcStop gives the attribute another state, and the loop is over."""

import enum, win32event, win32service, win32serviceutil

State = enum.Enum("State", "RUN STOP")


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.h = win32event.CreateEvent(None, 1, 0, None)
        self.state = State.RUN

    def SvcDoRun(self):
        while self.state is State.RUN:
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)
            win32event.WaitForSingleObject(self.h, 1000)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.state = State.STOP
        win32event.SetEvent(self.h)
