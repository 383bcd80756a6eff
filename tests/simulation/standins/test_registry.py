"""The registry through winreg and through win32api (the library reference; pages of the functions; contract 1.6)."""

from __future__ import annotations

import pytest

from svclint.simulation.kernel import Scheduler
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.hosts import script
from svclint.simulation.scm.machine import Machine
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.records import Configuration
from tests.simulation.standins.harness import Plain, play, unmodelled

pytestmark = pytest.mark.usefixtures("pywin32")

CONTROL = r"SYSTEM\CurrentControlSet\Control"
OWN = r"SOFTWARE\Vendor\Service"


def opened(path=CONTROL, access=None):
    import winreg

    return winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path, 0, winreg.KEY_READ if access is None else access)


def own(path=OWN):
    """A key of one's own, with all rights."""
    import winreg

    return winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, path)


def test_the_limit_of_a_shutdown_is_that_of_the_machine() -> None:
    """A text in milliseconds: 20 s unless the profile says otherwise."""
    import winreg

    found = []

    def look(console):
        found.append(winreg.QueryValueEx(opened(), "WaitToKillServiceTimeout"))

    Machine(Scheduler(Plain()), []).run(look)
    Machine(Scheduler(Plain()), [], Profile(shutdown=5.0)).run(look)
    assert found == [("20000", winreg.REG_SZ), ("5000", winreg.REG_SZ)]


@pytest.mark.parametrize("name", ["ServicesPipeTimeout", "PreshutdownOrder", "AutoStartDelay"])
def test_what_nobody_has_set_is_not_there(name: str) -> None:
    """Their defaults hold without them."""
    import winreg

    def body(say):
        with pytest.raises(FileNotFoundError) as caught:
            winreg.QueryValueEx(opened(), name)
        say(caught.value.winerror)

    assert play(body) == [2]


def test_an_installed_service_has_a_key() -> None:
    import winreg

    found = []
    service = Installed(Configuration("Demo", "The demo", dependencies=("Tcpip",)), script(lambda: None))

    def look(console):
        with opened(r"SYSTEM\ControlSet001\Services\demo") as key:
            names = ("Type", "Start", "DisplayName", "ObjectName", "DependOnService")
            found.extend(winreg.QueryValueEx(key, name) for name in names)

    Machine(Scheduler(Plain()), [service]).run(look)
    assert found == [(0x10, 4), (3, 4), ("The demo", 1), ("LocalSystem", 1), (["Tcpip"], 7)]


def test_what_is_written_can_be_read_whatever_the_case() -> None:
    """By both modules, in the same tree; a value keeps the name and the place that it was first written with."""
    import winreg

    import win32api
    import win32con

    def body(say):
        with own() as key:
            winreg.SetValueEx(key, "Port", 0, winreg.REG_DWORD, 8080)
            winreg.SetValueEx(key, "Hosts", 0, winreg.REG_MULTI_SZ, ["a", "b"])
            winreg.SetValueEx(key, "PORT", 0, winreg.REG_SZ, "none")
        again = win32api.RegOpenKeyEx(win32con.HKEY_LOCAL_MACHINE, OWN.upper(), 0, win32con.KEY_READ)
        say(win32api.RegQueryValueEx(again, "port"))
        say([win32api.RegEnumValue(again, place) for place in range(2)])
        say(winreg.EnumKey(opened(r"SOFTWARE\vendor"), 0))

    assert play(body) == [("none", 1), [("Port", "none", 1), ("Hosts", ["a", "b"], 7)], "Service"]


def test_keys_come_and_go() -> None:
    """One that holds others cannot be deleted; beyond the last, enumerations say 259."""
    import winreg

    import win32api
    import win32con

    def refused(say, kind, act):
        with pytest.raises(kind) as caught:
            act()
        say((type(caught.value).__name__, caught.value.winerror))

    def body(say):
        own(OWN + r"\Inner").Close()
        say(win32api.RegCreateKeyEx(win32con.HKEY_LOCAL_MACHINE, OWN, win32con.KEY_READ)[1])
        say(win32api.RegCreateKeyEx(own(), "New", win32con.KEY_READ)[1])
        refused(say, PermissionError, lambda: winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, OWN))
        refused(say, OSError, lambda: winreg.EnumKey(own(), 2))
        for name in ("Inner", "New"):
            winreg.DeleteKey(own(), name)
        win32api.RegDeleteKey(win32con.HKEY_LOCAL_MACHINE, OWN)
        refused(say, FileNotFoundError, lambda: opened(OWN))
        refused(say, win32api.error, lambda: win32api.RegOpenKeyEx(win32con.HKEY_LOCAL_MACHINE, OWN))

    assert play(body) == [2, 1, ("PermissionError", 5), ("OSError", 259), ("FileNotFoundError", 2), ("error", 2)]


