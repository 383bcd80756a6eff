"""The run loop says PAUSED when it gets round to it, even if the service is stopping by then."""
# expect: SVC505
import win32event
import win32service
import win32serviceutil


class Player(win32serviceutil.ServiceFramework):
    _svc_name_ = "Player"
    _svc_display_name_ = "Announcement player"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = win32event.CreateEvent(None, 1, 0, None)
        self.pause_event = win32event.CreateEvent(None, 0, 0, None)
        self.resume_event = win32event.CreateEvent(None, 0, 0, None)

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        win32event.SetEvent(self.pause_event)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
        win32event.SetEvent(self.resume_event)

    def SvcDoRun(self):
        events = [self.pause_event, self.resume_event, self.stop_event]
        while True:
            which = win32event.WaitForMultipleObjects(events, False, win32event.INFINITE)
            if which == win32event.WAIT_OBJECT_0:
                self.ReportServiceStatus(win32service.SERVICE_PAUSED)
            elif which == win32event.WAIT_OBJECT_0 + 1:
                self.ReportServiceStatus(win32service.SERVICE_RUNNING)
            else:
                return


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Player)
