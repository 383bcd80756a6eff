"""Calls that work only where something is there which a service does not have, or not on every thread.

Sources: the documentation of signal, asyncio, logging and sys (``sys.stdout`` may be None), of Flask's
reloader, of pythoncom (imported, it initialises COM for the importing thread alone)
and of Windows' CoInitializeEx; what Windows starts has the system's folder as its current one.
"""

from __future__ import annotations

from typing import NamedTuple

from svclint.contract.effects.kinds import Argument
from svclint.contract.effects.spelling import below
from svclint.contract.events import Need, Serving


class Wants(NamedTuple):
    """The call needs something to be there.

    ``unless``: it does not when this argument is false. ``only``: it does only when this argument is true.
    ``path``: it does only when this argument is a path that begins nowhere.
    """

    need: Need
    unless: Argument | None = None
    only: Argument | None = None
    path: Argument | None = None


_MAIN_THREAD = Wants(Need.MAIN_THREAD)
_LOOP = Wants(Need.LOOP)
_COM = Wants(Need.COM)
_CONSOLE = Wants(Need.CONSOLE)
_FILE = Wants(Need.FOLDER, path=Argument(0, None))
_NAMED = Wants(Need.FOLDER, path=Argument(0, "filename"))

_COM_CALLS = (
    *below("win32com.client", "Dispatch DispatchEx DispatchWithEvents GetObject GetActiveObject WithEvents"),
    *below("win32com.client.gencache", "EnsureDispatch"),
    *below("win32com.client.dynamic", "Dispatch"),
    *below("pythoncom", "CoCreateInstance CoCreateInstanceEx CoGetObject GetActiveObject"),
    *below("comtypes", "CoCreateInstance GetActiveObject"),
    *below("comtypes.client", "CreateObject GetActiveObject CoGetObject"),
    "wmi.WMI",
)
_TYPED = ("input", "raw_input", "getpass.getpass", *below("msvcrt", "getch getche getwch getwche"))
_READ = below("sys.stdin", "read readline readlines isatty fileno close")
_WRITTEN = (
    *below("sys.stdout", "write writelines flush isatty fileno reconfigure close"),
    *below("sys.stderr", "write writelines flush isatty fileno reconfigure close"),
    *below("sys.stdout.buffer", "write flush"),
    *below("sys.stderr.buffer", "write flush"),
)
_OF_PATHS = "open read_text read_bytes write_text write_bytes touch mkdir iterdir"

NEEDS: dict[str, Wants] = {
    **dict.fromkeys(below("signal", "signal set_wakeup_fd"), _MAIN_THREAD),
    "flask.Flask.run": Wants(Need.MAIN_THREAD, unless=Argument(None, "use_reloader"), only=Argument(2, "debug")),
    "asyncio.get_event_loop": _LOOP,
    **dict.fromkeys(_COM_CALLS, _COM),
    **dict.fromkeys((*_TYPED, *_READ, *_WRITTEN), _CONSOLE),
    "open": Wants(Need.FOLDER, path=Argument(0, "file")),
    **dict.fromkeys(below("io", "open FileIO"), Wants(Need.FOLDER, path=Argument(0, "file"))),
    "codecs.open": _NAMED,
    **dict.fromkeys(below("os", "listdir scandir mkdir makedirs"), _FILE),
    "logging.FileHandler": _NAMED,
    **dict.fromkeys(below("logging.handlers", "RotatingFileHandler TimedRotatingFileHandler"), _NAMED),
    "logging.basicConfig": Wants(Need.FOLDER, path=Argument(None, "filename")),
    "logging.config.fileConfig": Wants(Need.FOLDER, path=Argument(0, "fname")),
    "configparser.ConfigParser.read": Wants(Need.FOLDER, path=Argument(0, "filenames")),
    "configparser.RawConfigParser.read": Wants(Need.FOLDER, path=Argument(0, "filenames")),
    "sqlite3.connect": Wants(Need.FOLDER, path=Argument(0, "database")),
    "shelve.open": _NAMED,
    **dict.fromkeys(below("pathlib.Path", _OF_PATHS), _FILE),  # the path they are called on is their first argument
}

PROVIDES: dict[str, Need] = {
    "asyncio.set_event_loop": Need.LOOP,
    **dict.fromkeys(below("pythoncom", "CoInitialize CoInitializeEx OleInitialize"), Need.COM),
    **dict.fromkeys(below("comtypes", "CoInitialize CoInitializeEx"), Need.COM),
    **dict.fromkeys(below("ctypes.windll.ole32", "CoInitialize CoInitializeEx OleInitialize"), Need.COM),
    **dict.fromkeys(below("os", "chdir fchdir"), Need.FOLDER),
    "win32api.SetCurrentDirectory": Need.FOLDER,
}

# Modules that initialise COM for the thread that imports them first.
IMPORTS: dict[str, Need] = dict.fromkeys(("pythoncom", "win32com", "comtypes", "wmi"), Need.COM)

# What code that asks whether it is there speaks of.
ASKED: dict[str, tuple[Need, ...]] = {
    **dict.fromkeys(below("threading", "main_thread current_thread currentThread"), (Need.MAIN_THREAD, Need.LOOP)),
    "signal": (Need.MAIN_THREAD,),  # hasattr(signal, name)
    **dict.fromkeys(below("sys", "stdin stdout stderr __stdin__ __stdout__ __stderr__"), (Need.CONSOLE,)),
    **dict.fromkeys(below("servicemanager", "Debugging RunningAsService"), tuple(Need)),
}

# Words in a condition by which code asks how it was started, and so knows what is there.
MODES = frozenset(
    ["cli", "cmd", "console", "daemon", "debug", "debugging", "foreground", "gui", "interactive", "shell"]
    + ["terminal", "tty"]
)
KNOWN_BY_MODE = frozenset((Need.CONSOLE, Need.MAIN_THREAD, Need.LOOP))

# Errors by which its absence shows: code that catches one of them by name expects it.
ERRORS: dict[Need, frozenset[str]] = {
    Need.CONSOLE: frozenset(["AttributeError", "RuntimeError", "EOFError", "OSError", "IOError", "ValueError"]),
    Need.MAIN_THREAD: frozenset(["ValueError"]),
    Need.LOOP: frozenset(["RuntimeError"]),
    Need.COM: frozenset(
        ["com_error", "error", "OSError", "WindowsError", "COMError", "x_wmi", "x_wmi_uninitialised_thread"]
    ),
    Need.FOLDER: frozenset(["OSError", "IOError", "FileNotFoundError", "PermissionError", "EnvironmentError"]),
}

# Words by which a file shows that it sees to it in a way that cannot be followed from call to call.
SEEN_TO: dict[Need, tuple[str, ...]] = {
    Need.CONSOLE: ("sys.stdout =", "sys.stderr =", "sys.stdin =", "redirect_std", "win32traceutil", "AllocConsole"),
    Need.COM: ("coinit_flags", "COINIT_MULTITHREADED", "CoInitializeEx", "initializer="),
    Need.FOLDER: ("chdir", "SetCurrentDirectory"),
}

SERVING: dict[str, Serving] = {
    **dict.fromkeys(below("servicemanager", "PrepareToHostSingle PrepareToHostMultiple"), Serving.PREPARES),
    "servicemanager.StartServiceCtrlDispatcher": Serving.DISPATCHES,
    **dict.fromkeys(
        below("ctypes.windll.advapi32", "StartServiceCtrlDispatcherW StartServiceCtrlDispatcherA"), Serving.DISPATCHES
    ),
    "win32serviceutil.HandleCommandLine": Serving.COMMANDS,
}
