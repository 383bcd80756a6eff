"""Our win32serviceutil against pywin32's own file: the same services, in the same schedules, report the same."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from svclint.contract.controls import Control
from svclint.contract.states import RUNNING
from svclint.simulation.exploration.strategies import PriorityChanges, RandomWalk
from svclint.simulation.kernel import Limits, Scheduler
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.hosts import python_service
from svclint.simulation.scm.machine import Machine
from svclint.simulation.scm.records import Configuration
from tests.simulation.standins.conftest import installed
from tests.simulation.standins.harness import Journal
from tests.simulation.standins.wheel import unpacked

SEEDS = 20


def plain(m, base):
    class Demo(base):
        def SvcStop(self):
            self.ReportServiceStatus(m.win32service.SERVICE_STOP_PENDING)
            m.win32event.SetEvent(self.stopping)

        def SvcDoRun(self):
            m.win32event.WaitForSingleObject(self.stopping, -1)

    return Demo


def remembering(m, base):
    class Demo(plain(m, base)):
        def SvcDoRun(self):
            period = m.win32serviceutil.GetServiceCustomOption(self, "period", 3000)
            m.win32serviceutil.SetServiceCustomOption("Demo", "period", period + 1)
            m.win32serviceutil.SetServiceCustomOption(Demo, "name", f"since {period}")
            m.servicemanager.LogInfoMsg(m.win32serviceutil.GetServiceCustomOption("demo", "NAME"))
            period = m.win32serviceutil.GetServiceCustomOption(type(self), "Period")
            m.win32event.WaitForSingleObject(self.stopping, period)

    return Demo


def polling(m, base):
    class Demo(plain(m, base)):
        def SvcDoRun(self):
            while m.win32event.WaitForSingleObject(self.stopping, 3000) == m.win32event.WAIT_TIMEOUT:
                m.servicemanager.LogInfoMsg("round")

    return Demo


def pausable(m, base):
    class Demo(polling(m, base)):
        def SvcPause(self):
            self.ReportServiceStatus(m.win32service.SERVICE_PAUSE_PENDING)
            self.ReportServiceStatus(m.win32service.SERVICE_PAUSED)

        def SvcContinue(self):
            self.ReportServiceStatus(m.win32service.SERVICE_CONTINUE_PENDING, 1000)
            self.ReportServiceStatus(m.win32service.SERVICE_RUNNING)

    return Demo


def reporting_both_sides(m, base):
    class Demo(plain(m, base)):
        def SvcDoRun(self):
            self.ReportServiceStatus(m.win32service.SERVICE_START_PENDING, waitHint=20_000)
            self.ReportServiceStatus(m.win32service.SERVICE_RUNNING)
            m.win32event.WaitForSingleObject(self.stopping, -1)
            self.ReportServiceStatus(m.win32service.SERVICE_STOPPED, 0, 1066, 7)

    return Demo


def failing(m, base):
    class Demo(plain(m, base)):
        def SvcStop(self):
            raise SystemExit(3)

        def SvcDoRun(self):
            m.win32api.Sleep(4000)
            raise OSError

    return Demo


SERVICES = [plain, remembering, polling, pausable, reporting_both_sides, failing]


def traced(cls, strategy) -> tuple[object, ...]:
    """All that a run of the service shows, to the last operation."""

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        for control in (Control.INTERROGATE, Control.PAUSE, 200, Control.CONTINUE, Control.STOP):
            console.control(control)
        console.sleep(20)

    journal = Journal()
    services = [Installed(Configuration("Demo"), python_service(lambda: cls))]
    outcome = Machine(Scheduler(strategy, Limits(slack=1)), services, observers=[journal]).run(scenario)
    tape = [tuple(choice) for choice in strategy.tape]
    return journal.told(), outcome, tape


def traces(service) -> list[tuple[object, ...]]:
    """The service under chance and under changing priorities."""
    import servicemanager
    import win32api
    import win32event
    import win32service
    import win32serviceutil

    modules = SimpleNamespace(
        servicemanager=servicemanager,
        win32api=win32api,
        win32event=win32event,
        win32service=win32service,
        win32serviceutil=win32serviceutil,
    )

    class Base(win32serviceutil.ServiceFramework):
        _svc_name_ = "Demo"

        def __init__(self, args):
            super().__init__(args)
            self.stopping = win32event.CreateEvent(None, False, False, None)

    cls = service(modules, Base)
    strategies = [RandomWalk(seed) for seed in range(SEEDS)] + [PriorityChanges(seed, 40, 3) for seed in range(SEEDS)]
    return [traced(cls, strategy) for strategy in strategies]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.__name__)
def test_same_traces(service) -> None:
    """Every report, answer, log entry, signal and choice, and the time and number of operations."""
    with installed(None):
        ours = traces(service)
    with installed(unpacked()):
        theirs = traces(service)
    assert ours == theirs
    assert len({str(trace[2]) for trace in ours}) > 5  # the schedules did differ among themselves
