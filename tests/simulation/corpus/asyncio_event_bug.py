"""SvcStop sets an asyncio event from its own thread: the loop is not woken, and waits on."""
# expect: SVC904
import asyncio

import win32service
import win32serviceutil


class Chat(win32serviceutil.ServiceFramework):
    _svc_name_ = "Chat"
    _svc_display_name_ = "Chat relay"

    def __init__(self, args):
        super().__init__(args)
        self.closing = asyncio.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.closing.set()

    async def main(self):
        await self.closing.wait()

    def SvcDoRun(self):
        asyncio.run(self.main())


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Chat)
