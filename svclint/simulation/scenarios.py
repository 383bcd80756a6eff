"""What is done to a service in a run: the fault schedules of contract part C.2, and those of users.

A scenario is a function of the manager. It says what is asked of the service, never when: each request is a choice
of the schedule, so the search finds the bad moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from svclint.contract.budgets import BUDGETS
from svclint.contract.controls import Accept, Control
from svclint.contract.states import PAUSED, RUNNING, STOP_PENDING, STOPPED, State
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.phases import Phase
from svclint.simulation.targets import BadTarget

USER_CODE: Final = 200
AFTERMATH: Final = 60.0  # seconds for the process to go once the service has stopped
REPORTS: Final = (1, 2, 3)  # of a start, before STOP comes
HELD_UP: Final = BUDGETS["HandlerTimeout"].seconds + 1.0
HOLD: Final = 60.0  # seconds that the work is held: several times any sensible interval of reports
PATIENCE: Final = BUDGETS["ConsoleLimit"].seconds
STORM: Final = 5  # INTERROGATEs in a row
QUIET: Final = 150.0  # seconds in which nothing is asked: longer than anybody waits for a service by the contract


class Manager:
    """The SCM, as a scenario uses it. Requests give 0 or the Win32 error; waiting gives whether it came about.

    Limits are in virtual seconds; without one, the wait is as patient as Windows is.
    """

    def __init__(self, console: Console) -> None:
        self.console = console

    @property
    def state(self) -> State:
        """What the SCM's record says."""
        return State(self.console.record().status.state)

    @property
    def accepted(self) -> Accept:
        """The accept mask of the record."""
        return Accept(self.console.record().status.accepted)

    def start(self, *arguments: str) -> bool:
        """Start the service and wait until it runs and accepts something."""
        self.console.start(*arguments)
        return self.running()

    def running(self) -> bool:
        """Wait until it runs; one that begins with an empty mask, until it accepts something (MAI-06)."""
        return self.until(RUNNING) and self.console.accepts(PATIENCE)

    def stop(self) -> int:
        """Ask it to stop."""
        return self.control(Control.STOP)

    def pause(self) -> int:
        """Ask it to pause."""
        return self.control(Control.PAUSE)

    def resume(self) -> int:
        """Ask it to continue."""
        return self.control(Control.CONTINUE)

    def interrogate(self) -> int:
        """Ask it for its status."""
        return self.control(Control.INTERROGATE)

    def control(self, code: int) -> int:
        """Send any control that a program may send."""
        return self.console.control(code)

    def system(self, control: Control) -> int | None:
        """Send one that only the system sends; None: the service does not get it."""
        return self.console.signal(control, *control.notice)

    def shutdown(self) -> None:
        """Shut Windows down."""
        self.console.shutdown()

    def kill(self) -> bool:
        """End the process on the spot."""
        return self.console.kill()

    def until(self, state: State, limit: float | None = None) -> bool:
        """Wait for a state."""
        return self.console.until(state, limit)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.console.sleep(seconds)

    def stopped(self) -> bool:
        """Wait until the service has stopped and its process is gone."""
        return self.until(STOPPED) and self.console.settle(AFTERMATH)


Scenario: TypeAlias = Callable[[Manager], object]


def start_stop(scm: Manager) -> None:
    """Start; STOP as soon as it is accepted."""
    scm.start()
    scm.stop()
    scm.stopped()


def stop_later(scm: Manager) -> None:
    """Start; STOP when it has worked for a while."""
    scm.start()
    scm.wait(3)
    scm.stop()
    scm.stopped()


def stop_while_starting(scm: Manager) -> None:
    """STOP before RUNNING, should the service accept it."""
    scm.console.start()
    scm.stop()
    scm.running()
    scm.stop()
    scm.stopped()


def stop_after_reports(scm: Manager) -> None:
    """STOP at the first report of a start, at the second of the next one, at the third of another."""
    for count in REPORTS:
        scm.console.start()
        scm.console.reported(count)
        scm.stop()
        scm.running()
        scm.stop()
        if not scm.stopped():
            break


def stop_twice(scm: Manager) -> None:
    """Two STOPs; the second comes too late."""
    scm.start()
    scm.stop()
    scm.stop()
    scm.stopped()


def two_clients(scm: Manager) -> None:
    """Two programs stop the service at the same time."""
    scm.start()
    scm.console.client(scm.stop, "second client")
    scm.stop()
    scm.stopped()


def pause_and_continue(scm: Manager) -> None:
    """PAUSE, INTERROGATE, CONTINUE, STOP."""
    scm.start()
    scm.pause()
    scm.until(PAUSED)
    scm.interrogate()
    scm.resume()
    scm.until(RUNNING)
    scm.stop()
    scm.stopped()


