"""The database of installed services: creating, changing, deleting (MS-SCMR 3.1.4; CFG-04 to CFG-06, CPG-06)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svclint.contract.errors import Win32Error
from svclint.contract.installation import StartType
from svclint.simulation.scm.installing import check_fields, check_name, check_names_taken
from svclint.simulation.scm.notifying import Notify, Subscription
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.scm.records import Configuration, ServiceRecord
from svclint.simulation.scm.refusal import demand
from svclint.simulation.scm.starting import check_circles, dependents


class Database:
    """The records by case-folded name, in the order of installation. ``shutting_down``: clients get 1115 (SHD-19).

    Every method raises Refused with the code a client gets.
    """

    def __init__(self, services: Iterable[Configuration] = (), profile: Profile = WINDOWS) -> None:
        self.profile = profile
        self.records = {each.name.casefold(): ServiceRecord(each) for each in services}
        self.subscriptions: list[tuple[ServiceRecord | None, Subscription]] = []
        self.shutting_down = False

    def find(self, name: str) -> ServiceRecord:
        """The service of that name: 123 for a malformed one, 1060 for one that is not installed."""
        check_name(name, self.profile)
        demand(name.casefold() in self.records, Win32Error.ERROR_SERVICE_DOES_NOT_EXIST)
        return self.records[name.casefold()]

    def create(self, wanted: Configuration) -> ServiceRecord:
        """Install a service: 123, 87, 1073 or 1072, 1078, 1059."""
        check_name(wanted.name, self.profile)
        check_fields(wanted)
        check_names_taken(wanted, self.records.values(), self.profile)
        check_circles(wanted.name, wanted.dependencies, self.records)
        record = self.records[wanted.name.casefold()] = ServiceRecord(wanted)
        self._tell_manager(Notify.CREATED)
        return record

    def change(self, record: ServiceRecord, **fields: Any) -> None:
        """Change fields of the configuration: 1072, 87, 1059. What the service does now is not touched."""
        demand(not record.marked, Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE)
        wanted = record.configuration._replace(**fields)
        check_fields(wanted)
        check_circles(wanted.name, wanted.dependencies, self.records)
        record.configuration = wanted

    def mark(self, record: ServiceRecord) -> None:
        """Delete: the record is marked and disabled, and goes when it is stopped and closed (1072 when marked)."""
        demand(not record.marked, Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE)
        record.configuration = record.configuration._replace(start_type=StartType.DISABLED)
        record.marked = True
        self.tell(record, Notify.DELETE_PENDING)
        self.settle(record)

    def settle(self, record: ServiceRecord) -> None:
        """Remove the record if it is marked and nothing holds it any more."""
        if record.marked and not record.active and not record.handles:
            self.records.pop(record.name.casefold(), None)
            self._tell_manager(Notify.DELETED)

    def dependents(self, record: ServiceRecord) -> list[ServiceRecord]:
        """The services that need this one, the last started first (CPG-03)."""
        return dependents(record, self.records)

    def tell(self, record: ServiceRecord, bit: Notify) -> None:
        """Something happened to a service: call back who subscribed to it."""
        for subject, subscription in self.subscriptions:
            if subject is record:
                subscription.offer(bit)

    def _tell_manager(self, bit: Notify) -> None:
        for subject, subscription in self.subscriptions:
            if subject is None:
                subscription.offer(bit)
