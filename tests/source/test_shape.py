"""What is told of a class by its shape: what goes into its mask, what takes which control, what has a branch."""

from __future__ import annotations

import ast

import pytest

from svclint.checking.behaviour import events
from svclint.contract.controls import Accept
from svclint.contract.events import Accepts, Defined, Event, Expects, Handles, Installed, Masked
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.services import services

TOP = """\
import functools
import operator

import win32service
import win32serviceutil
from elsewhere import Mixin
from win32service import SERVICE_ACCEPT_POWEREVENT
from win32serviceutil import ServiceFramework

EXTRA = win32service.SERVICE_ACCEPT_SESSIONCHANGE
PRESHUTDOWN = 15

"""
CLASS = """
class Kiosk({bases}):
    _svc_name_ = "Kiosk"
    FEW = (win32service.SERVICE_ACCEPT_PARAMCHANGE, 0x40)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)

    def SvcDoRun(self):
        input()

"""
STOP, PAUSE, SHUTDOWN = Accept.STOP, Accept.PAUSE_CONTINUE, Accept.SHUTDOWN
SESSION, POWER, PARAMETERS = Accept.SESSIONCHANGE, Accept.POWEREVENT, Accept.PARAMCHANGE


def told(*methods: str, bases: str = "ServiceFramework", below: str = "") -> list[Event]:
    """The events of the first service of a file with these lines in its class."""
    text = TOP + CLASS.format(bases=bases) + "".join(f"    {line}\n" for line in methods) + below
    module = Module(ast.parse(text), Source("kiosk.py", text.split("\n")))
    return list(events(next(iter(services(module))).life))


def mask(*lines: str) -> tuple[str, ...]:
    """An own GetAcceptedControls."""
    return ("def GetAcceptedControls(self):", *(f"    {line}" for line in lines))


MASKS = {
    "no own method: what the methods make": ((), STOP),
    "the base's and one more": (mask("return super().GetAcceptedControls() | EXTRA"), STOP | SESSION),
    "the base's by its name, in steps": (
        mask("rc = ServiceFramework.GetAcceptedControls(self)", "rc |= 0x40", "return rc"),
        STOP | POWER,
    ),
    "from nothing": (mask("return SERVICE_ACCEPT_POWEREVENT"), POWER),
    "one of two": (mask("return 1 if self.ready else EXTRA"), STOP | SESSION),
    "what is taken away may have been there": (mask("return super().GetAcceptedControls() & ~1"), STOP),
    "an attribute, given elsewhere": ((*mask("return self.bits"), "def SvcPause(self):", "    self.bits = 5"), 5),
    "an attribute of the class": ((*mask("return self.bits"), "bits = EXTRA"), SESSION),
    "a helper": ((*mask("return self.more() | 1"), "def more(self):", "    return EXTRA"), STOP | SESSION),
    "a sum over a list": (mask("return sum([1, SERVICE_ACCEPT_POWEREVENT])"), STOP | POWER),
    "or-ed together": (mask("return functools.reduce(operator.or_, (1, EXTRA))"), STOP | SESSION),
    "a loop over a display": (mask("m = 0", "for bit in (1, EXTRA):", "    m |= bit", "return m"), STOP | SESSION),
    "by name, for older builds": (
        mask("return getattr(win32service, 'SERVICE_ACCEPT_PRESHUTDOWN', 0x100)"),
        Accept.PRESHUTDOWN,
    ),
    "a parameter": (("def GetAcceptedControls(self, more=4):", "    return more"), None),
    "the answer of a function": (mask("return input()"), None),
    "a constant of another family": (mask("return 1 | win32service.SERVICE_CONTROL_SESSIONCHANGE"), None),
    "nothing is returned": (mask("self.ready = True"), None),
    "status tuples by hand have masks of their own": (
        ("def SvcRun(self):", "    win32service.SetServiceStatus(1, ())"),
        None,
    ),
}


@pytest.mark.parametrize("sentence", MASKS)
def test_every_bit_that_the_mask_can_have(sentence: str) -> None:
    """The bits, or nothing where some of it cannot be read."""
    methods, bits = MASKS[sentence]
    assert [one.bits for one in told(*methods) if isinstance(one, Accepts)] == ([] if bits is None else [bits])


