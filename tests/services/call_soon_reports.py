"""The callback that the loop is handed reports STOP_PENDING."""

import asyncio, win32serviceutil, win32service


class Svc(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.loop = asyncio.new_event_loop()

    def _stop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.loop.stop()

    def SvcStop(self):
        self.loop.call_soon_threadsafe(self._stop)

    def SvcDoRun(self):
        self.loop.run_forever()
