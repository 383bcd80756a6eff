"""Calls that leave nothing behind for the other code of a service: they log, put text together, tell the time."""

from __future__ import annotations

_BUILTINS = """
abs ascii bool bytes chr dict float format frozenset hash hex id int isinstance issubclass len list max min print range
repr round set sorted str sum tuple type
"""

_MODULES = """
datetime getpass.getuser logging os.getpid platform servicemanager.LogErrorMsg servicemanager.LogInfoMsg
servicemanager.LogMsg servicemanager.LogWarningMsg socket.gethostname sys.exc_info threading.current_thread
threading.currentThread threading.get_ident time.asctime time.ctime time.gmtime time.localtime time.monotonic
time.perf_counter time.strftime time.time traceback warnings.warn win32api.FormatMessage win32api.GetCurrentThreadId
win32api.GetLastError win32api.OutputDebugString win32evtlogutil.ReportEvent
"""

_REMARKS = frozenset(f"{_BUILTINS} {_MODULES}".split())

# Methods that log, whatever the object is.
LOG_METHODS = frozenset(
    ["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "LogMsg", "LogInfoMsg", "LogErrorMsg"]
)


def remark(name: str) -> bool:
    """Whether a call, by its canonical name, is a mere remark."""
    while name and name not in _REMARKS:
        name = name.rpartition(".")[0]
    return bool(name)
