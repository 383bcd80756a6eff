"""SvcStop asks the loop to set the event; the loop exists before the service can be stopped."""
import asyncio

import win32service
import win32serviceutil


class Chat(win32serviceutil.ServiceFramework):
    _svc_name_ = "Chat"
    _svc_display_name_ = "Chat relay"

    def __init__(self, args):
        super().__init__(args)
        self.loop = asyncio.new_event_loop()
        self.closing = asyncio.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.loop.call_soon_threadsafe(self.closing.set)

    async def main(self):
        await self.closing.wait()

    def SvcDoRun(self):
        self.loop.run_until_complete(self.main())
        self.loop.close()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Chat)
