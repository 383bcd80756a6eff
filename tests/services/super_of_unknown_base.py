"""Nobody knows what the base from elsewhere does about the stop."""

import time, win32serviceutil, win32service
from .common import ServiceBase


class Svc(ServiceBase, win32serviceutil.ServiceFramework):
    def SvcStop(self):
        super().SvcStop()

    def SvcDoRun(self):
        self.serve()
