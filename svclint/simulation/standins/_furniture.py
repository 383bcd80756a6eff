"""What the registry of a normal Windows holds that services look at.

The limits of the shutdown are those of the run's profile. ServicesPipeTimeout and PreshutdownOrder are not there
unless somebody has written them, and then their defaults hold (contract part 1.6).
"""

from __future__ import annotations

from typing import Final

from svclint.simulation.kernel import names
from svclint.simulation.scm.records import Configuration
from svclint.simulation.standins._machine import machine
from svclint.simulation.standins._registry import NAMES, Key, Registry

BUILD: Final = "19045"
_SYSTEM: Final = r"SYSTEM\CurrentControlSet"
_VERSION: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_EMPTY: Final = (r"SOFTWARE\Microsoft\Windows\CurrentVersion", r"SOFTWARE\WOW6432Node", "HARDWARE", "SAM", "SECURITY")


def furnished(registry: Registry) -> Registry:
    """A registry that has what it has on every machine, and the keys of the services that are installed."""
    machine_hive = registry.hives[NAMES["HKEY_LOCAL_MACHINE"] & 0xFFFFFFFF]
    for path in _EMPTY:
        machine_hive.made(path)
    registry.hives[NAMES["HKEY_CURRENT_USER"] & 0xFFFFFFFF].made("Software")
    version = machine_hive.made(_VERSION)
    for name, text in {"ProductName": "Windows 10 Pro", "CurrentBuild": BUILD, "CurrentBuildNumber": BUILD}.items():
        version.put(name, "REG_SZ", text)
    _system(machine_hive.made(_SYSTEM))
    system = machine_hive.made("SYSTEM")
    system.keys["controlset001"] = system.keys["currentcontrolset"]
    return registry


def _system(current: Key) -> None:
    database = machine().requests.database
    control = current.made("Control")
    control.put("WaitToKillServiceTimeout", "REG_SZ", str(round(database.profile.shutdown * 1000)))
    for active in ("ComputerName", "ActiveComputerName"):
        control.made(f"ComputerName\\{active}").put("ComputerName", "REG_SZ", names.NAME)
    current.made("Services")
    for record in database.records.values():
        _service(current.made(f"Services\\{record.name}"), record.configuration)


def _service(key: Key, installed: Configuration) -> None:
    key.put("Type", "REG_DWORD", int(installed.type))
    key.put("Start", "REG_DWORD", int(installed.start_type))
    key.put("ErrorControl", "REG_DWORD", int(installed.error_control))
    key.put("ImagePath", "REG_EXPAND_SZ", installed.path)
    key.put("DisplayName", "REG_SZ", installed.shown)
    key.put("ObjectName", "REG_SZ", installed.account or "LocalSystem")
    if installed.dependencies:
        key.put("DependOnService", "REG_MULTI_SZ", list(installed.dependencies))
    if installed.preshutdown is not None:
        key.put("PreshutdownTimeout", "REG_DWORD", round(installed.preshutdown * 1000))
