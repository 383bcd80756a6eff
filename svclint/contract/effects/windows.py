"""pywin32, Windows calls through ctypes, and what else only Windows has.

Parameters of pywin32 are positional; the order is that of its reference. Windows counts in milliseconds.
Requests to the SCM have unknown length here: that they are made at all is a rule's business (HND-19, MAI-14).
"""

from __future__ import annotations

from svclint.contract.effects.kinds import UNBOUNDED, UNKNOWN, Act, Acts, Argument, Blocks
from svclint.contract.effects.spelling import ARGUMENT_0, act, each, milliseconds, seconds
from svclint.contract.events import WaitKind

_SCM = Blocks(WaitKind.SCM, asks=UNKNOWN)
_SERVICES = "StartService StopService RestartService StopServiceWithDeps ControlService"
_MESSAGES = Blocks(WaitKind.SERVE)
_UI = Blocks(WaitKind.UI)
_FILE = Blocks(WaitKind.FILE, asks=UNKNOWN)
_SLEEP = Blocks(WaitKind.SLEEP, milliseconds(0), exact=True)


def _event(position: int) -> Blocks:
    return Blocks(WaitKind.EVENT, milliseconds(position))


def _overlapped(position: int, asks: float | None = UNKNOWN) -> Blocks:
    return Blocks(WaitKind.FILE, asks=asks, spared=Argument(position, None))


_PYWIN32: dict[str, Blocks] = {
    **each("win32api", "Sleep SleepEx", _SLEEP),
    **each("win32event", "WaitForSingleObject WaitForSingleObjectEx WaitForInputIdle", _event(1)),
    **each("win32event", "WaitForMultipleObjects WaitForMultipleObjectsEx MsgWaitForMultipleObjects", _event(2)),
    "win32event.MsgWaitForMultipleObjectsEx": _event(1),
    "win32event.SignalObjectAndWait": _event(2),
    "pythoncom.CoWaitForMultipleHandles": _event(1),
    "win32file.GetQueuedCompletionStatus": _event(1),
    "win32file.GetOverlappedResult": Blocks(WaitKind.FILE, unless=Argument(2, None)),
    "win32file.ReadFile": _overlapped(2),
    "win32file.WriteFile": _overlapped(2),
    "win32file.WaitCommEvent": _overlapped(1),
    "win32file.ReadDirectoryChangesW": _overlapped(4),
    "win32pipe.ConnectNamedPipe": _overlapped(1, asks=UNBOUNDED),
    "win32pipe.WaitNamedPipe": Blocks(WaitKind.FILE, milliseconds(1)),
    "win32pipe.CallNamedPipe": Blocks(WaitKind.FILE, milliseconds(3)),
    "win32pipe.TransactNamedPipe": _FILE,
    "win32serviceutil.WaitForServiceStatus": Blocks(WaitKind.SCM, seconds(2, "waitSecs")),
    **each("win32serviceutil", _SERVICES, _SCM),
    **each("win32service", "StartService ControlService LockServiceDatabase DeleteService CreateService", _SCM),
    "servicemanager.StartServiceCtrlDispatcher": _MESSAGES,
    "pythoncom.PumpMessages": _MESSAGES,
    **each("win32gui", "PumpMessages GetMessage", _MESSAGES),
    "win32ui.MessageBox": _UI,
    **each("win32api", "MessageBox MessageBoxEx", _UI),
    **each("win32gui", "MessageBox DialogBox DialogBoxIndirect DialogBoxParam DialogBoxIndirectParam", _UI),
    "win32ts.WTSWaitSystemEvent": Blocks(WaitKind.EVENT),
    "win32wnet.WNetAddConnection2": Blocks(WaitKind.NETWORK, asks=UNKNOWN),
    "win32net.NetUseAdd": Blocks(WaitKind.NETWORK, asks=UNKNOWN),
    "wmi.WMI": Blocks(WaitKind.NETWORK, asks=UNKNOWN),
    **each("msvcrt", "getch getche getwch getwche", _UI),
    "_winapi.WaitForSingleObject": _event(1),
    "_winapi.WaitForMultipleObjects": _event(2),
}

_KERNEL32 = "ctypes.windll.kernel32"

