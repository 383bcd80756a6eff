"""The consumer looks at the flag between two items; when none comes any more it waits for ever."""
# expect: SVC904
import queue
import threading

import win32event
import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Label printer"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.labels = queue.Queue()
        self.keep_going = True

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.keep_going = False
        win32event.SetEvent(self.hWaitStop)

    def consume(self):
        while self.keep_going:
            label = self.labels.get()
            self.labels.task_done()

    def SvcDoRun(self):
        consumer = threading.Thread(target=self.consume)
        consumer.start()
        while win32event.WaitForSingleObject(self.hWaitStop, 2000) == win32event.WAIT_TIMEOUT:
            self.labels.put("label")
        consumer.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Printer)
