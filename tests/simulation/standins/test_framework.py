"""A service under its host: what ServiceFramework does (contract parts D.1 to D.7), ours and pywin32's own alike."""

from __future__ import annotations

import pytest

from svclint.contract.controls import Control
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.hosts import python_service, script
from svclint.simulation.scm.records import Configuration
from tests.simulation.standins.harness import Journal, host

pytestmark = pytest.mark.usefixtures("framework")

OWN, HINT = 0x10, 5000
STOP, PAUSE_CONTINUE, SHUTDOWN = 1, 2, 4


def service(**methods):
    """A service class: waits for its event, and has these methods besides."""
    import win32event
    import win32service
    import win32serviceutil

    class Demo(win32serviceutil.ServiceFramework):
        _svc_name_ = "Demo"
        _svc_display_name_ = "A service"

        def __init__(self, args):
            super().__init__(args)
            self.stopping = win32event.CreateEvent(None, False, False, None)
            self.asked = False

        def SvcStop(self):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.asked = True
            win32event.SetEvent(self.stopping)

        def SvcDoRun(self):
            win32event.WaitForSingleObject(self.stopping, win32event.INFINITE)

    return type("Demo", (Demo,), methods)


def run(cls, *controls: int) -> Journal:
    """Start it, send the controls, and give it time to stop."""

    def scenario(console):
        assert console.start() == 0
        console.until(RUNNING, 10)
        for control in controls:
            console.control(control)
        console.sleep(10)

    return host(python_service(lambda: cls), scenario)[0]


def status(state, accepted=0, point=0, hint=HINT, win32=0, own=0):
    """A report as the journal keeps it."""
    return (OWN, state, accepted, win32, own, point, hint)


def test_a_whole_life() -> None:
    """The reports of the canonical service, the host's first and last (D.1)."""
    journal = run(service(), Control.STOP)
    assert list(zip(journal.reports, journal.by_host, strict=True)) == [
        (status(START_PENDING), True),
        (status(RUNNING, STOP), False),
        (status(STOP_PENDING, STOP, point=1), False),
        (status(STOP_PENDING, STOP, point=2), False),
        (status(STOPPED, hint=0), True),
    ]


MASKS = [
    ("SvcStop alone", {}, STOP),
    ("SvcPause without SvcContinue is nothing", {"SvcPause": lambda self: None}, STOP),
    ("both are PAUSE_CONTINUE", dict.fromkeys(("SvcPause", "SvcContinue"), lambda self: None), STOP | PAUSE_CONTINUE),
    ("SvcShutdown is SHUTDOWN", {"SvcShutdown": lambda self: None}, STOP | SHUTDOWN),
]


@pytest.mark.parametrize(("methods", "mask"), [case[1:] for case in MASKS], ids=[case[0] for case in MASKS])
def test_accept_mask(methods, mask: int) -> None:
    """The mask is made from the methods that exist (D.2: ACC-02, ACC-03, ACC-05)."""
    assert run(service(**methods), Control.STOP).reports[1] == status(RUNNING, mask)


def test_interrogate_reports_running() -> None:
    """Whatever the state is (D.4)."""
    journal = run(service(), Control.INTERROGATE, Control.STOP)
    assert journal.reports[1:3] == [status(RUNNING, STOP)] * 2
    assert journal.left[0] == (Control.INTERROGATE, None)


def test_an_unknown_control_is_answered_with_none(capsys) -> None:
    """SvcOther says so on standard output and returns None, which the host answers with 0 (D.4)."""
    journal = run(service(), 200, Control.STOP)
    assert journal.left[0] == (200, None)
    assert "Unknown control status - 200" in capsys.readouterr().out


def test_check_points_count_on() -> None:
    """One counter for all reports but RUNNING and STOPPED, PAUSED included; it never starts again (D.4)."""
    import win32service

    methods = {
        "SvcPause": lambda self: self.ReportServiceStatus(win32service.SERVICE_PAUSED),
        "SvcContinue": lambda self: self.ReportServiceStatus(win32service.SERVICE_RUNNING),
    }
    journal = run(service(**methods), Control.PAUSE, Control.CONTINUE, Control.PAUSE, Control.STOP)
    assert [report[5] for report in journal.reports] == [0, 0, 1, 0, 2, 3, 4, 0]


def test_start_pending_accepts_nothing() -> None:
    """Reported by the author too, and with the counter (D.2: MAI-09)."""
    import win32service

    def work(self):
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING, 30_000)

    assert status(START_PENDING, 0, point=1, hint=30_000) in run(service(SvcDoRun=work)).reports


