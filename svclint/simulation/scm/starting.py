"""Whether a service may start, and what has to start before it (API/nf-winsvc-startservicea, MS-SCMR 3.1.4.19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svclint.contract.errors import Win32Error
from svclint.contract.installation import StartType
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.refusal import Refused, demand

ARGUMENT_LIMIT = 1024

Records = Mapping[str, ServiceRecord]


def check_start(record: ServiceRecord, arguments: Sequence[str | None]) -> None:
    """Refuse what StartService refuses before anything is done: 87, 1056, 1072, 1058."""
    fit = len(arguments) <= ARGUMENT_LIMIT and None not in arguments
    demand(fit, Win32Error.ERROR_INVALID_PARAMETER)
    demand(not record.active, Win32Error.ERROR_SERVICE_ALREADY_RUNNING)
    # Deletion also disables, so the mark is what tells the two apart.
    demand(not record.marked, Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE)
    demand(record.configuration.start_type != StartType.DISABLED, Win32Error.ERROR_SERVICE_DISABLED)


def start_order(record: ServiceRecord, records: Records) -> list[ServiceRecord]:
    """The services to start, dependencies first and the record last; running ones are left out.

    Raises Refused: 1059 for a circle, 1075 for a dependency that is gone or marked, 1068 for one that may not start.
    """
    check_circles(record.name, record.configuration.dependencies, records)
    order: list[ServiceRecord] = []
    _visit(record, records, order)
    return order


def _visit(record: ServiceRecord, records: Records, order: list[ServiceRecord]) -> None:
    for name in record.configuration.dependencies:
        dependency = records.get(name.casefold())
        if dependency is None or dependency.marked:
            raise Refused(Win32Error.ERROR_SERVICE_DEPENDENCY_DELETED)
        if not dependency.active and dependency not in order:
            _startable(dependency)
            _visit(dependency, records, order)
    order.append(record)


def _startable(dependency: ServiceRecord) -> None:
    try:
        check_start(dependency, ())
    except Refused as refused:
        raise Refused(Win32Error.ERROR_SERVICE_DEPENDENCY_FAIL) from refused


def check_circles(name: str, dependencies: Sequence[str], records: Records) -> None:
    """Refuse with 1059 dependencies that lead back to the service itself."""
    reached = _reached(dependencies, records, set())
    demand(name.casefold() not in reached, Win32Error.ERROR_CIRCULAR_DEPENDENCY)


def _reached(names: Sequence[str], records: Records, seen: set[str]) -> set[str]:
    for name in map(str.casefold, names):
        if name not in seen:
            seen.add(name)
            known = records.get(name)
            _reached(known.configuration.dependencies if known else (), records, seen)
    return seen


def dependents(record: ServiceRecord, records: Records) -> list[ServiceRecord]:
    """The services that need this one, directly or not, the last started first (CPG-03)."""
    found = [other for other in records.values() if other is not record and _needs(other, record, records)]
    return sorted(found, key=lambda other: other.order, reverse=True)


def _needs(other: ServiceRecord, record: ServiceRecord, records: Records) -> bool:
    return record.name.casefold() in _reached(other.configuration.dependencies, records, set())
