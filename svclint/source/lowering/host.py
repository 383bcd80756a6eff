"""What pywin32 itself does: the methods that ServiceFramework provides (contract part D)."""

from __future__ import annotations

from collections.abc import Callable

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.controls import Accept, Control
from svclint.contract.events import At, By, Registered
from svclint.contract.framework import HANDLERS, OTHER
from svclint.contract.states import RUNNING, STOP_PENDING, State
from svclint.source.classes import UNKNOWN_BASE
from svclint.source.frame import Role
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import REPORT, bind, follow
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.lowering.statuses import by_framework
from svclint.source.values import Const, Instance, const, integer

_CONTROLS = frozenset(Control)


def report(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """The framework's own ReportServiceStatus."""
    return by_framework(reader, at, given)


def svc_run(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """RUNNING, the author's SvcDoRun, STOP_PENDING."""
    found = self_.cls.method("SvcDoRun")
    body = follow(reader, bind(found, self_), Arguments(), at).behaviour if found else SKIP
    return Lowered(seq(by_host(reader, self_, at, RUNNING), body, by_host(reader, self_, at, STOP_PENDING)))


def by_host(reader: Reader, self_: Instance, at: At, state: State) -> Behaviour:
    """A report that the framework makes; it goes through the author's ReportServiceStatus when there is one."""
    host = reader.as_role(Role(reader.role.side, By.HOST))
    own = self_.cls.method(REPORT)
    given = Arguments((const(int(state)),))
    return follow(host, bind(own, self_), given, at).behaviour if own else report(host, self_, at, given).behaviour


def interrogate(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """The base class reports RUNNING, whatever the state is."""
    return Lowered(by_host(reader, self_, at, RUNNING))


def dispatch(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """``ServiceCtrlHandlerEx``: each control to its method, the rest to SvcOtherEx."""
    code = given.positional[0] if given.positional else None
    control = integer(code) if isinstance(code, Const) else None
    name = HANDLERS.get(Control(control)) if control in _CONTROLS else None
    found = self_.cls.method(name or OTHER[0])
    if found:
        passed = Arguments() if name else given
        return follow(reader, bind(found, self_), passed, at)
    return interrogate(reader, self_, at, given) if name == "SvcInterrogate" else _other(reader, self_, at, given)


def _other(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """SvcOtherEx of the base hands the control to SvcOther."""
    found = self_.cls.method(OTHER[1])
    return follow(reader, bind(found, self_), Arguments(given.positional[:1]), at) if found else Lowered()


def accepted(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """The mask follows from the methods that are there (contract D.2); a base outside the file may have more."""
    if UNKNOWN_BASE in self_.cls.lineage():
        return Lowered()
    pausable = self_.cls.method("SvcPause") and self_.cls.method("SvcContinue")
    mask = Accept.STOP if self_.cls.method("SvcStop") else Accept(0)
    mask |= Accept.SHUTDOWN if self_.cls.method("SvcShutdown") else Accept(0)
    mask |= Accept.PAUSE_CONTINUE if pausable else Accept(0)
    return Lowered(value=const(int(mask)))


def initialised(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """The base class registers the control handler, and has the handle for reports from then on."""
    return Lowered(reader.emit(Registered(at)))


def nothing(reader: Reader, self_: Instance, at: At, given: Arguments) -> Lowered:
    """Nothing the contract speaks of."""
    return Lowered()


METHODS: dict[str, Callable[[Reader, Instance, At, Arguments], Lowered]] = {
    REPORT: report,
    "SvcRun": svc_run,
    "SvcInterrogate": interrogate,
    "ServiceCtrlHandlerEx": dispatch,
    "ServiceCtrlHandler": dispatch,
    "SvcOtherEx": _other,
    "SvcOther": nothing,
    "GetAcceptedControls": accepted,
    "__init__": initialised,
}
