"""winreg: the registry as the standard library shows it (facts: the library reference, pages of the functions)."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from functools import wraps
from operator import index
from typing import Any, TypeVar

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Unmodelled
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.standins import _facts
from svclint.simulation.standins import _registry_keys as keys
from svclint.simulation.standins._clock import file_time
from svclint.simulation.standins._errors import message
from svclint.simulation.standins._registry import ALL, NAMES, READ, WRITE, registry

T = TypeVar("T")

HKEYType = keys.PyHKEY
error = OSError

globals().update(_facts.constants("winreg"))

_ERRNO: dict[int, int] = {
    Win32Error.ERROR_FILE_NOT_FOUND: errno.ENOENT,
    Win32Error.ERROR_ACCESS_DENIED: errno.EACCES,
    Win32Error.ERROR_INVALID_HANDLE: errno.EBADF,
}
_VARIABLE = re.compile("%([^%]+)%")


def _raising(function: Callable[..., T]) -> Callable[..., T]:
    """A function whose refusals are OSErrors with a ``winerror``, FileNotFoundError and PermissionError among them."""

    @wraps(function)
    def call(*args: Any, **named: Any) -> T:
        try:
            return function(*args, **named)
        except Refused as refused:
            failure: Any = OSError(_ERRNO.get(refused.error, errno.EINVAL), message(refused.error))
            failure.winerror = int(refused.error)
            raise failure from None

    return call


@_raising
def OpenKey(key: object, sub_key: object, reserved: int = 0, access: int = READ) -> keys.PyHKEY:
    """A handle to a key below another. FileNotFoundError when there is none."""
    return keys.handle(registry().open(keys.number(key), keys.text(sub_key, "sub_key"), index(access)))


OpenKeyEx = OpenKey


@_raising
def CreateKeyEx(key: object, sub_key: object, reserved: int = 0, access: int = WRITE) -> keys.PyHKEY:
    """The same; a key that is missing is created."""
    return keys.handle(registry().create(keys.number(key), keys.text(sub_key, "sub_key"), index(access))[0])


def CreateKey(key: object, sub_key: object, /) -> keys.PyHKEY:
    """The same, with all rights."""
    return CreateKeyEx(key, sub_key, 0, ALL)


@_raising
def CloseKey(hkey: object, /) -> None:
    """Close a handle."""
    keys.close(hkey)


@_raising
def QueryValueEx(key: object, name: object, /) -> tuple[Any, int]:
    """The data of a value, and its type. FileNotFoundError when there is none."""
    found = registry().read(keys.number(key), keys.text(name, "name"))
    return found.data, found.type


@_raising
def QueryValue(key: object, sub_key: object, /) -> str:
    """The unnamed value of a key below another, "" when it has none."""
    with OpenKey(key, keys.text(sub_key, "sub_key")) as opened:
        found = registry().opened(opened.handle).values.get("")
        return str(found.data) if found else ""


@_raising
def SetValueEx(key: object, value_name: object, reserved: object, type: int, value: object, /) -> None:
    """Write a value. ValueError when the data does not fit the type."""
    kind = index(type)
    registry().write(keys.number(key), keys.text(value_name, "value_name"), kind, keys.data(kind, value))


@_raising
def SetValue(key: object, sub_key: object, type: int, value: str, /) -> None:
    """Write the unnamed value of a key below another, which is created when it is missing; texts only."""
    if index(type) != NAMES["REG_SZ"]:
        raise TypeError("type must be winreg.REG_SZ")
    with CreateKeyEx(key, sub_key) as opened:
        registry().write(opened.handle, "", NAMES["REG_SZ"], keys.data(NAMES["REG_SZ"], value))


@_raising
def DeleteValue(key: object, value: object, /) -> None:
    """Delete a value. FileNotFoundError when there is none."""
    registry().erase(keys.number(key), keys.text(value, "value"))


@_raising
def DeleteKeyEx(key: object, sub_key: str, access: int = 0, reserved: int = 0) -> None:
    """Delete a key below another. PermissionError when it holds keys itself."""
    registry().remove(keys.number(key), sub_key)


def DeleteKey(key: object, sub_key: str, /) -> None:
    """The same."""
    DeleteKeyEx(key, sub_key)


@_raising
def EnumKey(key: object, index: int, /) -> str:
    """The name of the key at a place below another. OSError beyond the last."""
    return registry().key_at(keys.number(key), index).name


@_raising
def EnumValue(key: object, index: int, /) -> tuple[str, Any, int]:
    """Name, data and type of the value at a place. OSError beyond the last."""
    found = registry().value_at(keys.number(key), index)
    return found.name, found.data, found.type


@_raising
def QueryInfoKey(key: object, /) -> tuple[int, int, int]:
    """How many keys and values a key has, and when it was written last: here, always just now."""
    found = registry().opened(keys.number(key), "KEY_QUERY_VALUE")
    return len(found.keys), len(found.values), file_time()


@_raising
def FlushKey(key: object, /) -> None:
    """Write it to the disk."""
    registry().opened(keys.number(key))


@_raising
def ConnectRegistry(computer_name: str | None, key: object, /) -> keys.PyHKEY:
    """A handle to a hive of this machine. Raises Unmodelled for another one."""
    if computer_name is not None:
        raise Unmodelled("winreg.ConnectRegistry of another machine")
    return keys.handle(registry().open(keys.number(key), "", ALL))


def ExpandEnvironmentStrings(string: str, /) -> str:
    """The text with the variables in it replaced; an unknown one stays."""
    return _VARIABLE.sub(lambda found: os.environ.get(found[1], found[0]), string)
