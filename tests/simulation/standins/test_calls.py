"""servicemanager's and win32api's other calls, and the event log (pywin32's documentation)."""

from __future__ import annotations

import pytest

from svclint.contract.controls import Control
from svclint.contract.states import RUNNING
from svclint.simulation.scm.hosts import python_service, script
from tests.simulation.standins.harness import host, play, unmodelled

pytestmark = pytest.mark.usefixtures("pywin32")


def logged(body):
    """What a process writes to the event log."""
    journal, _ = host(script(body), lambda console: console.start())
    return [entry for entry in journal.logged if entry[0] != "Service Control Manager"]


def test_event_log() -> None:
    """Entries with their id and texts, from the source that was named; a message has the id of plain text."""
    import servicemanager
    import win32evtlogutil

    def body():
        servicemanager.SetEventSourceName("Demo")
        servicemanager.LogMsg(
            servicemanager.EVENTLOG_INFORMATION_TYPE, servicemanager.PYS_SERVICE_STARTED, ("Demo", "")
        )
        servicemanager.LogInfoMsg("up")
        servicemanager.LogErrorMsg("down")
        win32evtlogutil.ReportEvent("Other", 7, strings=["one", "two"])

    plain = 0x40001001
    assert logged(body) == [
        ("Demo", 0x40001002, ("Demo", "")),
        ("Demo", plain, ("up",)),
        ("Demo", plain, ("down",)),
        ("Other", 7, ("one", "two")),
    ]


def test_logging_handler_of_the_standard_library() -> None:
    """logging.handlers.NTEventLogHandler writes through win32evtlogutil."""
    import logging.handlers

    def body():
        logger = logging.Logger("service")
        logger.addHandler(logging.handlers.NTEventLogHandler("Demo"))
        logger.warning("careful")

    assert [(source, texts) for source, _, texts in logged(body)] == [("Demo", ("careful",))]


MESSAGES = [
    ("an exception object is no text", lambda s: s.LogErrorMsg(ValueError("x"))),
    ("nor is a number", lambda s: s.LogInfoMsg(5)),
    ("inserts are texts", lambda s: s.LogMsg(4, 0x40001002, (5,))),
    ("a handler has to be callable", lambda s: s.RegisterServiceCtrlHandler("Demo", None)),
]


@pytest.mark.parametrize("call", [case[1] for case in MESSAGES], ids=[case[0] for case in MESSAGES])
def test_wrong_types(call) -> None:
    """TypeError: a frequent mistake in the very code that reports another one."""
    import servicemanager

    def body(say):
        with pytest.raises(TypeError):
            call(servicemanager)

    assert play(body) == []


def test_small_calls() -> None:
    """COM, messages and switches have nothing to do here and say so."""
    import pywintypes
    import servicemanager
    import win32api

    def body(say):
        say((servicemanager.CoInitializeEx(servicemanager.COINIT_MULTITHREADED), servicemanager.CoUninitialize()))
        say((servicemanager.PumpWaitingMessages(), servicemanager.RunningAsService()))
        say(win32api.FormatMessage(1053))
        say(win32api.GetCurrentThreadId() == win32api.GetCurrentThreadId())
        say((win32api.OutputDebugString("x"), win32api.SetConsoleCtrlHandler(print, True)))
        say(pywintypes.Time(0).Format("%Y-%m-%d"))
        security = pywintypes.SECURITY_ATTRIBUTES()
        security.SECURITY_DESCRIPTOR.SetSecurityDescriptorDacl(True, None, False)
        say(security.bInheritHandle)

    late = "The service did not respond to the start or control request in a timely fashion.\r\n"
    assert play(body) == [(0, None), (0, True), late, True, (None, None), "1970-01-01", 0]


def test_outside_a_service_process() -> None:
    """Nobody called by the SCM: dispatching is error 1063, registering 1083; reporting needs a status handle."""
    import pywintypes
    import servicemanager
    import win32service

    calls = [
        servicemanager.StartServiceCtrlDispatcher,
        lambda: servicemanager.RegisterServiceCtrlHandler("Demo", print, True),
        lambda: win32service.SetServiceStatus(4711, (16, 4, 0, 0, 0, 0, 0)),
    ]

    def body(say):
        for call in calls:
            with pytest.raises(pywintypes.error) as caught:
                call()
            say((caught.value.winerror, caught.value.funcname))

    assert play(body) == [
        (1063, "StartServiceCtrlDispatcher"),
        (1083, "RegisterServiceCtrlHandlerEx"),
        (6, "SetServiceStatus"),
    ]


@pytest.mark.parametrize("status", [[16, 4, 0, 0, 0, 0, 0], (16, 4, 0), (16, 4, 0, 0, 0, 0, 0.5)])
def test_a_status_is_seven_numbers_in_a_tuple(status) -> None:
    """Everything else is a TypeError before the SCM hears of it."""
    import win32service

    def body(say):
        with pytest.raises(TypeError):
            win32service.SetServiceStatus(1, status)

    assert play(body) == []


def test_exit_process_ends_the_process() -> None:
    """win32process.ExitProcess in a handler: no status after it, and the SCM books 1067."""
    import win32event
    import win32process
    import win32serviceutil

    class Demo(win32serviceutil.ServiceFramework):
        _svc_name_ = "Demo"

        def SvcStop(self):
            win32process.ExitProcess(3)

        def SvcDoRun(self):
            win32event.WaitForSingleObject(win32event.CreateEvent(None, 0, 0, None), -1)

    seen = []

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        console.control(Control.STOP)
        console.sleep(10)
        seen.append(console.record().status[1:4])

    journal, _ = host(python_service(lambda: Demo), scenario)
    assert (seen, len(journal.reports)) == ([(1, 0, 1067)], 2)


def test_queries_of_a_client() -> None:
    """QueryServiceStatusEx by name, EnumDependentServices, and a handle closed twice."""
    import pywintypes
    import win32service

    said = []

    def scenario(console):
        manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_ALL_ACCESS)
        service = win32service.OpenService(manager, "Demo", win32service.SERVICE_ALL_ACCESS)
        status = win32service.QueryServiceStatusEx(service)
        said.append((status["CurrentState"], status["Win32ExitCode"], status["ProcessId"]))
        said.append(win32service.EnumDependentServices(service))
        with pytest.raises(pywintypes.error, match="1062, 'ControlService'"):
            win32service.ControlService(service, win32service.SERVICE_CONTROL_STOP)
        win32service.CloseServiceHandle(service)
        with pytest.raises(pywintypes.error, match="6, 'CloseServiceHandle'"):
            win32service.CloseServiceHandle(service)

    host(script(lambda: None), scenario)
    assert said == [(1, 1077, 0), ()]


PARTS = [
    ("another process", lambda api: api.OpenProcess(0x1F0FFF, False, 1), "win32api.OpenProcess of another process"),
    ("a longer form", lambda api: api.GetVersionEx(1), "win32api.GetVersionEx in the longer form"),
    ("a text nobody wrote down", lambda api: api.FormatMessage(4390), "the message of error 4390"),
]


@pytest.mark.parametrize(("call", "name"), [case[1:] for case in PARTS], ids=[case[0] for case in PARTS])
def test_parts_that_are_not_modelled(call, name: str) -> None:
    """A function may be modelled in part; the rest ends the run by name."""
    import win32api

    assert unmodelled(lambda: call(win32api)) == name
