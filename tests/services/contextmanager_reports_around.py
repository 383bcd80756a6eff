"""A context manager of the author's reports around the block: START_PENDING before it, STOPPED behind it."""

import contextlib
import ctypes
import threading
from ctypes import wintypes

a = ctypes.WinDLL("advapi32", use_last_error=True)
a.RegisterServiceCtrlHandlerExW.restype = wintypes.HANDLE
a.SetServiceStatus.argtypes = [wintypes.HANDLE, ctypes.c_void_p]
HANDLER = ctypes.WINFUNCTYPE(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)
MAIN = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(wintypes.LPWSTR))


class S(ctypes.Structure):
    _fields_ = [(n, wintypes.DWORD) for n in ("k", "s", "a", "e", "o", "p", "h")]


stop = threading.Event()
cell = {}


def report(s, acc=0, p=0, h=0):
    a.SetServiceStatus(cell["h"], ctypes.byref(S(16, s, acc, 0, 0, p, h)))


@contextlib.contextmanager
def lifecycle():
    report(2, 0, 1, 3000)
    try:
        yield
    finally:
        report(1)


@HANDLER
def handler(c, t, d, x):
    if c == 1:
        report(3, 0, 1, 3000)
        stop.set()
    return 0


@MAIN
def main(argc, argv):
    cell["h"] = a.RegisterServiceCtrlHandlerExW("x", handler, None)
    with lifecycle():
        report(4, 1)
        stop.wait()
