"""The registry of the simulated machine: a tree of keys, for the length of one run.

Names are compared without case. What goes wrong is Refused, with the code that the functions of Windows give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Scheduler
from svclint.simulation.scm.handles import Numbers
from svclint.simulation.scm.refusal import Refused, demand
from svclint.simulation.standins._errors import ERROR_NO_MORE_ITEMS
from svclint.simulation.standins._facts import constants
from svclint.simulation.standins._handles import scheduler
from svclint.simulation.standins._machine import tell

Data: TypeAlias = "int | str | list[str] | bytes | None"

# The names of the registry's constants: hives, rights and types of values.
NAMES = constants("winreg")
HIVES = {number & 0xFFFFFFFF: name for name, number in NAMES.items() if name.startswith("HKEY_")}
READ, WRITE, ALL = NAMES["KEY_READ"], NAMES["KEY_WRITE"], NAMES["KEY_ALL_ACCESS"]
# Rights that stand for others: GENERIC_READ, _WRITE, _ALL and MAXIMUM_ALLOWED.
_GENERIC = {0x80000000: READ, 0x40000000: WRITE, 0x10000000: ALL, 0x02000000: ALL}
_FIRST_HANDLE = 0x300


class Value(NamedTuple):
    """A value of a key, under the name it was first written with; "" is the unnamed one."""

    name: str
    data: Data
    type: int


@dataclass(eq=False)
class Key:
    """A key: those inside it, and its values."""

    path: str
    keys: dict[str, Key] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("\\")[2]

    def inside(self, path: str) -> Key | None:
        """The key at a path below this one; itself for the empty path."""
        key: Key | None = self
        for name in _parts(path):
            key = key.keys.get(name.casefold()) if key else None
        return key

    def made(self, path: str) -> Key:
        """The same; what is missing on the way is created."""
        key = self
        for name in _parts(path):
            key = key.keys.setdefault(name.casefold(), Key(f"{key.path}\\{name}"))
        return key

    def put(self, name: str, type: str, data: Data) -> None:
        """Give it a value; ``type`` by its name."""
        held = self.values.get(name.casefold())
        self.values[name.casefold()] = Value(held.name if held else name, data, NAMES[type])


def _parts(path: str) -> Iterator[str]:
    return (name for name in path.split("\\") if name)


class Opened(NamedTuple):
    """What a handle stands for: a key, and the rights it was opened with."""

    key: Key
    access: int


class Registry:
    """The tree, and the handles of those who work on it; a hive's number is a handle of its own."""

    def __init__(self) -> None:
        self.hives = {number: Key(name) for number, name in HIVES.items()}
        self.handles: Numbers[Opened] = Numbers(_FIRST_HANDLE)

    def opened(self, handle: int, right: str = "") -> Key:
        """The key of a handle. Refused with 6, or with 5 when it lacks the right of that name."""
        hive = self.hives.get(handle & 0xFFFFFFFF)
        found = Opened(hive, ALL) if hive else self.handles[handle]
        demand(not right or found.access & NAMES[right], Win32Error.ERROR_ACCESS_DENIED)
        return found.key

    def open(self, handle: int, path: str, access: int) -> int:
        """A handle to a key below another. Refused with 2 when there is none."""
        key = self.opened(handle).inside(path)
        if key is None:
            raise Refused(Win32Error.ERROR_FILE_NOT_FOUND)
        return self.handles.add(Opened(key, _rights(access)))

    def create(self, handle: int, path: str, access: int) -> tuple[int, bool]:
        """The same, and whether the key is new: it is created when it is missing."""
        parent = self.opened(handle)
        new = parent.inside(path) is None
        if new:
            self.opened(handle, "KEY_CREATE_SUB_KEY")
        return self.handles.add(Opened(parent.made(path), _rights(access))), new

    def read(self, handle: int, name: str) -> Value:
        """A value. Refused with 2 when there is none."""
        values = self.opened(handle, "KEY_QUERY_VALUE").values
        demand(name.casefold() in values, Win32Error.ERROR_FILE_NOT_FOUND)
        return values[name.casefold()]

    def write(self, handle: int, name: str, type: int, data: Data) -> None:
        """Write a value; the machine's observers hear of it."""
        key = self.opened(handle, "KEY_SET_VALUE")
        tell("wrote", key.path, name, type, data, scheduler().current)
        held = key.values.get(name.casefold())
        key.values[name.casefold()] = Value(held.name if held else name, data, type)

    def erase(self, handle: int, name: str) -> None:
        """Delete a value. Refused with 2 when there is none."""
        values = self.opened(handle, "KEY_SET_VALUE").values
        demand(name.casefold() in values, Win32Error.ERROR_FILE_NOT_FOUND)
        del values[name.casefold()]

    def remove(self, handle: int, path: str) -> None:
        """Delete a key below another. Refused with 2 when there is none, with 5 when it holds keys itself."""
        parent, _, name = path.rstrip("\\").rpartition("\\")
        above = self.opened(handle).inside(parent)
        demand(above is not None and name.casefold() in above.keys, Win32Error.ERROR_FILE_NOT_FOUND)
        assert above is not None
        demand(not above.keys[name.casefold()].keys, Win32Error.ERROR_ACCESS_DENIED)
        del above.keys[name.casefold()]

    def key_at(self, handle: int, place: int) -> Key:
        """The key at a place among those of another. Refused with 259 beyond the last."""
        keys = list(self.opened(handle, "KEY_ENUMERATE_SUB_KEYS").keys.values())
        demand(0 <= place < len(keys), ERROR_NO_MORE_ITEMS)
        return keys[place]

    def value_at(self, handle: int, place: int) -> Value:
        """The same for values."""
        values = list(self.opened(handle, "KEY_QUERY_VALUE").values.values())
        demand(0 <= place < len(values), ERROR_NO_MORE_ITEMS)
        return values[place]


def _rights(access: int) -> int:
    for generic, stands_for in _GENERIC.items():
        access |= stands_for if access & generic else 0
    return access


_RUNS: WeakKeyDictionary[Scheduler, Registry] = WeakKeyDictionary()


def registry() -> Registry:
    """The registry of the run. Raises Unmodelled where no run is on."""
    run = scheduler()
    if run not in _RUNS:
        from svclint.simulation.standins import _furniture

        _RUNS[run] = _furniture.furnished(Registry())
    return _RUNS[run]
