"""What is not modelled: it can be imported and combined, and a call ends the run by its dotted name."""

from __future__ import annotations

import pytest

from tests.simulation.standins.harness import play, unmodelled

pytestmark = pytest.mark.usefixtures("pywin32")


def file_handle():
    import win32file

    flags = win32file.GENERIC_READ | win32file.FILE_SHARE_READ
    return win32file.CreateFile("x", flags, 0, None, 3, 0, None)


def com_object():
    from win32com.client import Dispatch

    return Dispatch("Shell.Application")


def wmi_through_attribute():
    import win32com.client

    return win32com.client.GetObject("winmgmts:")


def registry():
    import winreg

    return winreg.LoadKey(winreg.HKEY_LOCAL_MACHINE, "Mine", "hive.dat")


def installing():
    import win32service

    return win32service.CreateService(None, "x", "x", 0, 0, 0, 0, "x", None, 0, None, None, None)


def command_line():
    import win32serviceutil

    return win32serviceutil.HandleCommandLine(object, argv=["service.py", "install"])


def constant_in_a_condition():
    import win32con

    return 1 if win32con.WM_UNHEARD_OF == 5 else 2


def star_import():
    exec("from win32file import *", {})


def foreign_function():
    import ctypes

    return ctypes.windll.user32.MessageBoxW(None, "text", "title", 0)


def base_class():
    import win32com.server.policy

    return type("Policy", (object,), {}) and exec("class P(base): pass", {"base": win32com.server.policy.BasicPolicy})


def through_the_folder():
    from win32 import win32pipe

    return win32pipe.CreatePipe(None, 0)


NAMES = [
    ("a function of a module nobody wrote", file_handle, "win32file.CreateFile"),
    ("from a package inside a package", com_object, "win32com.client.Dispatch"),
    ("by attributes", wmi_through_attribute, "win32com.client.GetObject"),
    ("a function of the registry that nobody wrote", registry, "winreg.LoadKey"),
    ("a function a modelled module does not model", installing, "win32service.CreateService"),
    ("a command", command_line, "win32serviceutil.HandleCommandLine with install"),
    ("a constant whose value matters", constant_in_a_condition, "win32con.WM_UNHEARD_OF"),
    ("all names of a module", star_import, "from win32file import *"),
    ("a foreign function", foreign_function, "user32.MessageBoxW"),
    ("a base class", base_class, "win32com.server.policy.BasicPolicy"),
    ("through the folder of the wheel", through_the_folder, "win32.win32pipe.CreatePipe"),
]


@pytest.mark.parametrize(("use", "name"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_use_is_named(use, name: str) -> None:
    """The run is inconclusive, and says for want of what."""
    assert unmodelled(use) == name


def test_imports_and_constants_alone_are_no_use() -> None:
    """Module-level code as services have it: imports, constants in expressions, exceptions to catch."""

    def body(say):
        import pythoncom
        import pywintypes
        import win32file
        import win32pipe
        import win32security  # noqa: F401
        import win32ts
        from win32com.shell import shell, shellcon  # noqa: F401

        mode = win32pipe.PIPE_TYPE_MESSAGE | win32pipe.PIPE_READMODE_MESSAGE | 4
        try:
            raise pywintypes.error(5, "f", "Access is denied.")
        except (pythoncom.com_error, win32file.error, win32ts.error) as caught:
            say((type(mode).__name__, caught.winerror, caught.args))

    assert play(body) == [("Placeholder", 5, (5, "f", "Access is denied."))]


def test_names_pywin32_does_not_have() -> None:
    """What it is known to lack is lacking here, so that code that asks for it with a default gets its default."""
    import win32service

    assert not hasattr(win32service, "SERVICE_ACCEPT_TIMECHANGE")
    assert getattr(win32service, "SERVICE_CONTROL_TRIGGEREVENT", 0x20) == 0x20
    with pytest.raises(AttributeError):
        win32service.__path__  # noqa: B018


def test_outside_a_run() -> None:
    """Nothing of Windows happens where no run is on."""
    import win32event

    from svclint.simulation.kernel import Unmodelled

    with pytest.raises(Unmodelled):
        win32event.CreateEvent(None, 0, 0, None)


def test_standard_library_sees_no_registry() -> None:
    """mimetypes reads a registry if it finds one; http.server goes by it."""
    import mimetypes

    assert mimetypes.MimeTypes().guess_type("index.html") == ("text/html", None)
    mimetypes.init()


def test_a_star_import_takes_what_pywin32_has() -> None:
    """Functions and constants, and none of the words the stand-ins use among themselves."""
    space: dict[str, object] = {}
    exec("from win32event import *\nfrom win32con import *", space)
    assert {"CreateEvent", "INFINITE", "error", "EVENTLOG_ERROR_TYPE"} <= space.keys()
    assert not {"wait", "name", "text", "scheduler", "annotations"} & space.keys()


def test_modules_are_the_same_through_the_folders() -> None:
    """win32.win32event and win32.lib.win32serviceutil are the modules themselves."""
    import win32.lib.win32serviceutil
    import win32event
    import win32serviceutil
    from win32 import win32event as other

    assert other is win32event
    assert win32.lib.win32serviceutil is win32serviceutil
