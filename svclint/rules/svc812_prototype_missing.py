"""SVC812: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Undeclared
from svclint.rules.base import Rule, Scope, Severity

Told = frozenset[tuple[str, str]]

_WHY = {
    "restype": "gives a status handle cut to 32 bits: '{}' has no restype with room for a pointer",
    "argtypes": "passes the status handle as a number of 32 bits: '{}' has no argtypes",
    "callback": "is given a callback that returns nothing: '{}' wants a DWORD for each control",
}


class FunctionsDeclared(Monitor[Told]):
    """The SCM's functions are declared before they are called."""

    sees = (Undeclared,)

    def start(self) -> Told:
        """Nothing is said yet."""
        return frozenset()

    def step(self, state: Told, event: Event) -> tuple[Told, Sequence[Verdict]]:
        """Each function is named once, where it is called first."""
        if not isinstance(event, Undeclared) or (event.function, event.what) in state:
            return state, ()
        text = f"'{event.at.text}' {_WHY[event.what].format(event.function)}"
        return state | {(event.function, event.what)}, [Broken("SVC812", event.at, text)]


class PrototypeMissing(Rule):
    """A function of advapi32 is called through ctypes without the declaration that it needs.

    ## Why

    ctypes takes a result for a C int, of 32 bits, unless `restype` says otherwise, and so it does with a number
    that is passed where `argtypes` says nothing. A status handle has 64 bits on a 64-bit Windows. Cut in half it
    belongs to nobody: `SetServiceStatus` fails with error 6, the SCM hears nothing of the service, and the start
    comes to nothing (MAI-02). It may go well for years, for a handle is small at times.

    The handler of `RegisterServiceCtrlHandlerEx` owes a DWORD (HND-11). If its callback type has no result, the
    SCM is given what happened to be in a register.

    ## Flagged

    - `RegisterServiceCtrlHandler` or `RegisterServiceCtrlHandlerEx` without a `restype`, or with one of 32 bits.
    - `SetServiceStatus` that is passed the handle as it came, without `argtypes`.
    - `RegisterServiceCtrlHandlerEx` with a handler that is wrapped by `WINFUNCTYPE(None, ...)`.

    The finding stands on the call, once for each function.

    ## Not flagged

    - Functions made by a prototype, `WINFUNCTYPE(HANDLE, ...)(("SetServiceStatus", advapi32))`.
    - A handle that is wrapped where it is passed: `SetServiceStatus(HANDLE(handle), ...)`.
    - Files that declare in a loop or by a helper of their own: what is declared there is not read.
    - The same functions through pywin32, which knows their types.

    ## Decisions

    - A declaration counts wherever it stands in the file.
    - A library that another module of the project loads is that module's affair.

    ## Fix

        advapi32.RegisterServiceCtrlHandlerExW.restype = wintypes.HANDLE
        advapi32.SetServiceStatus.argtypes = [wintypes.HANDLE, ctypes.c_void_p]

    Put both behind the line that loads the library. A HandlerEx has the type
    `WINFUNCTYPE(DWORD, DWORD, DWORD, LPVOID, LPVOID)`.

    ## Fix safety

    Safe: the handle passes whole, where it was cut. The declaration goes behind the statement that loads the
    library, or that gives the function a name, if the module has only one of them. A type that is there and too
    short, and a callback without a result, are left to you.
    """

    code = "SVC812"
    name = "prototype-missing"
    severity = Severity.ERROR
    clauses = ("MAI-02", "HND-11")
    properties = ("P03",)
    scope = Scope.LIFE
    monitor = FunctionsDeclared
    bad = """\
import ctypes

api = ctypes.WinDLL("advapi32")
FIELDS = ("kind", "state", "accepted", "code", "own", "point", "hint")
Handler = ctypes.WINFUNCTYPE(*[ctypes.c_uint32] * 3, ctypes.c_void_p, ctypes.c_void_p)


class Status(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in FIELDS]


@Handler
def handler(control, event, data, context):
    return 0


def main(argc, argv):
    handle = api.RegisterServiceCtrlHandlerExW("Clock", handler, None)  # SVC812
    api.SetServiceStatus(handle, ctypes.byref(Status(16, 4)))  # SVC812
    print("the clock strikes")
    api.SetServiceStatus(handle, ctypes.byref(Status(16, 1)))
"""
    good = """\
import ctypes

api = ctypes.WinDLL("advapi32")
api.RegisterServiceCtrlHandlerExW.restype = ctypes.c_void_p
api.SetServiceStatus.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
FIELDS = ("kind", "state", "accepted", "code", "own", "point", "hint")
Handler = ctypes.WINFUNCTYPE(*[ctypes.c_uint32] * 3, ctypes.c_void_p, ctypes.c_void_p)


class Status(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in FIELDS]


@Handler
def handler(control, event, data, context):
    return 0


def main(argc, argv):
    handle = api.RegisterServiceCtrlHandlerExW("Clock", handler, None)
    api.SetServiceStatus(handle, ctypes.byref(Status(16, 4)))
    print("the clock strikes")
    api.SetServiceStatus(handle, ctypes.byref(Status(16, 1)))
"""