_CTYPES: dict[str, Blocks] = {
    **each(_KERNEL32, "Sleep SleepEx", _SLEEP),
    **each(_KERNEL32, "WaitForSingleObject WaitForSingleObjectEx", _event(1)),
    **each(_KERNEL32, "WaitForMultipleObjects WaitForMultipleObjectsEx", _event(3)),
    **each(_KERNEL32, "SignalObjectAndWait", _event(2)),
    **each(_KERNEL32, "WaitNamedPipeW WaitNamedPipeA", Blocks(WaitKind.FILE, milliseconds(1))),
    f"{_KERNEL32}.ConnectNamedPipe": _overlapped(1, asks=UNBOUNDED),
    f"{_KERNEL32}.GetOverlappedResult": Blocks(WaitKind.FILE, unless=Argument(3, None)),
    f"{_KERNEL32}.ReadFile": _overlapped(4),
    f"{_KERNEL32}.WriteFile": _overlapped(4),
    "ctypes.windll.user32.MsgWaitForMultipleObjects": _event(3),
    **each("ctypes.windll.user32", "GetMessageW GetMessageA WaitMessage", _MESSAGES),
    **each("ctypes.windll.user32", "MessageBoxW MessageBoxA MessageBoxExW MessageBoxExA", _UI),
    **each("ctypes.windll.advapi32", "StartServiceCtrlDispatcherW StartServiceCtrlDispatcherA", _MESSAGES),
    **each("ctypes.windll.advapi32", "StartServiceW StartServiceA ControlService ControlServiceExW", _SCM),
}

BLOCKS = _PYWIN32 | _CTYPES

ACTS = {
    **act("win32serviceutil", f"{_SERVICES} WaitForServiceStatus", Act.REQUEST),
    **act("win32service", "StartService ControlService", Act.REQUEST),
    **act("ctypes.windll.advapi32", "StartServiceW StartServiceA ControlService ControlServiceExW", Act.REQUEST),
    **act("win32event", "SetEvent ReleaseMutex ReleaseSemaphore", Act.SIGNAL, subject=ARGUMENT_0),
    **act("win32event", "PulseEvent", Act.SIGNAL, Act.PULSE, subject=ARGUMENT_0),
    **act("win32event", "ResetEvent", Act.CLEAR, subject=ARGUMENT_0),
    **act("win32event", "WaitForSingleObject WaitForSingleObjectEx", Act.ASK, subject=ARGUMENT_0),
    **act("win32event", "WaitForMultipleObjects WaitForMultipleObjectsEx", Act.ASK, subject=ARGUMENT_0),
    **act("win32event", "MsgWaitForMultipleObjects MsgWaitForMultipleObjectsEx", Act.ASK, subject=ARGUMENT_0),
    "win32event.SignalObjectAndWait": (Acts(Act.SIGNAL, ARGUMENT_0), Acts(Act.ASK, Argument(1, None))),
    **act("win32file", "PostQueuedCompletionStatus", Act.SIGNAL, subject=ARGUMENT_0),
    **act("win32file", "GetQueuedCompletionStatus", Act.TAKE, subject=ARGUMENT_0),
    **act("win32api", "TerminateProcess", Act.END, subject=ARGUMENT_0),
    **act("win32process", "TerminateProcess", Act.END, subject=ARGUMENT_0),
    **act("win32job", "TerminateJobObject", Act.END, subject=ARGUMENT_0),
    **act("win32api", "PostThreadMessage", Act.STOP, subject=ARGUMENT_0),
    **act("win32gui", "PostQuitMessage PostMessage PostThreadMessage", Act.STOP, subject=ARGUMENT_0),
    **act(_KERNEL32, "SetEvent", Act.SIGNAL, subject=ARGUMENT_0),
    **act(_KERNEL32, "PulseEvent", Act.SIGNAL, Act.PULSE, subject=ARGUMENT_0),
    **act(_KERNEL32, "ResetEvent", Act.CLEAR, subject=ARGUMENT_0),
    **act(_KERNEL32, "WaitForSingleObject WaitForSingleObjectEx", Act.ASK, subject=ARGUMENT_0),
    **act(_KERNEL32, "WaitForMultipleObjects WaitForMultipleObjectsEx", Act.ASK, subject=Argument(1, None)),
    **act(_KERNEL32, "TerminateProcess TerminateThread", Act.END, subject=ARGUMENT_0),
}

RETURNS = {
    "win32event.CreateEvent": "win32event.Event",
    "win32event.OpenEvent": "win32event.Event",
    "win32event.CreateMutex": "win32event.Mutex",
    "win32event.OpenMutex": "win32event.Mutex",
    "win32event.CreateSemaphore": "win32event.Semaphore",
    "win32event.CreateWaitableTimer": "win32event.Timer",
    f"{_KERNEL32}.CreateEventW": "win32event.Event",
    f"{_KERNEL32}.CreateEventA": "win32event.Event",
}

ALIASES = {
    "ctypes.oledll": "ctypes.windll",
    "ctypes.cdll": "ctypes.windll",
    f"{_KERNEL32}.CreateEvent": f"{_KERNEL32}.CreateEventW",
}
