"""Whether a service may be installed so (API/nf-winsvc-createservicea, MS-SCMR 3.1.4.12; CFG-04)."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.contract.errors import Win32Error
from svclint.contract.installation import ErrorControl, ServiceType, StartType
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.records import Configuration, ServiceRecord
from svclint.simulation.scm.refusal import demand
from svclint.simulation.scm.status import DRIVERS, TYPES

NAME_LIMIT = 256
_SYSTEM_ACCOUNT = "LocalSystem"
_AT_BOOT = (StartType.BOOT_START, StartType.SYSTEM_START)
_STARTS: frozenset[int] = frozenset(StartType)
_ERRORS: frozenset[int] = frozenset(ErrorControl)


def check_name(name: str, profile: Profile) -> None:
    """Refuse a malformed name with 123."""
    barred = set("/\\") if profile.blanks_in_names else set("/\\ ,")
    demand(name and len(name) <= NAME_LIMIT and not barred & set(name), Win32Error.ERROR_INVALID_NAME)


def check_fields(wanted: Configuration) -> None:
    """Refuse with 87 types, start types and paths that do not go together."""
    demand(wanted.path, Win32Error.ERROR_INVALID_PARAMETER)
    demand(_type_allowed(wanted), Win32Error.ERROR_INVALID_PARAMETER)
    demand(wanted.start_type in _STARTS and wanted.error_control in _ERRORS, Win32Error.ERROR_INVALID_PARAMETER)
    demand(wanted.type in DRIVERS or wanted.start_type not in _AT_BOOT, Win32Error.ERROR_INVALID_PARAMETER)


def _type_allowed(wanted: Configuration) -> bool:
    if wanted.type & ServiceType.INTERACTIVE_PROCESS and wanted.account not in (None, _SYSTEM_ACCOUNT):
        return False
    return wanted.type in TYPES and wanted.type != ServiceType.WIN32


def check_names_taken(wanted: Configuration, others: Iterable[ServiceRecord], profile: Profile) -> None:
    """Refuse a name that exists (1073; 1072 when that one is being deleted) and a clashing display name (1078)."""
    shown, name = wanted.shown.casefold(), wanted.name.casefold()
    for other in others:
        if other.name.casefold() == name:
            taken = Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE if other.marked else Win32Error.ERROR_SERVICE_EXISTS
            demand(False, taken)
        demand(shown != other.name.casefold(), Win32Error.ERROR_DUPLICATE_SERVICE_NAME)
        equal = shown == other.configuration.shown.casefold()
        demand(profile.equal_display_names or not equal, Win32Error.ERROR_DUPLICATE_SERVICE_NAME)
