"""Status reports as events: what is known of their fields."""

from __future__ import annotations

from svclint.contract.effects import Argument
from svclint.contract.events import AUTO, NOWHERE, STATUS_FIELDS, At, Report
from svclint.contract.framework import DEFAULT_HINT
from svclint.contract.installation import ServiceType
from svclint.contract.states import START_PENDING, State
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.values import Const, Items, Library, Symbol, Value, integer

_STATES = frozenset(State)
_LOGGED = "servicemanager.PYS_SERVICE_"


def by_framework(reader: Reader, at: At, given: Arguments) -> Lowered:
    """``ReportServiceStatus(serviceStatus, waitHint=5000, win32ExitCode=0, svcExitCode=0)``."""
    chosen, hint = given.get(Argument(0, "serviceStatus")), given.get(Argument(1, "waitHint"))
    state = state_of(chosen)
    event = Report(
        reader.site or at,  # an override that hands its argument on is not where the state was chosen
        state,
        AUTO,
        _field(hint, DEFAULT_HINT, given),
        _field(given.get(Argument(2, "win32ExitCode")), 0, given),
        reader.role.by,
        reader.role.side,
        0 if state is START_PENDING else None,  # what else it accepts, may change as the service runs
        _field(given.get(Argument(3, "svcExitCode")), 0, given),
        int(ServiceType.WIN32_OWN_PROCESS),
        NOWHERE,
        _called(chosen),
        _spelled(hint),
    )
    return Lowered(reader.emit(event))


def by_hand(reader: Reader, at: At, given: Arguments) -> Lowered:
    """``win32service.SetServiceStatus(handle, (type, state, accepted, exit, specific, check point, hint))``."""
    status, handle = given.get(Argument(1, None)), given.get(Argument(0, None))
    key = handle.key if isinstance(handle, Symbol) else ""
    if not isinstance(status, Items) or len(status.values) != STATUS_FIELDS:
        return _unknown(reader, at, len(status.values) if isinstance(status, Items) else STATUS_FIELDS, key)
    return by_fields(reader, at, status.values, key)


def _unknown(reader: Reader, at: At, many: int = STATUS_FIELDS, handle: str = "") -> Lowered:
    by, side = reader.role.by, reader.role.side
    return Lowered(reader.emit(Report(at, None, None, None, None, by, side, built=at, fields=many, handle=handle)))


def by_fields(reader: Reader, at: At, fields: tuple[Value, ...] | None, handle: str = "") -> Lowered:
    """A status by its fields, in the order of SERVICE_STATUS, None when they are not known; the key of its handle."""
    if fields is None or len(fields) < STATUS_FIELDS:
        return _unknown(reader, at)
    kind, state, mask, code, own, check_point, hint = fields[:STATUS_FIELDS]
    by, side = reader.role.by, reader.role.side
    known = state_of(state), _counter(check_point), integer(hint), integer(code)
    sent = integer(mask), integer(own), integer(kind)
    return Lowered(reader.emit(Report(at, *known, by, side, *sent, at, _called(state), _spelled(hint), handle=handle)))


def _field(value: Value | None, absent: int, given: Arguments) -> int | None:
    """A number that is passed; ``absent`` when it surely is not."""
    return integer(value) if value else absent if given.complete else None


def _counter(value: Value) -> int | str | None:
    return value.key if isinstance(value, Symbol) else integer(value)


def _called(value: Value | None) -> str:
    """What a constant is called, else what it is. The ids of entries in the event log are none of the contract's."""
    match value:
        case Const(value=constant, name=name):
            return name or repr(constant)
        case Library(name=name) if name.startswith(_LOGGED):
            return name
    return ""


def _spelled(value: Value | None) -> str:
    """The same, and the key of a variable."""
    match value:
        case Library(name=name):
            return name
        case Symbol(key=key):
            return key
    return _called(value)


def state_of(value: Value | None) -> State | None:
    """The state a report names, when it could be folded."""
    known = integer(value) if value else None
    return State(known) if known in _STATES else None
