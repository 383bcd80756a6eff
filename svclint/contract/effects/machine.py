"""Calls that do something to the machine: whole folders, memory, the registry, the order of a shutdown."""

from __future__ import annotations

from svclint.contract.effects.spelling import below
from svclint.contract.events import Chore

CHORES: dict[str, Chore] = {
    "gc.collect": Chore.FREES,
    **dict.fromkeys(below("shutil", "copytree make_archive"), Chore.COPIES),
    **dict.fromkeys(("distutils.dir_util.copy_tree", "setuptools._distutils.dir_util.copy_tree"), Chore.COPIES),
}

# Both take a key, the name of a value, a reserved argument, the type and the data.
WRITERS = frozenset(("winreg.SetValueEx", "_winreg.SetValueEx", "win32api.RegSetValueEx"))
# All take the handle of a key (or a hive) and the path of one below.
OPENERS = frozenset(
    (
        *below("winreg", "OpenKey OpenKeyEx CreateKey CreateKeyEx"),
        *below("_winreg", "OpenKey OpenKeyEx CreateKey CreateKeyEx"),
        *below("win32api", "RegOpenKey RegOpenKeyEx RegCreateKey"),
    )
)
TYPES = {"REG_SZ": 1, "REG_EXPAND_SZ": 2, "REG_BINARY": 3, "REG_DWORD": 4, "REG_MULTI_SZ": 7, "REG_QWORD": 11}
RANKS = frozenset(f"{library}.SetProcessShutdownParameters" for library in ("win32process", "ctypes.windll.kernel32"))
