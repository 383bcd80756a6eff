"""A thread asks the server to stop, and ends when it has."""

import threading, win32serviceutil, win32service
from http.server import HTTPServer, BaseHTTPRequestHandler


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.server = HTTPServer(("", 8080), BaseHTTPRequestHandler)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        threading.Thread(target=self.server.shutdown, daemon=True).start()

    def SvcDoRun(self):
        self.server.serve_forever()
