"""SVC606: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Wrote
from svclint.rules.base import Rule, Scope, Severity

VALUE: Final = "preshutdownorder"
KEY: Final = r"\control"  # of the current control set, or of one by its number
MULTI_SZ: Final = 7


class OrderIsAList(Monitor[None]):
    """PreshutdownOrder is written as REG_MULTI_SZ, and as a list."""

    sees = (Wrote,)

    def start(self) -> None:
        """Nothing is to be remembered."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """Look at what is written where; what is not known is right."""
        assert isinstance(event, Wrote)
        if event.name.casefold() != VALUE or not (event.key is None or event.key.casefold().endswith(KEY)):
            return None, ()
        if event.type not in (None, MULTI_SZ):
            wrong = "by another type than REG_MULTI_SZ"
        elif isinstance(event.data, str):
            wrong = "as one string, where a list of names is wanted"
        else:
            return None, ()
        return None, [Broken("SVC606", event.at, f"'{event.at.text}' writes {event.name} {wrong}")]


class PreshutdownOrderForm(Rule):
    """The order of services at preshutdown is written in a form that Windows does not read.

    ## Why

    Services that accept PRESHUTDOWN are stopped in the order that the value `PreshutdownOrder` of
    `HKLM\\SYSTEM\\CurrentControlSet\\Control` gives, one after the other. It is a list of service names, of type
    REG_MULTI_SZ (SHD-14). What is written as REG_SZ, or as one string with separators of one's own, is not the
    list that was meant: the services named in it are stopped in any order, and nobody is told.

    ## Flagged

    A write of that value into that key, by `winreg`, `win32api` or `reg add`, anywhere in the file of a service,

    - with another type than REG_MULTI_SZ; `reg add` writes REG_SZ where no `/t` is given;
    - with one string as data, be it joined with commas, blanks or zeros.

    ## Not flagged

    - A list or a tuple of names with REG_MULTI_SZ, and `\\0` between names in the `/d` of `reg add`.
    - Types and data that cannot be read, a value of that name in another key.

    ## Decisions

    - Where the key cannot be read the name of the value decides: no other program has any use for it.
    - Whether the names are those of services, and in which order, is the administrator's business.

    ## Fix

        winreg.SetValueEx(key, "PreshutdownOrder", 0, winreg.REG_MULTI_SZ, ["First", "Second"])

    Read the list that is there and put your service into it: others may be named as well.

    ## Fix safety

    Safe where it is plain which names are meant: a list gets the type for lists, one name becomes a list of it,
    `"...".join(names)` becomes `list(names)`, and `reg add` gets `/t REG_MULTI_SZ`.

    Unsafe where one text with several names is taken apart at commas, semicolons, blanks and zeros.
    """

    code = "SVC606"
    name = "preshutdown-order-form"
    severity = Severity.ERROR
    clauses = ("SHD-14",)
    properties = ("P54",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER | Scope.PROGRAM | Scope.RUN
    monitor = OrderIsAList
    bad = """\
import winreg

import win32event
import win32service
import win32serviceutil


class Depot(win32serviceutil.ServiceFramework):
    _svc_name_ = "Depot"
    _svc_display_name_ = "Depot"

    def __init__(self, args):
        super().__init__(args)
        self.done = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.done)

    def SvcDoRun(self):
        path, names = r"SYSTEM\\CurrentControlSet\\Control", "Depot DepotIndex"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path, 0, winreg.KEY_SET_VALUE) as key:
            winreg.SetValueEx(key, "PreshutdownOrder", 0, winreg.REG_SZ, names)  # SVC606
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)
"""
    good = """\
import winreg

import win32event
import win32service
import win32serviceutil


class Depot(win32serviceutil.ServiceFramework):
    _svc_name_ = "Depot"
    _svc_display_name_ = "Depot"

    def __init__(self, args):
        super().__init__(args)
        self.done = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.done)

    def SvcDoRun(self):
        path, names = r"SYSTEM\\CurrentControlSet\\Control", ["Depot", "DepotIndex"]
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path, 0, winreg.KEY_SET_VALUE) as key:
            winreg.SetValueEx(key, "PreshutdownOrder", 0, winreg.REG_MULTI_SZ, names)
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)
"""
