"""Names and values: against the contract, against pywin32's own Python files, and against its type stubs."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from svclint.contract.constants import CONSTANTS
from svclint.simulation.standins import _facts
from svclint.simulation.standins._placeholders import Placeholder
from tests.simulation.standins.wheel import folder

pytestmark = pytest.mark.usefixtures("pywin32")

FACTS = [
    ("a service that runs", "win32service.SERVICE_RUNNING", 4),
    ("what STOP needs to be accepted", "win32service.SERVICE_ACCEPT_STOP", 1),
    ("PRESHUTDOWN has a name in both families", "win32service.SERVICE_ACCEPT_PRESHUTDOWN", 0x100),
    ("an error control, which as a state would be STOP_PENDING", "win32service.SERVICE_ERROR_CRITICAL", 3),
    ("all rights on a service", "win32service.SERVICE_ALL_ACCESS", 0xF01FF),
    ("all rights on the manager", "win32service.SC_MANAGER_ALL_ACCESS", 0xF003F),
    ("a DWORD of ones reads -1", "win32event.INFINITE", -1),
    ("and so does a failed wait", "win32event.WAIT_FAILED", -1),
    ("a wait that timed out", "win32event.WAIT_TIMEOUT", 258),
    ("the id of an event-log message, no state", "servicemanager.PYS_SERVICE_STOPPED", 0x40001004),
    ("the first of them", "servicemanager.PYS_SERVICE_STARTING", 0x40001000),
    ("a kind of event-log entries", "servicemanager.EVENTLOG_WARNING_TYPE", 2),
    ("a control nobody handles", "winerror.ERROR_CALL_NOT_IMPLEMENTED", 120),
    ("a code the contract does not speak of", "winerror.ERROR_ALREADY_EXISTS", 183),
    ("a device that arrives", "win32con.DBT_DEVICEARRIVAL", 0x8000),
    ("a key of the registry, negative as a 32-bit number", "win32con.HKEY_LOCAL_MACHINE", -0x7FFFFFFE),
]
STUBS = ("win32service", "win32event", "servicemanager", "win32serviceutil", "win32api")


def value(name: str) -> object:
    """What a dotted name reads."""
    module, _, inner = name.partition(".")
    return getattr(importlib.import_module(module), inner)


@pytest.mark.parametrize(("name", "expected"), [case[1:] for case in FACTS], ids=[case[0] for case in FACTS])
def test_value(name: str, expected: int) -> None:
    """Values of the Windows headers as pywin32 shows them."""
    assert value(name) == expected


def test_contract_and_stand_in_agree() -> None:
    """The linter folds the constants a run sees; as 32-bit numbers they are equal."""
    named = {name: known for name, known in CONSTANTS.items() if name.partition(".")[2] not in _facts.ABSENT}
    assert {name: value(name) & 0xFFFFFFFF for name in named} == named  # type: ignore[operator]


@pytest.mark.parametrize("module", ["winerror", "win32con"])
def test_pywin32_has_the_same_numbers(module: str) -> None:
    """Every constant modelled is in pywin32's own file, with that value."""
    space: dict[str, object] = {}
    exec(compile((folder() / f"{module}.py").read_text("utf-8"), module, "exec"), space)
    modelled = _facts.constants(module)
    assert len(modelled) > 500
    assert {name: space.get(name) for name in modelled} == modelled


def surface(module: str) -> Iterator[tuple[str, bool]]:
    """The public names in the stub of a module, and whether each is something to call."""
    try:
        home = Path(str(distribution("types-pywin32").locate_file("win32-stubs")))
    except PackageNotFoundError:
        pytest.skip("types-pywin32 is not installed")
    path = next(path for path in (home / f"{module}.pyi", home / "lib" / f"{module}.pyi") if path.exists())
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, True
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, False


@pytest.mark.parametrize("module", STUBS)
def test_every_public_name_is_there(module: str) -> None:
    """A name of pywin32 is modelled, or stands for itself until it is used; what is called is never a number."""
    named = dict(surface(module))
    assert len(named) > 20
    for name, called in named.items():
        found = value(f"{module}.{name}")
        assert isinstance(found, Placeholder) or callable(found) == called, name


@pytest.mark.parametrize("module", ["win32service", "win32event", "servicemanager"])
def test_every_number_of_the_service_modules_is_known(module: str) -> None:
    """For these three nothing is left open: every constant of the stub has a value."""
    missing = [
        name for name, called in surface(module) if not called and isinstance(value(f"{module}.{name}"), Placeholder)
    ]
    assert missing == ["HDESKType", "HWINSTAType"] * (module == "win32service") or missing == []
