"""The state is a property: assigning to it fills the status and reports it."""

import ctypes
import threading
from ctypes import wintypes

a = ctypes.WinDLL("advapi32", use_last_error=True)
a.RegisterServiceCtrlHandlerExW.restype = wintypes.HANDLE
a.SetServiceStatus.argtypes = [wintypes.HANDLE, ctypes.c_void_p]
HANDLER = ctypes.WINFUNCTYPE(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)
MAIN = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(wintypes.LPWSTR))


class S(ctypes.Structure):
    _fields_ = [
        ("dwServiceType", wintypes.DWORD),
        ("dwCurrentState", wintypes.DWORD),
        ("dwControlsAccepted", wintypes.DWORD),
        ("dwWin32ExitCode", wintypes.DWORD),
        ("dwServiceSpecificExitCode", wintypes.DWORD),
        ("dwCheckPoint", wintypes.DWORD),
        ("dwWaitHint", wintypes.DWORD),
    ]


class Service:
    _instance = None
    status = S(0x10, 1, 0, 0, 0, 0, 0)

    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    def __init__(self):
        self._wake = threading.Condition()
        self._stop = False

    @property
    def state(self):
        return self.status.dwCurrentState

    @state.setter
    def state(self, value):
        self.status.dwCurrentState = value
        self.status.dwControlsAccepted = 1 if value == 4 else 0
        self.status.dwCheckPoint = 0 if value in (1, 4) else self.status.dwCheckPoint + 1
        self.status.dwWaitHint = 0 if value in (1, 4) else 5000
        a.SetServiceStatus(self.handle, ctypes.byref(self.status))

    def request_stop(self):
        self.state = 3
        with self._wake:
            self._stop = True
            self._wake.notify_all()

    def run(self):
        self.state = 4
        with self._wake:
            while not self._stop:
                self._wake.wait(10)
        self.state = 1


@HANDLER
def handler(control, event_type, data, context):
    if control == 1:
        Service.instance().request_stop()
    return 0


@MAIN
def service_main(argc, argv):
    svc = Service.instance()
    svc.handle = a.RegisterServiceCtrlHandlerExW("x", handler, None)
    svc.state = 2
    svc.run()
