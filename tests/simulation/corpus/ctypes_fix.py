"""A service by ctypes alone; the main function says STOPPED, as the last thing it does."""
# host: python
import ctypes
import threading
from ctypes import wintypes

SERVICE_WIN32_OWN_PROCESS = 0x10
STOPPED, START_PENDING, STOP_PENDING, RUNNING = 1, 2, 3, 4
ACCEPT_STOP = 1
CONTROL_STOP, CONTROL_INTERROGATE = 1, 4

advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)


class SERVICE_STATUS(ctypes.Structure):
    _fields_ = [
        ("dwServiceType", wintypes.DWORD),
        ("dwCurrentState", wintypes.DWORD),
        ("dwControlsAccepted", wintypes.DWORD),
        ("dwWin32ExitCode", wintypes.DWORD),
        ("dwServiceSpecificExitCode", wintypes.DWORD),
        ("dwCheckPoint", wintypes.DWORD),
        ("dwWaitHint", wintypes.DWORD),
    ]


SERVICE_MAIN = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(wintypes.LPWSTR))
HANDLER_EX = ctypes.WINFUNCTYPE(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)


class SERVICE_TABLE_ENTRY(ctypes.Structure):
    _fields_ = [("lpServiceName", wintypes.LPWSTR), ("lpServiceProc", SERVICE_MAIN)]


stop = threading.Event()
handle = None


def report(state, hint=0):
    accepted = ACCEPT_STOP if state == RUNNING else 0
    status = SERVICE_STATUS(SERVICE_WIN32_OWN_PROCESS, state, accepted, 0, 0, 0, hint)
    advapi32.SetServiceStatus(handle, ctypes.byref(status))


@HANDLER_EX
def handler(control, event_type, data, context):
    if control == CONTROL_STOP:
        report(STOP_PENDING, 5000)
        stop.set()
    return 0


def work():
    while not stop.wait(1.0):
        pass


@SERVICE_MAIN
def service_main(argc, argv):
    global handle
    handle = advapi32.RegisterServiceCtrlHandlerExW("Poller", handler, None)
    report(START_PENDING, 3000)
    worker = threading.Thread(target=work)
    worker.start()
    report(RUNNING)
    worker.join()
    report(STOPPED)


if __name__ == "__main__":
    table = (SERVICE_TABLE_ENTRY * 2)(SERVICE_TABLE_ENTRY("Poller", service_main), SERVICE_TABLE_ENTRY(None, SERVICE_MAIN()))
    advapi32.StartServiceCtrlDispatcherW(table)
