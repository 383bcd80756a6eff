"""The calls of a service that is written without a framework: the SCM's own functions, and ctypes to reach them.

Sources: API/winsvc, the pages of RegisterServiceCtrlHandlerEx and SetServiceStatus; the library reference of ctypes.
"""

from __future__ import annotations

from typing import Final

_FORMS: Final = ("", "W", "A", "Ex", "ExW", "ExA")
REGISTER: Final = frozenset(f"RegisterServiceCtrlHandler{form}" for form in _FORMS)
SET_STATUS: Final = "SetServiceStatus"
WINDLL: Final = "ctypes.windll."
ADVAPI32: Final = f"{WINDLL}advapi32"
# Where these functions are found, by canonical name; none of pywin32's modules has all of them.
OWNERS: Final = ("win32service", "servicemanager", ADVAPI32)

# ctypes: the loaders of libraries, the makers of callback types, what is derived from, what hands on its argument.
LOADERS: Final = frozenset(f"ctypes.{name}" for name in ("WinDLL", "OleDLL", "CDLL", "PyDLL"))
LOAD: Final = frozenset(f"ctypes.{name}.LoadLibrary" for name in ("windll", "oledll", "cdll", "pydll"))
CALLBACKS: Final = frozenset(f"ctypes.{name}" for name in ("WINFUNCTYPE", "CFUNCTYPE", "PYFUNCTYPE"))
STRUCTURES: Final = frozenset(
    f"ctypes.{name}" for name in ("Structure", "LittleEndianStructure", "BigEndianStructure", "Union")
)
POINTERS: Final = frozenset(f"ctypes.{name}" for name in ("byref", "pointer", "cast", "addressof"))
_OTHERS: Final = (
    "windll",
    "oledll",
    "cdll",
    "pydll",
    "POINTER",
    "sizeof",
    "WinError",
    "get_last_error",
    "GetLastError",
)
# What ``from ctypes import *`` may be used for here.
_WINTYPES: Final = """
    ATOM BOOL BOOLEAN BYTE CHAR DOUBLE DWORD FLOAT HANDLE HINSTANCE HMODULE INT LONG LPBYTE LPCSTR LPCVOID LPCWSTR
    LPDWORD LPHANDLE LPSTR LPVOID LPWSTR LPWORD PDWORD PHANDLE SC_HANDLE SERVICE_STATUS_HANDLE SHORT UINT ULONG USHORT
    VARIANT_BOOL WCHAR WORD
"""
NAMES: Final = (
    LOADERS
    | CALLBACKS
    | STRUCTURES
    | POINTERS
    | {f"ctypes.{name}" for name in _OTHERS}
    | {f"ctypes.wintypes.{name}" for name in _WINTYPES.split()}
)
WINTYPES: Final = "ctypes.wintypes."
THIRTY_TWO_BITS: Final = frozenset(
    ["ctypes.c_int", "ctypes.c_uint", "ctypes.c_long", "ctypes.c_ulong", "ctypes.c_int32", "ctypes.c_uint32"]
    + [f"ctypes.wintypes.{name}" for name in ("DWORD", "BOOL", "INT", "UINT", "LONG", "ULONG")]
)
SIMPLE: Final = ("ctypes.c_", WINTYPES)  # types of numbers, which hand on what they are made of


def registers(name: str) -> bool:
    """Whether the canonical name is that of a function that registers a control handler."""
    return _function(name) in REGISTER


def extended(name: str) -> bool:
    """Whether handlers registered by it get more than the control (HND-18)."""
    return "HandlerEx" in name


def sets_status(name: str) -> bool:
    """Whether it is SetServiceStatus of advapi32, which takes a pointer to a structure."""
    return name == f"{ADVAPI32}.{SET_STATUS}"


def _function(name: str) -> str:
    owner, _, function = name.rpartition(".")
    return function if owner in OWNERS else ""
