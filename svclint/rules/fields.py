"""The fields of status reports: the monitor of SVC302, SVC406, SVC701 and SVC702."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.errors import Win32Error
from svclint.contract.events import STATUS_FIELDS, By, Event, Refused, Report
from svclint.contract.installation import REPORTABLE_TYPES
from svclint.contract.states import START_PENDING, STOP_PENDING, STOPPED, State

_STATES = frozenset(int(state) for state in State)
_OWN_CODE = Win32Error.ERROR_SERVICE_SPECIFIC_ERROR


class FieldsFit(Monitor[None]):
    """The fields of each report fit each other."""

    sees = (Report, Refused)

    def start(self) -> None:
        """Nothing has to be remembered."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """Each report is judged by itself."""
        match event:
            case Refused(error=Win32Error.ERROR_INVALID_DATA):
                return state, list(_refused(event))
            case Report() if event.built.line or event.by is By.USER:
                return state, [*_shape(event), *_fields(event), *_codes(event)]
        return state, ()


def _refused(refused: Refused) -> Iterator[Verdict]:
    """What the SCM looks at before the accept mask."""
    at = refused.built if refused.built.line else refused.at
    if refused.state not in _STATES:
        yield Broken("SVC701", at, f"'{at.text}' reports {refused.state} as state: there are only {min(State):d} to 7")
    elif refused.type not in REPORTABLE_TYPES:
        yield Broken("SVC701", at, f"'{at.text}' reports the type 0x{refused.type:x}, which no service may have")


def _shape(report: Report) -> Iterator[Verdict]:
    """What source shows before any number is sent: how many fields there are, and what stands for the state."""
    at, (_, dot, name) = report.at, report.given.rpartition(".")
    if report.fields != STATUS_FIELDS:
        text = f"'{at.text}' sends {report.fields} fields, where a status has {STATUS_FIELDS}"
        yield Broken("SVC701", at, text)
    elif report.by is By.USER and (name not in State.__members__ if dot else report.given and report.state is None):
        read = f": the SCM reads {report.state.name}" if report.state else ""
        yield Broken("SVC701", at, f"'{at.text}' reports {name} as state, which it is not{read}")


def _fields(report: Report) -> Iterator[Verdict]:
    """What the author fills in where the framework would do it right."""
    at, state, point = report.built, report.state, report.check_point
    if not at.line or state is None:
        return
    if report.type is not None and report.type not in REPORTABLE_TYPES:
        yield Broken("SVC701", at, f"'{at.text}' reports the type 0x{report.type:x}, which no service may have")
    if isinstance(point, int) and point and not state.pending:
        yield Broken("SVC302", at, f"'{at.text}' reports {state.name} with check point {point}, and nothing is pending")
    if state is START_PENDING and report.accepted:
        mask = f"0x{report.accepted:x}"
        yield Broken("SVC406", at, f"'{at.text}' accepts controls (mask {mask}) while the service still starts")


def _codes(report: Report) -> Iterator[Verdict]:
    at = report.at if report.by is By.USER else report.built
    code, own = report.exit_code, report.specific
    if code is None or own is None or report.state is None:
        return
    if (code or own) and report.state not in (STOPPED, STOP_PENDING):
        yield Broken("SVC702", at, f"'{at.text}' reports {report.state.name} with an exit code: it has not ended")
    elif own and code != _OWN_CODE:
        yield Broken("SVC702", at, f"'{at.text}' reports the service's own code {own} beside {code}: nobody reads it")
    elif code == _OWN_CODE and not own:
        yield Broken("SVC702", at, f"'{at.text}' reports {_OWN_CODE:d}, and no code of the service's own with it")
