"""The runner knows the service, so its stop() may report."""

import win32serviceutil, win32service
from app import Runner


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.runner = Runner(self)

    def SvcStop(self):
        self.runner.stop()

    def SvcDoRun(self):
        self.runner.run()
