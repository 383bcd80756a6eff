"""Constants of pywin32's modules by name: those of the contract, and what else its build 312 holds (facts.json)."""

from __future__ import annotations

import json
from pathlib import Path

from svclint.contract.constants import CONSTANTS

_OTHERS: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("facts.json").read_text("utf-8"))

# The headers have names for these, pywin32's win32service has none (contract table 1.3).
_NAMELESS = ("TIMECHANGE", "TRIGGEREVENT", "USERMODEREBOOT", "LOWRESOURCES", "SYSTEMLOWRESOURCES", "USER_LOGOFF")
ABSENT = frozenset(f"SERVICE_{kind}_{name}" for kind in ("ACCEPT", "CONTROL") for name in _NAMELESS)


def constants(module: str) -> dict[str, int]:
    """The constants of one module of pywin32, as they read there: a DWORD of 0xFFFFFFFF reads -1."""
    if module == "winreg":
        return _of_winreg()
    names = {name.partition(".")[2]: value for name, value in CONSTANTS.items() if name.startswith(f"{module}.")}
    return {name: value for name, value in names.items() if name not in ABSENT} | _OTHERS.get(module, {})


def _of_winreg() -> dict[str, int]:
    """The registry's names; on 64-bit Windows Python reads the numbers of the hives sign-extended."""
    found = {name: value for name, value in _OTHERS["win32con"].items() if name.startswith(("HKEY_", "KEY_", "REG_"))}
    return {name: value & 0xFFFFFFFFFFFFFFFF if name.startswith("HKEY_") else value for name, value in found.items()}
