"""cx_Logging: the log that programs of cx_Freeze write, handlers of services among them. In a run nobody keeps it.

Facts: the documentation of cx_Logging. Message and arguments are put together only for a log that is kept.
"""

from __future__ import annotations

from typing import Final

DEBUG: Final = 10
INFO: Final = 20
WARNING: Final = 30
ERROR: Final = 40
CRITICAL: Final = 50


def _quiet(*arguments: object, **named: object) -> None:
    """Say nothing."""


Debug = Info = Warning = Error = Critical = Trace = Log = _quiet
StartLogging = StopLogging = SetLoggingLevel = SetExceptionInfo = LogException = _quiet
