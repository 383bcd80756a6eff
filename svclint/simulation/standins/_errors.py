"""What pywin32 raises, and the texts of the system's messages (facts of pywintypes and of FormatMessage, English)."""

from __future__ import annotations

from typing import Any

from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Unmodelled

ERROR_ALREADY_EXISTS = 183
ERROR_NO_MORE_ITEMS = 259
ERROR_NOT_OWNER = 288
ERROR_TOO_MANY_POSTS = 298


class error(Exception):
    """pywintypes.error: ``winerror`` is the code, ``funcname`` the function that failed, ``strerror`` the message."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        given: tuple[Any, ...] = (*args, None, None, None)
        self.winerror, self.funcname, self.strerror = given[:3]


class com_error(Exception):
    """pywintypes.com_error: code, message, information from the server, and the number of the bad argument."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.hresult, self.strerror, self.excepinfo, self.argerror = (*args, None, None, None, None)[:4]


error.__module__ = com_error.__module__ = "pywintypes"

_MESSAGES = {
    Win32Error.NO_ERROR: "The operation completed successfully.",
    Win32Error.ERROR_FILE_NOT_FOUND: "The system cannot find the file specified.",
    Win32Error.ERROR_PATH_NOT_FOUND: "The system cannot find the path specified.",
    Win32Error.ERROR_ACCESS_DENIED: "Access is denied.",
    Win32Error.ERROR_INVALID_HANDLE: "The handle is invalid.",
    Win32Error.ERROR_INVALID_DATA: "The data is invalid.",
    Win32Error.ERROR_INVALID_PARAMETER: "The parameter is incorrect.",
    Win32Error.ERROR_CALL_NOT_IMPLEMENTED: "This function is not supported on this system.",
    Win32Error.ERROR_INSUFFICIENT_BUFFER: "The data area passed to a system call is too small.",
    Win32Error.ERROR_INVALID_NAME: "The filename, directory name, or volume label syntax is incorrect.",
    Win32Error.ERROR_INVALID_LEVEL: "The system call level is not correct.",
    ERROR_ALREADY_EXISTS: "Cannot create a file when that file already exists.",
    Win32Error.ERROR_MORE_DATA: "More data is available.",
    ERROR_NO_MORE_ITEMS: "No more data is available.",
    ERROR_NOT_OWNER: "Attempt to release mutex not owned by caller.",
    ERROR_TOO_MANY_POSTS: "Too many posts were made to a semaphore.",
    Win32Error.ERROR_INVALID_ADDRESS: "Attempt to access invalid address.",
    Win32Error.ERROR_DEPENDENT_SERVICES_RUNNING: (
        "A stop control has been sent to a service that other running services are dependent on."
    ),
    Win32Error.ERROR_INVALID_SERVICE_CONTROL: "The requested control is not valid for this service.",
    Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT: (
        "The service did not respond to the start or control request in a timely fashion."
    ),
    Win32Error.ERROR_SERVICE_NO_THREAD: "A thread could not be created for the service.",
    Win32Error.ERROR_SERVICE_DATABASE_LOCKED: "The service database is locked.",
    Win32Error.ERROR_SERVICE_ALREADY_RUNNING: "An instance of the service is already running.",
    Win32Error.ERROR_SERVICE_DISABLED: (
        "The service cannot be started, either because it is disabled or because it has no enabled devices"
        " associated with it."
    ),
    Win32Error.ERROR_SERVICE_DOES_NOT_EXIST: "The specified service does not exist as an installed service.",
    Win32Error.ERROR_SERVICE_CANNOT_ACCEPT_CTRL: "The service cannot accept control messages at this time.",
    Win32Error.ERROR_SERVICE_NOT_ACTIVE: "The service has not been started.",
    Win32Error.ERROR_FAILED_SERVICE_CONTROLLER_CONNECT: (
        "The service process could not connect to the service controller."
    ),
    Win32Error.ERROR_EXCEPTION_IN_SERVICE: ("An exception occurred in the service when handling the control request."),
    Win32Error.ERROR_SERVICE_SPECIFIC_ERROR: "The service has returned a service-specific error code.",
    Win32Error.ERROR_PROCESS_ABORTED: "The process terminated unexpectedly.",
    Win32Error.ERROR_SERVICE_DEPENDENCY_FAIL: "The dependency service or group failed to start.",
    Win32Error.ERROR_SERVICE_LOGON_FAILED: "The service did not start due to a logon failure.",
    Win32Error.ERROR_SERVICE_START_HANG: "After starting, the service hung in a start-pending state.",
    Win32Error.ERROR_SERVICE_MARKED_FOR_DELETE: "The specified service has been marked for deletion.",
    Win32Error.ERROR_SERVICE_EXISTS: "The specified service already exists.",
    Win32Error.ERROR_SERVICE_NEVER_STARTED: "No attempts to start the service have been made since the last boot.",
    Win32Error.ERROR_SERVICE_NOT_IN_EXE: (
        "The executable program that this service is configured to run in does not implement the service."
    ),
    Win32Error.ERROR_SHUTDOWN_IN_PROGRESS: "A system shutdown is in progress.",
}


def message(code: int) -> str:
    """The system's message for a code, without a line break. Raises Unmodelled for a text that is not written down."""
    text = _MESSAGES.get(code)
    if text is None:
        raise Unmodelled(f"the message of error {code}")
    return text


def failed(code: int, function: str) -> error:
    """The exception with which pywin32 says that ``function`` failed."""
    return error(int(code), function, message(code))