def test_constants_are_told_where_they_stand() -> None:
    """By their canonical name and value, also behind a name; the base's own bits are no constants of the author's."""
    lines = mask("rc = super().GetAcceptedControls() | EXTRA", "return rc | SERVICE_ACCEPT_POWEREVENT | 0x8")
    found = {(one.constant, one.bits, one.at.text) for one in told(*lines) if isinstance(one, Masked)}
    session = "win32service.SERVICE_ACCEPT_SESSIONCHANGE"
    power = "win32service.SERVICE_ACCEPT_POWEREVENT"
    assert found == {(session, SESSION, session), (power, POWER, "SERVICE_ACCEPT_POWEREVENT"), ("", PARAMETERS, "0x8")}


ALL = mask("return super().GetAcceptedControls() | 0xC8")  # PARAMCHANGE, POWEREVENT, SESSIONCHANGE
ASKED = "PARAMCHANGE", "POWEREVENT", "SESSIONCHANGE"
HANDLED = {
    "no method": ((), set()),
    "one that compares nothing": (("def SvcOther(self, control):", "    pass"), set(ASKED)),
    "one that compares with one control": (
        ("def SvcOtherEx(self, control, kind, data):", "    if control == 14:", "        self.n = data"),
        {"SESSIONCHANGE"},
    ),
    "a match": (
        (
            *("def SvcOtherEx(self, control, kind, data):", "    match control:"),
            *("        case 13 | 14:", "            self.n = data"),
        ),
        {"POWEREVENT", "SESSIONCHANGE"},
    ),
    "one that does something for the rest": (
        (
            *("def SvcOtherEx(self, control, kind, data):", "    if control == 14:"),
            *("        return", "    self.n = data"),
        ),
        set(ASKED),
    ),
    "one that hands the control on": (
        (
            *("def SvcOtherEx(self, control, kind, data):", "    if control == 14:"),
            *("        return", "    print(control)"),
        ),
        set(ASKED),
    ),
    "one that leaves the rest to the base": (
        (
            *("def SvcOtherEx(self, control, kind, data):", "    if control == 14:"),
            *("        return 0", "    return super().SvcOtherEx(control, kind, data)"),
        ),
        {"SESSIONCHANGE"},
    ),
    "an attribute, given later": (("def SvcRun(self):", "    self.SvcOther = print"), set(ASKED)),
}


@pytest.mark.parametrize("sentence", HANDLED)
def test_what_takes_the_controls_that_have_no_method_of_their_own(sentence: str) -> None:
    """Of three that are accepted."""
    methods, taken = HANDLED[sentence]
    handles = next(one for one in told(*ALL, *methods) if isinstance(one, Handles))
    assert {*handles.controls} & {*ASKED} == taken


UNSEEN = {
    "a base from elsewhere": ((), "Mixin, ServiceFramework"),
    "attributes with names made at run time": (("def SvcRun(self):", "    setattr(self, input(), 1)"), ""),
    "every attribute is answered for": (("def __getattr__(self, name):", "    return print"), ""),
    "a metaclass": ((), "ServiceFramework, metaclass=Mixin"),
    "a handler registered by hand": (("def SvcRun(self):", "    win32service.RegisterServiceCtrlHandler('a', 1)"), ""),
}


@pytest.mark.parametrize("sentence", UNSEEN)
def test_nothing_is_said_of_what_a_class_lacks_that_cannot_be_seen_whole(sentence: str) -> None:
    """No word on which controls are handled."""
    methods, bases = UNSEEN[sentence]
    assert not [one for one in told(*methods, bases=bases or "ServiceFramework") if isinstance(one, Handles)]


def nameless(*methods: str) -> list[Event]:
    """The same without a name."""
    text = TOP + CLASS.format(bases="ServiceFramework").replace("_svc_name_", "_name_")
    text += "".join(f"    {line}\n" for line in methods)
    return list(events(next(iter(services(Module(ast.parse(text), Source("kiosk.py", text.split("\n")))))).life))


