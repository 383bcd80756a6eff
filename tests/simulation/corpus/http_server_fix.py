"""The server has a thread of its own; SvcDoRun waits for the event, shuts the server down and joins it."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import win32event
import win32service
import win32serviceutil


class Status(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        self.end_headers()


class StatusPage(win32serviceutil.ServiceFramework):
    _svc_name_ = "StatusPage"
    _svc_display_name_ = "Status page"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    def SvcDoRun(self):
        with ThreadingHTTPServer(("127.0.0.1", 0), Status) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(StatusPage)
