"""win32serviceutil: the base class of services, and helpers to control services.

Facts: contract parts D.1 to D.7. Installing is not modelled; its functions end the run by name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from svclint.contract.controls import Accept
from svclint.contract.framework import HANDLERS
from svclint.contract.installation import ServiceType
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.kernel import Unmodelled
from svclint.simulation.standins import _controlling, _options, servicemanager, win32api, win32service
from svclint.simulation.standins._hooks import observe

error = RuntimeError

_METHODS = {int(control): name for control, name in HANDLERS.items()}


class ServiceFramework:
    """The base class: turns controls into calls of methods, and reports what the SCM has to know."""

    _svc_name_: str
    _svc_display_name_: str
    _svc_deps_: Sequence[str] | None = None
    _exe_name_: str | None = None
    _exe_args_: str | None = None
    _svc_description_: str | None = None

    def __init__(self, args: Sequence[str]) -> None:
        # Registered in the Ex form, so that an override of ServiceCtrlHandler alone is never called (D.5).
        self.ssh = servicemanager.RegisterServiceCtrlHandler(args[0], self.ServiceCtrlHandlerEx, True)
        servicemanager.SetEventSourceName(self._svc_name_)
        self.checkPoint = 0

    def GetAcceptedControls(self) -> int:
        """The accept mask, made from the methods that exist (D.2: ACC-02, ACC-03, ACC-05)."""
        accepted = Accept(0)
        if hasattr(self, "SvcStop"):
            accepted |= Accept.STOP
        if hasattr(self, "SvcPause") and hasattr(self, "SvcContinue"):
            accepted |= Accept.PAUSE_CONTINUE
        if hasattr(self, "SvcShutdown"):
            accepted |= Accept.SHUTDOWN
        return int(accepted)

    def ReportServiceStatus(
        self, serviceStatus: int, waitHint: int = 5000, win32ExitCode: int = 0, svcExitCode: int = 0
    ) -> None:
        """Report a status; nothing while debugging.

        START_PENDING accepts nothing. The check point is 0 for RUNNING and STOPPED, else it counts on and on (D.4).
        """
        if self.ssh is None:
            return
        starting = serviceStatus == START_PENDING
        accepted = 0 if starting else self.GetAcceptedControls()
        point = 0
        if serviceStatus not in (RUNNING, STOPPED):
            self.checkPoint += 1
            point = self.checkPoint
        kind = ServiceType.WIN32_OWN_PROCESS  # in a shared process too (D.4)
        win32service.SetServiceStatus(
            self.ssh, (kind, serviceStatus, accepted, win32ExitCode, svcExitCode, point, waitHint)
        )

    def SvcInterrogate(self) -> None:
        """Report RUNNING, whatever the state is (D.4)."""
        self.ReportServiceStatus(RUNNING)

    def SvcOther(self, control: int) -> Any:
        """A control nobody handles: said on standard output, and answered 0 (D.4)."""
        print(f"Unknown control status - {control}")

    def ServiceCtrlHandler(self, control: int) -> Any:
        """The handler in the one-argument form; the framework does not register it."""
        return self.ServiceCtrlHandlerEx(control, 0, None)

    def SvcOtherEx(self, control: int, event_type: int, data: object) -> Any:
        """A control that has no method of its own."""
        return self.SvcOther(control)

    def ServiceCtrlHandlerEx(self, control: int, event_type: int, data: object) -> Any:
        """The registered handler: five controls have a method, the others go to SvcOtherEx."""
        method = _METHODS.get(control)
        return getattr(self, method)() if method else self.SvcOtherEx(control, event_type, data)

    def SvcRun(self) -> None:
        """The host's entry: RUNNING, then the service's work, then STOP_PENDING; the host reports STOPPED."""
        self.ReportServiceStatus(RUNNING)
        self.SvcDoRun()  # type: ignore[attr-defined]
        self.ReportServiceStatus(STOP_PENDING)


observe(ServiceFramework)


SmartOpenService = _controlling.SmartOpenService
ControlService = _controlling.ControlService
StopService = _controlling.StopService
StartService = _controlling.StartService
QueryServiceStatus = _controlling.QueryServiceStatus
WaitForServiceStatus = _controlling.WaitForServiceStatus
RestartService = _controlling.RestartService
GetServiceCustomOption = _options.GetServiceCustomOption
SetServiceCustomOption = _options.SetServiceCustomOption


def DebugService(cls: Any, argv: Sequence[str] = ()) -> None:
    """Run the service on the calling thread without the SCM, as frozen programs do for ``debug``."""
    servicemanager.Debugging(True)
    servicemanager.PrepareToHostSingle(cls)
    try:
        cls(argv).SvcRun()
    finally:
        servicemanager.Debugging(False)


def usage() -> NoReturn:
    """Say how to call the script, and leave with 1."""
    print(f"Usage: '{sys.argv[0]} [options] install|update|remove|start [...]|stop|restart [...]|debug [...]'")
    sys.exit(1)


_COMMANDS: dict[str, Any] = {"start": StartService, "restart": RestartService}


def HandleCommandLine(
    cls: Any,
    serviceClassString: str | None = None,
    argv: Sequence[str] | None = None,
    customInstallOptions: str = "",
    customOptionHandler: Any = None,
) -> int:
    """Obey the command line; what a run under the SCM has no use for ends the run by its name."""
    words = list(sys.argv if argv is None else argv)[1:]
    if not words:
        usage()
    command, *arguments = words
    if command == "debug" and hasattr(sys, "frozen"):
        DebugService(cls, arguments)
        return 0
    if command in _COMMANDS:
        return _commanded(_COMMANDS[command], cls._svc_name_, arguments)
    if command == "stop":
        return _commanded(StopService, cls._svc_name_)
    raise Unmodelled(f"win32serviceutil.HandleCommandLine with {command}")


def _commanded(function: Any, *arguments: Any) -> int:
    try:
        function(*arguments)
    except win32api.error as failure:
        print(f"Error: {failure.strerror}")
        return int(failure.winerror)
    return 0
