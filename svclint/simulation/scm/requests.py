"""The SCM as clients see it: handles, rights, and the calls made through them (MS-SCMR 3.1.4).

Handles are numbers. Every call raises Refused with the Win32 code the client gets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from svclint.contract.errors import Win32Error
from svclint.simulation.scm.answers import Answer, answer
from svclint.simulation.scm.database import Database
from svclint.simulation.scm.handles import Handle, Numbers
from svclint.simulation.scm.notifying import Notify, Subscription, allowed
from svclint.simulation.scm.records import Configuration, ServiceRecord
from svclint.simulation.scm.refusal import Refused, demand
from svclint.simulation.scm.rights import Access, ManagerAccess
from svclint.simulation.scm.starting import check_start, start_order
from svclint.simulation.scm.status import Status

_FIRST_HANDLE = 0x1000
_ACTIVE, _FAILED = "ServicesActive", "ServicesFailed"


class Queried(NamedTuple):
    """What QueryServiceStatusEx gives: the stored status, and the process, 0 for none."""

    status: Status
    process: int


class Requests:
    """The calls on one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._handles: Numbers[Handle] = Numbers(_FIRST_HANDLE)

    def open_manager(self, access: int = ManagerAccess.ALL_ACCESS, database: str | None = None) -> int:
        """OpenSCManager. There is one database, by its name or none."""
        demand(database != _FAILED, Win32Error.ERROR_DATABASE_DOES_NOT_EXIST)
        demand(database in (None, _ACTIVE), Win32Error.ERROR_INVALID_NAME)
        return self._handles.add(Handle(None, access))

    def open(self, manager: int, name: str, access: int = Access.ALL_ACCESS) -> int:
        """OpenService; a service that is to be deleted opens as usual."""
        self._manager(manager, 0)
        return self._open(self.database.find(name), access)

    def _open(self, record: ServiceRecord, access: int) -> int:
        record.handles += 1
        return self._handles.add(Handle(record, access))

    def close(self, handle: int) -> None:
        """CloseServiceHandle: its subscriptions are over, and a marked service may go."""
        closed = self._handles.close(handle)
        for subscription in closed.subscriptions:
            subscription.closed = True
        if closed.record is not None:
            closed.record.handles -= 1
            self.database.settle(closed.record)

    def create(self, manager: int, wanted: Configuration, access: int = Access.ALL_ACCESS) -> int:
        """CreateService."""
        self._up()
        self._manager(manager, ManagerAccess.CREATE_SERVICE)
        return self._open(self.database.create(wanted), access)

    def delete(self, handle: int) -> None:
        """DeleteService."""
        self._up()
        self.database.mark(self.service(handle, Access.DELETE))

    def change(self, handle: int, **fields: Any) -> None:
        """ChangeServiceConfig and ChangeServiceConfig2, by fields of Configuration."""
        self.database.change(self.service(handle, Access.CHANGE_CONFIG), **fields)

    def configuration(self, handle: int) -> Configuration:
        """QueryServiceConfig and QueryServiceConfig2."""
        return self.service(handle, Access.QUERY_CONFIG).configuration

    def key_name(self, manager: int, shown: str) -> str:
        """GetServiceKeyName: the name of the service with a display name; 1060 when there is none."""
        self._manager(manager, 0)
        for each in self.database.records.values():
            if each.configuration.shown.casefold() == shown.casefold():
                return each.name
        raise Refused(Win32Error.ERROR_SERVICE_DOES_NOT_EXIST)

    def query(self, handle: int) -> Queried:
        """QueryServiceStatusEx: the last stored status; the service is not asked (HND-22)."""
        record = self.service(handle, Access.QUERY_STATUS)
        return Queried(record.status, record.process)

    def control(self, handle: int, code: int) -> Answer:
        """ControlService up to the delivery, which is for the caller to do. A refusal is an answer here."""
        try:
            self._up()
            record = self.service(handle, 0)
        except Refused as refused:
            return Answer(refused.error)
        access = Access(self._handles[handle].access)
        return answer(record, code, access, self.database.dependents(record), self.database.profile)

    def start(self, handle: int, arguments: Sequence[str | None] = ()) -> list[ServiceRecord]:
        """StartService up to the launch: the services to start now, this one last."""
        self._up()
        record = self.service(handle, Access.START)
        check_start(record, arguments)
        return start_order(record, self.database.records)

    def enumerate(self, manager: int) -> list[ServiceRecord]:
        """EnumServicesStatus, in the order of the database."""
        self._manager(manager, ManagerAccess.ENUMERATE_SERVICE)
        return list(self.database.records.values())

    def dependents(self, handle: int) -> list[ServiceRecord]:
        """EnumDependentServices, the last started first."""
        return self.database.dependents(self.service(handle, Access.ENUMERATE_DEPENDENTS))

    def subscribe(self, handle: int, mask: int) -> Subscription:
        """NotifyServiceStatusChange. The first one on a handle calls back at once for the present state."""
        opened = self._handles[handle]
        demand(allowed(mask, opened.record is None), Win32Error.ERROR_INVALID_PARAMETER)
        demand(not (opened.record and opened.record.marked), Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE)
        several = self.database.profile.several_subscriptions
        demand(several or not any(each.armed for each in opened.subscriptions), Win32Error.ERROR_ALREADY_REGISTERED)
        return self._subscribed(opened, Subscription(mask))

    def _subscribed(self, opened: Handle, subscription: Subscription) -> Subscription:
        if opened.record is not None and not opened.subscriptions:
            subscription.offer(Notify.of(opened.record.status.state))
        opened.subscriptions.append(subscription)
        self.database.subscriptions.append((opened.record, subscription))
        return subscription

    def record(self, handle: int) -> ServiceRecord:
        """The service a handle stands for, whatever its rights; Refused with 6."""
        return self.service(handle, 0)

    def service(self, handle: int, right: int) -> ServiceRecord:
        """The service a handle stands for; Refused with 6, or with 5 when the handle lacks the right."""
        opened = self._handles[handle]
        if opened.record is None:
            raise Refused(Win32Error.ERROR_INVALID_HANDLE)
        demand(opened.access & right == right, Win32Error.ERROR_ACCESS_DENIED)
        return opened.record

    def _manager(self, handle: int, right: int) -> None:
        opened = self._handles[handle]
        demand(opened.record is None, Win32Error.ERROR_INVALID_HANDLE)
        demand(opened.access & right == right, Win32Error.ERROR_ACCESS_DENIED)

    def _up(self) -> None:
        demand(not self.database.shutting_down, Win32Error.ERROR_SHUTDOWN_IN_PROGRESS)
