"""SVC805: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken
from svclint.checking.surroundings import Around, Lacking
from svclint.contract.events import Need, Needs
from svclint.rules.base import Rule, Scope, Severity


class PathsBeginSomewhere(Lacking):
    """Nothing is looked for in the current folder."""

    needs = frozenset((Need.FOLDER,))

    def said(self, event: Needs, around: Around) -> Sequence[Broken]:
        """All threads share the folder, so it does not matter who asks."""
        if event.minded:
            return ()
        text = f"'{event.at.text}' looks in the current folder, which is Windows' own System32 for a service"
        return [Broken("SVC805", event.at, text, not around.unsure)]


class RelativePath(Rule):
    """A file is opened by a path that begins in the current folder, which is System32.

    ## Why

    On a desk the current folder is the one of the script. The SCM starts a process in the folder of the
    system (ENT-10). There `open("settings.json")` finds nothing. A log file ends up among the files of Windows
    when the service runs as LocalSystem, so that people look for it in vain; any other account is refused.
    What people see:

    - "FileNotFoundError: [Errno 2] No such file or directory: 'settings.json'"
    - "PermissionError: [Errno 13] Permission denied: 'C:\\\\Windows\\\\System32\\\\service.log'"
    - "sqlite3.OperationalError: unable to open database file"

    ## Flagged

    A constant path without drive, share or root, in the service, its threads, or the top level of its file:
    `open`, `io.open`, `codecs.open`, `os.listdir`, `os.scandir`, `os.mkdir`, `os.makedirs`, the file handlers of
    `logging`, `basicConfig(filename=...)`, `fileConfig`, `sqlite3.connect`, `shelve.open`, `read` of a
    `ConfigParser`, and `Path("...")`, also with `/` behind it, where that is opened, read, written or made.

    ## Not flagged

    - Paths that are put together, with `__file__` say, or that come from elsewhere.
    - Devices (`NUL`), `:memory:`, and `C:data.txt`, whose folder is nobody's guess.
    - A file of source that changes the folder anywhere: `os.chdir()`, `SetCurrentDirectory()`.
    - Calls with `except FileNotFoundError`, `OSError` or the like around them: the file may be missing.
    - What only `__main__` does: that runs where the user is.

    ## Decisions

    - After a call that cannot be read the finding is *possible*: it may have changed the folder.
    - That pywin32's debug mode, started by hand, finds the file is no excuse.

    ## Fix

        HERE = os.path.dirname(os.path.abspath(__file__))

        with open(os.path.join(HERE, "settings.json")) as file:

    In a frozen program it is `os.path.dirname(sys.executable)`. What a service writes belongs below
    `%ProgramData%`.

    ## Fix safety

    Unsafe: the path begins beside the file then, and it is guessed that this is the folder that was meant. What
    is in System32 by now stays there. A constant of the module is changed where it is written, if this is its
    only use; other names are left alone.
    """

    code = "SVC805"
    name = "relative-path"
    severity = Severity.WARNING
    clauses = ("ENT-10",)
    properties = ("P64",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER | Scope.PROGRAM
    monitor = PathsBeginSomewhere
    bad = """\
import threading

import win32service
import win32serviceutil


class Almoner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Almoner"
    _svc_display_name_ = "Almoner"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        with open("pause.txt") as file:  # SVC805
            pause = float(file.read())
        while not self.stop.wait(pause):
            print("alms")
"""
    good = """\
import os
import threading

import win32service
import win32serviceutil


class Almoner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Almoner"
    _svc_display_name_ = "Almoner"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        with open(os.path.join(os.path.dirname(__file__), "pause.txt")) as file:
            pause = float(file.read())
        while not self.stop.wait(pause):
            print("alms")
"""
