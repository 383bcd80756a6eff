"""The table of what calls need to be there: its laws, and the standard library's part of it against this Python."""

from __future__ import annotations

import importlib
import inspect
import sys
from typing import Any

import pytest

from svclint.contract.effects import Argument, canonical, provides, serving, wants
from svclint.contract.effects.surroundings import ASKED, ERRORS, IMPORTS, NEEDS, PROVIDES, SEEN_TO, SERVING
from svclint.contract.events import Need, Serving

WINDOWS_ONLY = ("msvcrt.", "os.fchdir" if sys.platform == "win32" else "msvcrt.")
PYTHON_2 = ("raw_input",)
STREAMS = ("sys.stdin.", "sys.stdout.", "sys.stderr.")  # what a test runner puts there has less


def found(name: str) -> Any:
    """The object of that dotted name."""
    owner, _, last = name.rpartition(".")
    if not owner:
        return getattr(importlib.import_module("builtins"), last, None) or importlib.import_module(last)
    try:
        return getattr(found(owner), last)
    except AttributeError:
        return importlib.import_module(name)


def standard(name: str) -> bool:
    """Whether this very Python has to have it."""
    top = name.partition(".")[0]
    known = "." not in name or top in sys.stdlib_module_names - {"ctypes"}
    return known and not name.startswith((*WINDOWS_ONLY, *PYTHON_2, *STREAMS))


def test_names_are_canonical() -> None:
    """Looking a name up finds it as it is spelled."""
    names = {*NEEDS, *PROVIDES, *SERVING}
    assert [name for name in names if canonical(name) != name] == []


@pytest.mark.parametrize("need", Need)
def test_each_need_shows(need: Need) -> None:
    """Some call needs it, and some error says that it is missing."""
    assert any(entry.need is need for entry in NEEDS.values())
    assert ERRORS[need]


def test_what_is_asked_or_seen_to_is_needed() -> None:
    """Nothing is asked about that nobody needs."""
    assert {*PROVIDES.values(), *IMPORTS.values(), *SEEN_TO, *(need for asked in ASKED.values() for need in asked)} == {
        *Need
    }


@pytest.mark.parametrize("name", [name for name in (*NEEDS, *PROVIDES, *ASKED) if standard(name)])
def test_call_exists(name: str) -> None:
    """The standard library has it."""
    assert found(name) is not None


@pytest.mark.parametrize("name", [name for name, entry in NEEDS.items() if entry.path and standard(name)])
def test_paths_are_arguments(name: str) -> None:
    """The path is the argument that the entry names, by position and by keyword, where Python tells its arguments."""
    path = NEEDS[name].path
    assert path is not None
    try:
        parameters = list(inspect.signature(found(name)).parameters.values())
    except ValueError:
        return
    if inspect.isfunction(found(name)) and "." in name and name.rpartition(".")[2] == "read":
        parameters = parameters[1:]
    if path.keyword is not None and any(one.name == path.keyword for one in parameters):
        assert path.position in (None, [one.name for one in parameters].index(path.keyword))
    else:
        assert path.keyword is None or any(one.kind is one.VAR_KEYWORD for one in parameters)


@pytest.mark.parametrize(
    ("name", "need"),
    [
        ("builtins.open", Need.FOLDER),
        ("__builtin__.raw_input", Need.CONSOLE),
        ("flask.app.Flask.run", Need.MAIN_THREAD),
        ("signal.signal", Need.MAIN_THREAD),
        ("asyncio.events.get_event_loop", Need.LOOP),
        ("signal.getsignal", None),
        ("asyncio.run", None),
        ("twisted.internet.reactor.run", None),
        ("print", None),
        ("logging.StreamHandler", None),
    ],
)
def test_lookup_follows_aliases(name: str, need: Need | None) -> None:
    """Other spellings find the same entry; what is fine everywhere has none."""
    entry = wants(name)
    assert (entry and entry.need) is need


def test_steps_on_the_way_to_the_scm() -> None:
    """The three steps, and nothing beside them."""
    assert serving("servicemanager.PrepareToHostMultiple") is Serving.PREPARES
    assert serving("ctypes.oledll.advapi32.StartServiceCtrlDispatcherW") is Serving.DISPATCHES
    assert serving("win32serviceutil.HandleCommandLine") is Serving.COMMANDS
    assert serving("servicemanager.Initialize") is None
    assert provides("pythoncom.CoInitialize") is Need.COM


def test_a_reloader_asks_for_the_main_thread_only_when_debugging() -> None:
    """Flask's own arguments decide."""
    entry = NEEDS["flask.Flask.run"]
    assert (entry.only, entry.unless) == (Argument(2, "debug"), Argument(None, "use_reloader"))