def test_a_class_that_leaves_something_to_others_is_a_base() -> None:
    """Nobody can install it without a name, and who derives from it may have what it lacks."""
    assert [one for one in nameless() if isinstance(one, Handles)]
    assert not [one for one in nameless("def work(self):", "    pass") if isinstance(one, Handles)]
    assert not [one for one in nameless("def SvcPause(self):", "    self.hold()") if isinstance(one, Handles)]


def test_of_a_class_with_heirs_in_the_file_these_are_told_of() -> None:
    """They inherit what it has."""
    assert not [one for one in told(below="\nclass Heir(Kiosk):\n    pass\n") if isinstance(one, (Handles, Defined))]


SIGNATURES = {
    "def SvcPause(self): pass": (0, 0, True),
    "def SvcPause(self, why): pass": (1, 1, True),
    "def SvcPause(self, why=1, *, log=2): pass": (0, 1, True),
    "def SvcPause(self, *more): pass": (0, None, True),
    "def SvcPause(self, *, log): pass": (1, 0, True),
    "def SvcPause(): pass": (0, -1, True),
    "SvcPause = lambda self: None": (0, 0, True),
    "@staticmethod\n    def SvcPause(self): pass": (1, 1, False),
    "@classmethod\n    def SvcPause(cls): pass": (0, 0, False),
    "@Mixin.logged\n    def SvcPause(self, log): pass": (0, None, True),
}


@pytest.mark.parametrize("code", SIGNATURES)
def test_how_many_arguments_a_method_takes(code: str) -> None:
    """Without self: at least, at most, and whether it is called on the object."""
    found = next(one for one in told(code) if isinstance(one, Defined) and one.name == "SvcPause")
    assert (found.least, found.most, found.bound) == SIGNATURES[code]


def branches(*lines: str) -> list[tuple[tuple[str, ...], bool]]:
    """What SvcOtherEx with these lines asks for."""
    head = "def SvcOtherEx(self, control, kind, data):"
    found = told(head, *(f"    {line}" for line in lines))
    return [(one.controls, one.rest) for one in found if isinstance(one, Expects)]


def test_branches_are_told_condition_by_condition() -> None:
    """With names or numbers, one or several; what is excluded is no branch, and codes of the user's are no controls."""
    assert branches("if control == PRESHUTDOWN: pass") == [(("PRESHUTDOWN",), True)]
    assert branches("if 13 == control or control == 14: pass") == [(("POWEREVENT", "SESSIONCHANGE"), True)]
    assert branches("if control in (13, 5): pass") == [(("POWEREVENT", "SHUTDOWN"), True)]
    assert branches("if control != 14: pass") == []
    assert branches("if control in (14, 200): pass") == []
    assert branches("if kind == 14: pass") == []


def test_a_method_that_others_call_has_no_dead_branches() -> None:
    """They may call it with any control."""
    lines = (
        "def SvcOther(self, control):",
        "    if control == 14: pass",
        "def SvcPause(self):",
        "    self.SvcOther(14)",
    )
    assert not [one for one in told(*lines) if isinstance(one, Expects)]


INSTALLED = {
    "given at the top": ("win32serviceutil.HandleCommandLine(Kiosk)", [("", ("_svc_display_name_",))]),
    "given to nobody": ("print(Kiosk)", []),
    "another name for the class": (
        "Kiosk.__name__ = 'Booth'; Kiosk._svc_display_name_ = 'K'; win32serviceutil.HandleCommandLine(Kiosk)",
        [("calls itself 'Booth'", ())],
    ),
    "a class string tells where it is": (
        "Kiosk.__name__ = 'Booth'; Kiosk._svc_display_name_ = 'K'; win32serviceutil.HandleCommandLine(Kiosk, 'a.B')",
        [],
    ),
    "the name comes later": ("Kiosk._svc_display_name_ = 'K'; win32serviceutil.HandleCommandLine(Kiosk)", []),
}


@pytest.mark.parametrize("sentence", INSTALLED)
def test_what_installing_will_not_find(sentence: str) -> None:
    """Only of a class that the file itself gives to the framework."""
    code, expected = INSTALLED[sentence]
    found = [one for one in told(below=f"\n{code}\n") if isinstance(one, Installed)]
    assert [(one.hidden, one.lacks) for one in found] == expected
