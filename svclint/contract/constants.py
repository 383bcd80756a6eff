"""Names of pywin32's constants and their values, so that the reader can fold them. Made from the enums.

pywin32 lacks some names the headers have (``SERVICE_ACCEPT_TIMECHANGE`` ...); they stand here as well, since newer
builds may have them. ``servicemanager.PYS_SERVICE_STOPPED`` and its like are event-log ids, not states: left out.
"""

from __future__ import annotations

from svclint.contract.controls import Accept, Control
from svclint.contract.errors import Win32Error
from svclint.contract.installation import ErrorControl, ServiceType, StartType
from svclint.contract.states import State

INFINITE = 0xFFFFFFFF

_SERVICE: dict[str, int] = {
    **{state.name: state for state in State},
    **{f"SERVICE_CONTROL_{name}": code for name, code in Control.__members__.items()},
    **{f"SERVICE_ACCEPT_{name}": bit for name, bit in Accept.__members__.items()},
    **{f"SERVICE_{name}": start for name, start in StartType.__members__.items()},
    **{f"SERVICE_{name}": error for name, error in ErrorControl.__members__.items()},
}
_TYPES = {f"SERVICE_{name}": kind for name, kind in ServiceType.__members__.items()}
_WAITS = {
    "WAIT_OBJECT_0": 0,
    "WAIT_ABANDONED": 0x80,
    "WAIT_ABANDONED_0": 0x80,
    "WAIT_IO_COMPLETION": 0xC0,
    "WAIT_TIMEOUT": 258,
}
_EVENT_LOG = {
    "EVENTLOG_ERROR_TYPE": 1,
    "EVENTLOG_WARNING_TYPE": 2,
    "EVENTLOG_INFORMATION_TYPE": 4,
    "EVENTLOG_AUDIT_SUCCESS": 8,
    "EVENTLOG_AUDIT_FAILURE": 16,
}

_MODULES: dict[str, dict[str, int]] = {
    "win32service": _SERVICE | _TYPES,
    "win32con": _TYPES | _WAITS | _EVENT_LOG,
    "win32event": _WAITS | {"INFINITE": INFINITE, "MAXIMUM_WAIT_OBJECTS": 64},
    "winerror": Win32Error.__members__ | {"ERROR_SUCCESS": 0, "WAIT_TIMEOUT": _WAITS["WAIT_TIMEOUT"]},
    "servicemanager": _EVENT_LOG,
    "win32evtlog": _EVENT_LOG,
}

CONSTANTS: dict[str, int] = {
    f"{module}.{name}": int(value) for module, values in _MODULES.items() for name, value in values.items()
}