def test_the_one_argument_handler_is_never_called() -> None:
    """The Ex method is registered, so an override of ServiceCtrlHandler is dead code (D.5)."""
    called = []
    run(service(ServiceCtrlHandler=lambda self, control: called.append(control)), Control.STOP)
    assert called == []


def test_extended_controls_reach_svcotherex() -> None:
    """What has no method of its own comes with its type and data."""
    heard = []
    methods = {
        "SvcOtherEx": lambda self, *event: heard.append(event),
        "GetAcceptedControls": lambda self: STOP | 0x80,
    }

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        console.signal(Control.SESSIONCHANGE, 5, (2,))
        console.control(Control.STOP)
        console.sleep(10)

    host(python_service(lambda: service(**methods)), scenario)
    assert heard == [(Control.SESSIONCHANGE, 5, (2,))]


def test_a_raising_handler_is_not_the_end(capsys) -> None:
    """What leaves SvcStop is the host's to answer; the service goes on (D.6)."""

    def stop(self):
        raise SystemExit

    journal = run(service(SvcStop=stop), Control.STOP)
    assert journal.left == [(Control.STOP, "SystemExit")]
    assert [report[1] for report in journal.reports] == [START_PENDING, RUNNING]


def test_a_raising_run_is_a_specific_error() -> None:
    """The host reports 1066 with 0x20000001 (D.1, step 9)."""

    def work(self):
        raise ValueError

    assert run(service(SvcDoRun=work)).reports[-1] == status(STOPPED, win32=1066, own=0x20000001, hint=0)


def test_while_debugging_nothing_is_reported() -> None:
    """No handler, no status handle, and ReportServiceStatus returns (D.4)."""
    import servicemanager

    seen = []

    def main():
        servicemanager.Debugging(True)
        instance = service(SvcDoRun=lambda self: None)(["Demo"])
        seen.append((instance.ssh, servicemanager.RunningAsService(), servicemanager.Debugging(False)))
        instance.SvcRun()

    journal, _ = host(script(main), lambda console: console.start())
    assert (seen, journal.reports) == ([(None, False, True)], [])


def test_a_script_hosts_itself() -> None:
    """python.exe with a script: Initialize, PrepareToHostSingle, StartServiceCtrlDispatcher."""
    import servicemanager

    def main():
        servicemanager.Initialize()
        servicemanager.PrepareToHostSingle(service())
        servicemanager.StartServiceCtrlDispatcher()

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        console.control(Control.STOP)
        console.sleep(10)

    journal, _ = host(script(main), scenario)
    assert [report[1] for report in journal.reports] == [START_PENDING, RUNNING, STOP_PENDING, STOP_PENDING, STOPPED]


def test_attributes_and_events_are_told() -> None:
    """What the service sets after construction, and its events; not the framework's own check point."""
    journal = run(service(), Control.STOP)
    assert journal.attributes == [("asked", True)]
    assert [value for _, value in journal.signals] == [True]


def test_a_client_restarts_a_service(capsys) -> None:
    """RestartService stops it, waits for the end once a second, and starts it again."""
    import pywintypes
    import win32service
    import win32serviceutil

    said = []

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        win32serviceutil.RestartService("Demo")
        win32serviceutil.WaitForServiceStatus("Demo", win32service.SERVICE_RUNNING, 5)
        said.append(win32serviceutil.QueryServiceStatus("Demo")[1])
        win32serviceutil.StopService("Demo")
        with pytest.raises(pywintypes.error, match="1060, 'OpenService'"):
            manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_CONNECT)
            win32service.OpenService(manager, "Nobody", win32service.SERVICE_START)
        console.sleep(10)

    journal, _ = host(python_service(service), scenario)
    assert said == [RUNNING]
    assert [report[1] for report in journal.reports].count(STOPPED) == 2


def test_a_service_by_its_display_name() -> None:
    """pywin32 asks for the name behind it when there is no such service, and tells that question's error."""
    import pywintypes
    import win32serviceutil

    states = []

    def scenario(console):
        states.append(win32serviceutil.QueryServiceStatus("the OTHER one")[1])
        with pytest.raises(pywintypes.error, match="1060, 'GetServiceKeyName'"):
            win32serviceutil.QueryServiceStatus("Nobody")

    other = Installed(Configuration("Other", display_name="The other one"), python_service(service))
    host(python_service(service), scenario, other)
    assert states == [STOPPED]