def test_rights_count() -> None:
    """A key that was opened to be read is not written, and one that was closed is of no use."""
    import winreg

    def body(say):
        with pytest.raises(PermissionError):
            winreg.SetValueEx(opened(), "WaitToKillServiceTimeout", 0, winreg.REG_SZ, "1")
        with pytest.raises(PermissionError):
            winreg.QueryValueEx(opened(access=winreg.KEY_SET_VALUE), "WaitToKillServiceTimeout")
        key = opened()
        key.Close()
        with pytest.raises(OSError) as caught:
            winreg.QueryValueEx(key, "x")
        say(caught.value.winerror)

    assert play(body) == [6]


@pytest.mark.parametrize(
    "kind, value, error",
    [
        ("a text where a number belongs", (4, "8080"), ValueError),
        ("a number where a text belongs", (1, 8080), ValueError),
        ("one text where a list belongs", (7, "a;b"), ValueError),
        ("a tuple where a list belongs", (7, ("a", "b")), ValueError),
        ("a number that is too big", (4, 1 << 32), OverflowError),
        ("a text where bytes belong", (3, "x"), TypeError),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_data_has_to_fit_its_type(kind: str, value: tuple[int, object], error: type[Exception]) -> None:
    import winreg

    def body(say):
        with pytest.raises(error):
            winreg.SetValueEx(own(), "x", 0, *value)
        say(winreg.QueryInfoKey(own())[:2])

    assert play(body) == [(0, 0)]


def test_the_unnamed_value_of_a_key() -> None:
    import winreg

    import win32api
    import win32con

    def body(say):
        say(winreg.QueryValue(own(), None))
        winreg.SetValue(winreg.HKEY_LOCAL_MACHINE, OWN, winreg.REG_SZ, "default")
        say(winreg.QueryValue(winreg.HKEY_LOCAL_MACHINE, OWN))
        win32api.RegSetValue(win32con.HKEY_LOCAL_MACHINE, OWN, win32con.REG_SZ, "other")
        say(win32api.RegQueryValue(win32con.HKEY_LOCAL_MACHINE, OWN))
        winreg.DeleteValue(own(), "")
        say(winreg.QueryValue(own(), ""))

    assert play(body) == ["", "default", "other", ""]


def test_a_run_leaves_nothing_to_the_next() -> None:
    import winreg

    def body(say):
        say(winreg.QueryInfoKey(own())[1])
        winreg.SetValueEx(own(), "x", 0, winreg.REG_SZ, "y")

    assert play(body) == play(body) == [0]


def test_observers_hear_what_is_written_and_where() -> None:
    """The path is that of the key that was opened, whatever it was opened through."""
    import winreg

    import win32api
    import win32con

    heard = []

    class Ears(MachineObserver):
        def wrote(self, key, name, type, data, task):
            heard.append((key, name, type, data))

    def body(console):
        with opened("SYSTEM") as system, winreg.OpenKeyEx(system, r"CurrentControlSet\Control", 0, 2) as control:
            winreg.SetValueEx(control, "WaitToKillServiceTimeout", 0, winreg.REG_SZ, "60000")
        key = win32api.RegOpenKeyEx(win32con.HKEY_LOCAL_MACHINE, CONTROL, 0, win32con.KEY_ALL_ACCESS)
        win32api.RegSetValueEx(key, "ServicesPipeTimeout", 0, win32con.REG_DWORD, 60000)

    Machine(Scheduler(Plain()), [], observers=[Ears()]).run(body)
    path = "HKEY_LOCAL_MACHINE\\" + CONTROL
    assert heard == [(path, "WaitToKillServiceTimeout", 1, "60000"), (path, "ServicesPipeTimeout", 4, 60000)]


def test_numbers_and_names() -> None:
    """Those that sources write down; a hive is a 64-bit number in winreg and a negative one in win32con."""
    import winreg

    import win32con

    assert (winreg.HKEY_LOCAL_MACHINE, win32con.HKEY_LOCAL_MACHINE) == (18446744071562067970, -2147483646)
    assert (winreg.KEY_READ, winreg.KEY_WRITE, winreg.KEY_ALL_ACCESS) == (0x20019, 0x20006, 0xF003F)
    assert [winreg.REG_SZ, winreg.REG_EXPAND_SZ, winreg.REG_BINARY, winreg.REG_DWORD, winreg.REG_MULTI_SZ] == [
        1, 2, 3, 4, 7,
    ]  # fmt: skip
    space: dict[str, object] = {}
    exec("from winreg import *", space)
    assert {"OpenKey", "SetValueEx", "HKEY_LOCAL_MACHINE", "KEY_SET_VALUE", "REG_MULTI_SZ"} <= set(space)


def test_another_machine_is_not_modelled() -> None:
    import winreg

    detail = unmodelled(lambda: winreg.ConnectRegistry(r"\\other", winreg.HKEY_LOCAL_MACHINE))
    assert detail == "winreg.ConnectRegistry of another machine"
