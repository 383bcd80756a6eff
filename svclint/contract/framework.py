"""What pywin32's ServiceFramework does by itself (part D), as far as source and runs are both judged by it."""

from __future__ import annotations

from typing import Final

from svclint.contract.controls import Control

DEFAULT_HINT: Final = 5000  # ReportServiceStatus(status, waitHint=5000, ...): win32serviceutil.py
HANDLERS: Final = {
    Control.STOP: "SvcStop",
    Control.PAUSE: "SvcPause",
    Control.CONTINUE: "SvcContinue",
    Control.INTERROGATE: "SvcInterrogate",
    Control.SHUTDOWN: "SvcShutdown",
}
OWN_HANDLER: Final = "ServiceCtrlHandlerEx"  # what is registered; the class's own routes by HANDLERS
MASK: Final = "GetAcceptedControls"  # the method that makes the accept mask
MODULE: Final = "win32serviceutil"  # where the class is defined
OTHER: Final = ("SvcOtherEx", "SvcOther")  # the methods for the rest, the first that is there
HANDLE: Final = "ssh"  # the attribute that its constructor keeps the status handle in
COUNTER: Final = "checkPoint"  # the attribute that its ReportServiceStatus counts in
# How many arguments the framework, or its host, calls a method with: win32serviceutil.py, PythonService.cpp.
CALLED: Final = {
    "__init__": 1,
    OWN_HANDLER: 3,
    OTHER[0]: 3,
    OTHER[1]: 1,
    **dict.fromkeys(HANDLERS.values(), 0),
    "SvcRun": 0,
    "SvcDoRun": 0,
    "ReportServiceStatus": 1,
    MASK: 0,
}
# Which of its methods calls one of these; the host calls the others.
CALLERS: Final = {
    **dict.fromkeys((*HANDLERS.values(), OTHER[0]), OWN_HANDLER),
    OTHER[1]: OTHER[0],
    "SvcDoRun": "SvcRun",
    MASK: "ReportServiceStatus",
}
SERVICE_NAME: Final = "_svc_name_"  # HandleCommandLine takes both from the class, the base's __init__ the first
DISPLAY_NAME: Final = "_svc_display_name_"
# cx_Freeze's service host: the names that it tries for each method of a handler, in this order (part D.8).
CX_INITIALIZE: Final = ("initialize", "Initialize")
CX_RUN: Final = ("run", "Run")
CX_STOP: Final = ("stop", "Stop")
CX_SESSION: Final = ("session_changed", "sessionChanged", "SessionChanged")