def stop_while_paused(scm: Manager) -> None:
    """PAUSE, STOP."""
    scm.start()
    scm.pause()
    scm.until(PAUSED)
    scm.stop()
    scm.stopped()


def interrogate_storm(scm: Manager) -> None:
    """INTERROGATE again and again while the service is stopped by somebody else."""
    scm.start()
    scm.console.client(lambda: [scm.interrogate() for _ in range(STORM)], "monitor")
    scm.stop()
    scm.stopped()


def every_control(scm: Manager) -> None:
    """Every control that the service accepts, once, and STOP at the end."""
    scm.start()
    for control in accepted_controls(scm.accepted):
        scm.control(control) if control.sendable else scm.system(control)
    scm.stop()
    scm.stopped()


def user_code(scm: Manager) -> None:
    """A user-defined control."""
    scm.start()
    scm.control(USER_CODE)
    scm.stop()
    scm.stopped()


def shutdown(scm: Manager) -> None:
    """Windows is shut down while the service runs."""
    scm.start()
    scm.console.shutdown((Phase.MAIN,))
    scm.console.settle(AFTERMATH)


def preshutdown(scm: Manager) -> None:
    """The same, for a service that asked to be told early."""
    scm.start()
    scm.console.shutdown((Phase.PRE, Phase.MAIN))
    scm.console.settle(AFTERMATH)


def restart(scm: Manager) -> None:
    """Stop it and start it again right at STOPPED."""
    scm.start()
    scm.stop()
    scm.until(STOPPED)
    scm.start()
    scm.stop()
    scm.stopped()


def killed(scm: Manager) -> None:
    """The process is killed while it works, and the service is started again."""
    scm.start()
    scm.wait(3)
    scm.kill()
    scm.start()
    scm.stop()
    scm.stopped()


def handler_delayed(scm: Manager) -> None:
    """The machine holds STOP up until its sender has been told that the service does not respond."""
    scm.start()
    scm.console.hold_up(HELD_UP)
    scm.stop()
    scm.stopped()


def work_held(scm: Manager) -> None:
    """A start and a stop during each of which the work is held for a while, should somebody else report progress."""
    scm.console.start()
    scm.console.hold_work(HOLD, PATIENCE)
    scm.until(RUNNING)
    scm.console.client(scm.stop, "client")
    scm.until(STOP_PENDING, PATIENCE)
    scm.console.hold_work(HOLD, PATIENCE)
    scm.stopped()


def left_alone(scm: Manager) -> None:
    """Nobody asks anything of it for a while."""
    scm.start()
    scm.wait(QUIET)
    scm.stop()
    scm.stopped()


class Listed(NamedTuple):
    """A built-in scenario: its name, what it does, and what the service must accept for it to make sense."""

    name: str
    scenario: Scenario
    needs: Accept = Accept.STOP


_PAUSABLE: Final = Accept.STOP | Accept.PAUSE_CONTINUE

SCENARIOS: Final = (
    Listed("start-stop", start_stop, Accept(0)),
    Listed("stop-later", stop_later),
    Listed("stop-while-starting", stop_while_starting),
    Listed("stop-after-reports", stop_after_reports),
    Listed("stop-twice", stop_twice),
    Listed("two-clients", two_clients),
    Listed("pause-continue", pause_and_continue, _PAUSABLE),
    Listed("stop-while-paused", stop_while_paused, _PAUSABLE),
    Listed("interrogate-storm", interrogate_storm),
    Listed("every-control", every_control),
    Listed("user-code", user_code),
    Listed("shutdown", shutdown, Accept.SHUTDOWN),
    Listed("preshutdown", preshutdown, Accept.PRESHUTDOWN),
    Listed("restart", restart),
    Listed("killed", killed),
    Listed("handler-delayed", handler_delayed),
    Listed("left-alone", left_alone),
    Listed("work-held", work_held),
)


def listed(name: str) -> Scenario:
    """A built-in scenario by its name. Raises BadTarget."""
    for one in SCENARIOS:
        if one.name == name:
            return one.scenario
    known = ", ".join(one.name for one in SCENARIOS)
    raise BadTarget(f"there is no scenario {name}; there are {known}, and your own as FILE.py:FUNCTION")


def fitting(accepted: Accept) -> Iterator[str]:
    """The names of those that make sense for a service with this accept mask."""
    return (one.name for one in SCENARIOS if one.needs & accepted == one.needs)


def accepted_controls(accepted: Accept) -> list[Control]:
    """The controls that an accept mask lets through, apart from those that end the service."""
    last = {Control.STOP, Control.SHUTDOWN, Control.PRESHUTDOWN}
    return [one for one in Control if one.accept and one.accept & accepted and one not in last]
