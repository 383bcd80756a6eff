"""What a service keeps in the registry for itself: pywin32's custom options, below its own key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from svclint.simulation.standins import _facts
from svclint.simulation.standins._errors import error
from svclint.simulation.standins._registry_calls import RegCloseKey, RegCreateKey, RegQueryValueEx, RegSetValueEx

_CONSTANTS = _facts.constants("win32con")
_PLACE = r"System\CurrentControlSet\Services\{}\Parameters"


@contextmanager
def _parameters(service: object) -> Iterator[Any]:
    """The open key of a service, given by its name, its class or an instance; it is made when it is not there."""
    name = getattr(service, "_svc_name_", service)
    key = RegCreateKey(_CONSTANTS["HKEY_LOCAL_MACHINE"], _PLACE.format(name))
    try:
        yield key
    finally:
        RegCloseKey(key)


def GetServiceCustomOption(serviceName: object, option: str, defaultValue: Any = None) -> Any:
    """An option of a service, the default when nobody has set it."""
    with _parameters(serviceName) as key:
        try:
            return RegQueryValueEx(key, option)[0]
        except error:
            return defaultValue


def SetServiceCustomOption(serviceName: object, option: str, value: int | str) -> None:
    """Set an option: a number as REG_DWORD, all else as a text."""
    kind = _CONSTANTS["REG_DWORD" if isinstance(value, int) else "REG_SZ"]
    with _parameters(serviceName) as key:
        RegSetValueEx(key, option, 0, kind, value)
