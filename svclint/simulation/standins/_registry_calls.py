"""win32api's functions for the registry (facts: pywin32's documentation of win32api, pages of the functions)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import index
from typing import Any, TypeVar

from svclint.simulation.scm.refusal import Refused
from svclint.simulation.standins import _registry_keys as keys
from svclint.simulation.standins._clock import file_time
from svclint.simulation.standins._errors import failed
from svclint.simulation.standins._registry import ALL, NAMES, READ, registry

T = TypeVar("T")

_CREATED, _OPENED = 1, 2  # REG_CREATED_NEW_KEY, REG_OPENED_EXISTING_KEY


def _raising(function: Callable[..., T]) -> Callable[..., T]:
    """A function whose refusals are pywintypes.error, under its own name."""

    @wraps(function)
    def call(*args: Any, **named: Any) -> T:
        try:
            return function(*args, **named)
        except Refused as refused:
            raise failed(refused.error, function.__name__) from None

    return call


@_raising
def RegOpenKeyEx(key: object, subKey: object, reserved: object = 0, sam: int = READ) -> keys.PyHKEY:
    """A handle to a key below another."""
    return keys.handle(registry().open(keys.number(key), keys.text(subKey, "subKey"), index(sam)))


RegOpenKey = RegOpenKeyEx


@_raising
def RegCreateKey(key: object, subKey: object, /) -> keys.PyHKEY:
    """The same; a key that is missing is created."""
    return keys.handle(registry().create(keys.number(key), keys.text(subKey, "subKey"), ALL)[0])


@_raising
def RegCreateKeyEx(Key: object, SubKey: object, samDesired: int, *_: object, **__: object) -> tuple[keys.PyHKEY, int]:
    """The same, with these rights; 1: the key is new, 2: it was there."""
    value, new = registry().create(keys.number(Key), keys.text(SubKey, "SubKey"), index(samDesired))
    return keys.handle(value), _CREATED if new else _OPENED


@_raising
def RegCloseKey(key: object, /) -> None:
    """Close a handle."""
    keys.close(key)


@_raising
def RegQueryValueEx(key: object, valueName: object, /) -> tuple[Any, int]:
    """The data of a value, and its type."""
    found = registry().read(keys.number(key), keys.text(valueName, "valueName"))
    return found.data, found.type


@_raising
def RegQueryValue(key: object, subKey: object, /) -> str:
    """The unnamed value of a key below another, "" when it has none."""
    opened = keys.handle(registry().open(keys.number(key), keys.text(subKey, "subKey"), READ))
    found = registry().opened(opened.handle).values.get("")
    return str(found.data) if found else ""


@_raising
def RegSetValueEx(key: object, valueName: object, reserved: object, type: int, value: object, /) -> None:
    """Write a value."""
    kind, given = index(type), list(value) if isinstance(value, tuple) else value
    registry().write(keys.number(key), keys.text(valueName, "valueName"), kind, keys.data(kind, given))


@_raising
def RegSetValue(key: object, subKey: object, type: int, value: str, /) -> None:
    """Write the unnamed value of a key below another, which is created when it is missing."""
    opened = keys.handle(registry().create(keys.number(key), keys.text(subKey, "subKey"), ALL)[0])
    registry().write(opened.handle, "", NAMES["REG_SZ"], keys.data(NAMES["REG_SZ"], value))


@_raising
def RegDeleteValue(key: object, valueName: object, /) -> None:
    """Delete a value."""
    registry().erase(keys.number(key), keys.text(valueName, "valueName"))


@_raising
def RegDeleteKey(key: object, subKey: str, /) -> None:
    """Delete a key below another."""
    registry().remove(keys.number(key), subKey)


@_raising
def RegEnumKey(key: object, index: int, /) -> str:
    """The name of the key at a place below another."""
    return registry().key_at(keys.number(key), index).name


@_raising
def RegEnumKeyEx(Key: object, /) -> tuple[tuple[str, int, str, int], ...]:
    """Of all keys below another: name, 0, class, and when it was written last: here, always just now."""
    found = registry().opened(keys.number(Key), "KEY_ENUMERATE_SUB_KEYS")
    return tuple((each.name, 0, "", file_time()) for each in found.keys.values())


@_raising
def RegEnumValue(key: object, index: int, /) -> tuple[str, Any, int]:
    """Name, data and type of the value at a place."""
    found = registry().value_at(keys.number(key), index)
    return found.name, found.data, found.type


@_raising
def RegQueryInfoKey(key: object, /) -> tuple[int, int, int]:
    """How many keys and values a key has, and when it was written last."""
    found = registry().opened(keys.number(key), "KEY_QUERY_VALUE")
    return len(found.keys), len(found.values), file_time()


@_raising
def RegFlushKey(key: object, /) -> None:
    """Write it to the disk."""
    registry().opened(keys.number(key))
