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
COUNTER: Final = "checkPoint"  # the attribute that its ReportServiceStatus counts in
