"""Reports of the loop and of the handlers share a lock, and once the service stops the loop says nothing."""
import threading

import win32event
import win32service
import win32serviceutil
import winerror


class Player(win32serviceutil.ServiceFramework):
    _svc_name_ = "Player"
    _svc_display_name_ = "Announcement player"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = win32event.CreateEvent(None, 1, 0, None)
        self.pause_event = win32event.CreateEvent(None, 0, 0, None)
        self.resume_event = win32event.CreateEvent(None, 0, 0, None)
        self.reporting = threading.Lock()
        self.stopping = self.paused = False

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        with self.reporting:
            self.stopping = True
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)

    def SvcPause(self):
        with self.reporting:
            self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)
        win32event.SetEvent(self.pause_event)

    def SvcContinue(self):
        with self.reporting:
            if not self.paused:
                return winerror.ERROR_SERVICE_CANNOT_ACCEPT_CTRL
            self.paused = False
            self.ReportServiceStatus(win32service.SERVICE_CONTINUE_PENDING)
        win32event.SetEvent(self.resume_event)

    def reached(self, state):
        with self.reporting:
            if not self.stopping:
                self.paused = state == win32service.SERVICE_PAUSED
                self.ReportServiceStatus(state)

    def SvcDoRun(self):
        events = [self.pause_event, self.resume_event, self.stop_event]
        while True:
            which = win32event.WaitForMultipleObjects(events, False, win32event.INFINITE)
            if which == win32event.WAIT_OBJECT_0:
                self.reached(win32service.SERVICE_PAUSED)
            elif which == win32event.WAIT_OBJECT_0 + 1:
                self.reached(win32service.SERVICE_RUNNING)
            else:
                return


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Player)
