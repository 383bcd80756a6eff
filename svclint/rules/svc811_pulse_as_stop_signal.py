"""SVC811: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import Enter, Event, Leave, Obeyed, Pulsed, Signal
from svclint.rules.base import Rule, Scope, Severity

_ENDS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


class Stop(NamedTuple):
    """The keys that the service ends by when they are set; of a handler at work: what it pulsed, and where it set."""

    obeyed: frozenset[str] = frozenset()
    active: bool = False
    pulsed: frozenset[Pulsed] = frozenset()
    given: frozenset[Signal] = frozenset()


class SignalStays(Monitor[Stop]):
    """A stop signal stays until somebody has seen it."""

    sees = (Obeyed, Enter, Leave, Pulsed, Signal)
    about = (Pulsed,)

    def start(self) -> Stop:
        """Nothing is known yet."""
        return Stop()

    def step(self, state: Stop, event: Event) -> tuple[Stop, Sequence[Verdict]]:
        """What is set as well stays set."""
        match event:
            case Obeyed(value=True):
                return state._replace(obeyed=state.obeyed | {event.key}), ()
            case Enter():
                return Stop(state.obeyed, event.control in _ENDS), ()
            case Leave():
                return Stop(state.obeyed), [_broken(one) for one in state.pulsed if not _set(state, one)]
        if not state.active:
            return state, ()
        match event:
            case Pulsed(key=key) if key in state.obeyed:
                return state._replace(pulsed=state.pulsed | {event}), ()
            case Signal(key=key, value=True) if key in state.obeyed:
                return state._replace(given=state.given | {event}), ()
        return state, ()


def _set(stop: Stop, pulsed: Pulsed) -> bool:
    """Whether the handler sets the same event elsewhere."""
    return any(one.key == pulsed.key and one.at != pulsed.at for one in stop.given)


def _broken(pulsed: Pulsed) -> Broken:
    text = f"'{pulsed.at.text}' is lost unless the service waits for the event at this very moment"
    return Broken("SVC811", pulsed.at, text)


class PulseAsStopSignal(Rule):
    """PulseEvent gives the stop signal: who does not wait at that moment never sees it.

    ## Why

    The service stops sometimes and sometimes does not: it hangs in STOP_PENDING ("Stopping" in services.msc),
    `net stop` says "The service could not be stopped", a second `sc stop` fails with 1061 ("The service cannot
    accept control messages at this time"), and under the debugger all is well. PulseEvent sets the event, lets
    those go that wait for it, and takes it back. While the loop works, nobody waits: WaitForSingleObject
    returns WAIT_TIMEOUT (258) afterwards as if there had been no STOP (STP-01). Even a thread that does wait may
    miss it, since Windows takes it out of the wait for a moment now and then; Microsoft calls the function
    unreliable and says not to use it.

    ## Flagged

    `PulseEvent`, of win32event or kernel32, in a handler of STOP or of a shutdown, on an event by which the main
    code or one of its threads comes to its end. The finding stands on the call.

    ## Not flagged

    - `SetEvent` on the same event in the same handler.
    - Pulses outside of handlers, and on events that end nothing: a beat for workers.

    ## Decisions

    - Only events count that the main code, or a thread of it, was seen to wait for.
    - An event that resets itself after one waiter is no pulse: it stays set until somebody waits.

    ## Fix

    Set it, and let it stay:

        win32event.SetEvent(self.stop_event)

    ## Fix safety

    Unsafe: SetEvent in the place of PulseEvent. The event stays set, which matters where it is used again.
    """

    code = "SVC811"
    name = "pulse-as-stop-signal"
    severity = Severity.ERROR
    clauses = ("STP-01", "HND-09")
    properties = ("P31",)
    scope = Scope.CONTROL
    monitor = SignalStays
    bad = """\
import win32event
import win32service
import win32serviceutil


class Drum(win32serviceutil.ServiceFramework):
    _svc_name_ = "Drum"
    _svc_display_name_ = "Drum"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.PulseEvent(self.stop_event)  # SVC811

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop_event, win32event.INFINITE)
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Drum(win32serviceutil.ServiceFramework):
    _svc_name_ = "Drum"
    _svc_display_name_ = "Drum"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop_event, win32event.INFINITE)
"""
