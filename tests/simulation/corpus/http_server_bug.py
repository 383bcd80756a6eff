"""SvcDoRun is in serve_forever, and SvcStop sets an event that nobody waits for."""
# expect: SVC904
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
            server.serve_forever()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(StatusPage)
