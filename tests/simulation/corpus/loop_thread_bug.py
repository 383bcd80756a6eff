"""The event loop runs in a thread of its own, and stop() is called from another one: the loop sleeps on."""
# expect: SVC904
import asyncio
import threading

import win32event
import win32service
import win32serviceutil


class Bridge(win32serviceutil.ServiceFramework):
    _svc_name_ = "Bridge"
    _svc_display_name_ = "Message bridge"

    def __init__(self, args):
        super().__init__(args)
        self.hWaitStop = win32event.CreateEvent(None, 0, 0, None)
        self.loop = asyncio.new_event_loop()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.hWaitStop)

    async def relay(self):
        while True:
            await asyncio.sleep(3600)

    def serve(self):
        asyncio.set_event_loop(self.loop)
        task = self.loop.create_task(self.relay())
        self.loop.run_forever()
        task.cancel()

    def SvcDoRun(self):
        thread = threading.Thread(target=self.serve)
        thread.start()
        win32event.WaitForSingleObject(self.hWaitStop, win32event.INFINITE)
        self.loop.stop()
        thread.join()
        self.loop.close()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Bridge)
