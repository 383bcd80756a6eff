"""The handler takes the two locks in another order than the worker does: both wait for ever."""
# expect: SVC902
import queue
import threading

import win32event
import win32service
import win32serviceutil


class Gateway(win32serviceutil.ServiceFramework):
    _svc_name_ = "Gateway"
    _svc_display_name_ = "Protocol gateway"

    def __init__(self, args):
        super().__init__(args)
        self.hStop = win32event.CreateEvent(None, 1, 0, None)
        self.config_lock, self.stats_lock = threading.Lock(), threading.Lock()
        self.packets = queue.Queue()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=20000)
        win32event.SetEvent(self.hStop)

    def SvcOtherEx(self, control, event_type, data):
        with self.stats_lock, self.config_lock:
            pass

    def shuffle(self):
        for number in range(15):
            self.packets.put(number)
            self.packets.get()

    def route(self):
        for _ in range(3):
            with self.config_lock, self.stats_lock:
                pass
            if win32event.WaitForSingleObject(self.hStop, 0) == win32event.WAIT_OBJECT_0:
                return

    def SvcDoRun(self):
        threads = [threading.Thread(target=body) for body in (self.shuffle, self.shuffle, self.route)]
        for thread in threads:
            thread.start()
        win32event.WaitForSingleObject(self.hStop, win32event.INFINITE)
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Gateway)
