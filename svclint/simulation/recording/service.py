"""What the SCM sees: reports, controls and their handlers, and the signals that handlers give."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from svclint.contract.errors import Win32Error
from svclint.contract.events import (
    AUTO,
    NOWHERE,
    RAISED,
    At,
    By,
    Connected,
    Count,
    Enter,
    Escaped,
    Handles,
    Leave,
    Quit,
    Refused,
    Registered,
    Report,
    Reporting,
    Requested,
    Side,
    Signal,
    WaitKind,
)
from svclint.contract.framework import COUNTER, MASK
from svclint.contract.states import RUNNING, STOPPED, State
from svclint.simulation.kernel import Task
from svclint.simulation.recording import calls
from svclint.simulation.recording.calls import Author, Call
from svclint.simulation.recording.foreign import kept
from svclint.simulation.recording.handlers import control_name, framed, handling, taken
from svclint.simulation.recording.journal import SECOND, Journal, side
from svclint.simulation.recording.places import Places, source_of
from svclint.simulation.recording.pools import at_work
from svclint.simulation.recording.raising import excused, raised
from svclint.simulation.recording.reports import built_in, chosen_in, failed_in
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.processes import Process
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.status import Status


class ServiceRecorder(MachineObserver):
    """Writes down what one service says to the SCM and what it is told; of several, the first."""

    def __init__(self, journal: Journal, author: Author, places: Places) -> None:
        self._journal, self._author, self._places = journal, author, places
        self._record: ServiceRecord | None = None
        self._callback: Callable[..., Any] | None = None
        self._handled: dict[int, At] = {}
        self._begun: dict[int, int] = {}
        self._shown = False
        self._sent = 0

    def status(self, record: ServiceRecord, report: Status, by_host: bool, error: int, task: Task) -> None:
        """A report, as it was sent; what the SCM refuses changes nothing."""
        if not self._ours(record):
            return
        chosen = None if by_host else chosen_in(self._author, sys._getframe())
        at, by = (self._places.of(chosen), By.USER) if chosen else (self._hosted(task), By.HOST)
        maker = None if by_host else built_in(self._author, sys._getframe())
        built = self._places.of(maker) if maker else NOWHERE
        if not self._shown and (by_host or report.state == RUNNING):
            self._shown = True
            self._show(task)
        if error:
            fields = report.state, report.type, report.accepted
            self._journal.add(task, Refused(at, error, *fields, by, built))
            return
        self._sent = report.check_point
        if report.state == STOPPED:
            for one in at_work(self._journal, self._author, task):
                self._journal.add(task, one)
        error_now = sys.exc_info()[1]
        if by_host and isinstance(error_now, SystemExit):
            self._exits(error_now, at, task)
        if by_host and report.state == STOPPED and side(task) is not Side.HANDLER:
            result = RAISED if report.win32_exit else None
            self._journal.add(task, Leave(self._service(), "SvcRun", result))
        self._journal.add(task, _report(report, at, by, side(task), built, not by_host and maker is None))

    def reporting(self, record: ServiceRecord, by_host: bool, task: Task) -> None:
        """A report is on its way."""
        chosen = None if by_host or not self._ours(record) else chosen_in(self._author, sys._getframe())
        if chosen:
            self._journal.add(task, Reporting(self._places.of(chosen), By.USER))

    def asking(self, task: Task) -> None:
        """The author's code asks the SCM for something; what only looks is no request."""
        frame = sys._getframe()
        call = self._author.call(frame)
        known = calls.known(call, frame) if call else None
        if call and known and known.blocks and known.blocks.kind is WaitKind.SCM:
            self._journal.add(task, Requested(self._places.of(call.frame)))

    def _show(self, task: Task) -> None:
        """Tell what the methods of the class take, if a framework calls them."""
        instance = getattr(self._callback, "__self__", None)
        if not framed(instance):
            return
        mask = getattr(type(instance), MASK, None)
        code = getattr(mask, "__code__", None)
        at = self._places.defined(code) if code and self._author.wrote(code) else self._service()
        self._journal.add(task, Handles(at, tuple(control.name for control in taken(instance))))

    def registered(self, record: ServiceRecord, callback: Callable[..., Any], extended: bool, task: Task) -> None:
        """The service has a handler; its class, if it has one, is what the host's own events point at."""
        if not self._ours(record):
            return
        self._callback, self._shown = callback, False
        call, error = self._author.call(sys._getframe()), sys.exc_info()[1]
        at = self._places.of(call.frame) if call else self._service()
        early = failed_in(self._author, error) if error and not call else None
        self._journal.add(task, Registered(at, self._places.of(early) if early else NOWHERE))

    def enter(
        self, record: ServiceRecord, callback: Callable[..., Any], control: int, event: int, data: object, task: Task
    ) -> None:
        """The dispatcher calls the handler."""
        if self._ours(record):
            self._handled[task.number] = self._handler(callback, control)
            self._journal.add(task, Enter(self._handled[task.number], control_name(control)))

    def leave(
        self, record: ServiceRecord, control: int, result: object, error: BaseException | None, task: Task
    ) -> None:
        """The handler answers, or is left by an exception; SystemExit asked for the end of the process."""
        if not self._ours(record):
            return
        at = self._handled[task.number]
        if isinstance(error, SystemExit):
            self._exits(error, at, task)
        elif isinstance(error, Exception):
            self._journal.add(task, self._escaped(error, control, at))
        self._journal.add(task, Leave(at, control_name(control), RAISED if error else kept(result)))

    def _exits(self, error: SystemExit, otherwise: At, task: Task) -> None:
        at = raised(error, self._author, self._places)
        self._journal.add(task, Quit(at if at is not NOWHERE else otherwise, "sys.exit", side(task)))

    def _escaped(self, error: Exception, control: int, handler: At) -> Escaped:
        at = raised(error, self._author, self._places)
        at = at if at is not NOWHERE else handler
        return Escaped(at, control_name(control), type(error).__name__, excused(error, self._author))

    def started(self, record: ServiceRecord, process: Process) -> None:
        """A process begins, unless the service joins one that is up."""
        if not process.connected:
            self._begun[process.number] = self._journal.scheduler.now

    def dispatcher(self, process: Process, entered: bool, task: Task) -> None:
        """The dispatcher is called, or returns."""
        if entered:
            self._connected(process, Win32Error.NO_ERROR, self._author.call(sys._getframe()))

    def dispatcher_refused(self, process: Process, error: int, task: Task) -> None:
        """It is called where it must not be."""
        self._connected(process, error, self._author.call(sys._getframe()))

    def _connected(self, process: Process, error: int, call: Call | None) -> None:
        after = (self._journal.scheduler.now - self._begun.get(process.number, 0)) / SECOND
        at = self._places.of(call.frame) if call else next((at for at, _ in self._journal.stands()), NOWHERE)
        self._journal.add(self._journal.scheduler.current, Connected(at, after, error))

    def process_exit(self, process: Process, code: int, alive: Sequence[Task]) -> None:
        """The process is ended on the spot, should the author's code ask for it."""
        if not process.connected:
            self._connected(process, Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT, None)
        call = self._author.call(sys._getframe())
        if call:
            task = self._journal.scheduler.current
            self._journal.add(task, Quit(self._places.of(call.frame), "os._exit", side(task)))

    def attribute(self, instance: object, name: str, value: object, task: Task) -> None:
        """An attribute of the service is set: what loops may go by, if it has a truth."""
        if name == COUNTER:
            self._counted(value, task)
            return
        truth = bool(value) if isinstance(value, (bool, int)) or value is None else None
        self._signal(task, f"self.{name}", truth)

    def _counted(self, value: object, task: Task) -> None:
        """The author's code sets the counter: back, if to less than what was sent last."""
        call = self._author.call(sys._getframe())
        if call:
            back = isinstance(value, int) and value < self._sent
            self._journal.add(task, Count(self._places.of(call.frame), AUTO, "-" if back else "?"))

    def signal(self, handle: int, value: bool, task: Task) -> None:
        """An event of the kernel is set or reset."""
        self._signal(task, f"handle {handle}", value)

    def _signal(self, task: Task, key: str, value: bool | None) -> None:
        call = self._author.call(sys._getframe())
        if call:
            self._journal.add(task, Signal(self._places.of(call.frame), key, value))

    def _ours(self, record: ServiceRecord) -> bool:
        self._record = self._record or record
        return record is self._record

    def _handler(self, callback: Callable[..., Any], control: int) -> At:
        found = next((code for code in handling(callback, control) if self._author.wrote(code)), None)
        return self._places.defined(found) if found else self._service()

    def _hosted(self, task: Task) -> At:
        """What a host reports for: a method that it calls as the handler, or else the service."""
        handled = self._handled.get(task.number) if side(task) is Side.HANDLER else None
        return handled if handled and hasattr(_holder(self._callback), "instance") else self._service()

    def _service(self) -> At:
        """The head of the service's class; a host that takes the controls itself holds the author's object."""
        holder = _holder(self._callback)
        classes = (type(one) for one in (holder, getattr(holder, "instance", None)) if one is not None)
        own = next((one for one in classes if self._author.owns(source_of(one))), None)
        return self._places.of_class(own) if own is not None else NOWHERE


def _holder(callback: Callable[..., Any] | None) -> object:
    """The object whose method is the handler."""
    return getattr(callback, "__self__", None)


def _report(status: Status, at: At, by: By, side: Side, built: At, counted: bool) -> Report:
    """A status as it was sent; what the SCM makes of it is its own affair.

    ``counted``: the check point is the framework's, which counts without a lock: that is not the author's fault (D.4).
    """
    kind, state, accepted, code, specific, check_point, hint = status
    point = AUTO if counted and State(state).pending else check_point
    return Report(at, State(state), point, hint, code, by, side, accepted, specific, kind, built)
