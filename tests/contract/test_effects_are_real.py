"""The entries of the standard library, compared with the Python that runs the tests."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import math
import multiprocessing
import select
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from svclint.contract.effects import ACTS, BASES, BLOCKS, RETURNS, STARTERS, Argument, Limit

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # modules that later versions do not have

# Their methods are found on objects only.
MAKERS: dict[str, Callable[[], Any]] = {
    "select.poll": getattr(select, "poll", object),
    "threading.Condition": threading.Condition,
    "threading.Lock": threading.Lock,
    "threading.RLock": threading.RLock,
    "multiprocessing.synchronize.Lock": multiprocessing.Lock,
    "multiprocessing.synchronize.RLock": multiprocessing.RLock,
    "multiprocessing.synchronize.Semaphore": multiprocessing.Semaphore,
}
NOT_ON_WINDOWS = ("select.poll", "select.epoll", "os.wait")
WINDOWS_ONLY = ("_winapi.", "msvcrt.", "asyncio.ProactorEventLoop")
REMOVED_IN_3_12 = ("asyncore.",)
REMOVED_IN_3_13 = ("telnetlib.",)
NEW_IN_3_11 = ("asyncio.Runner",)
PYTHON_2 = ("os.popen2", "os.popen3", "threading.Thread.isAlive", "ssl.wrap_socket")
MADE_LATE = ("os._wrap_close.", "multiprocessing.managers.BaseManager.shutdown")  # __getattr__, start()


def standard(names: Iterator[str] | dict[str, Any]) -> list[str]:
    """Those that this very Python has to have."""
    return [name for name in names if name.partition(".")[0] in sys.stdlib_module_names and not name.startswith(gone())]


def gone() -> tuple[str, ...]:
    """What this Python need not have."""
    return (
        *PYTHON_2,
        *MADE_LATE,
        *(NOT_ON_WINDOWS if sys.platform == "win32" else WINDOWS_ONLY),
        *(REMOVED_IN_3_12 if sys.version_info >= (3, 12) else ()),
        *(REMOVED_IN_3_13 if sys.version_info >= (3, 13) else ()),
        *(() if sys.version_info >= (3, 11) else NEW_IN_3_11),
        *(() if importlib.util.find_spec("_tkinter") else ("tkinter",)),
        "ctypes.windll",
    )


def found(name: str) -> Any:
    """The object of that dotted name."""
    if name in MAKERS:
        return MAKERS[name]()
    owner, _, last = name.rpartition(".")
    if not owner:
        return importlib.import_module(last)
    try:
        return getattr(found(owner), last)
    except AttributeError:
        return importlib.import_module(name)


def class_of(name: str) -> type:
    """The class of that dotted name, which may be a function that makes its objects."""
    target = found(name)
    return target if inspect.isclass(target) else type(target)


def parameters(name: str) -> list[inspect.Parameter] | None:
    """The parameters of a call without the receiver; None where Python does not tell."""
    target = found(name)
    owner = found(name.rpartition(".")[0])
    try:
        listed = list(inspect.signature(target).parameters.values())
    except ValueError:
        return None
    unbound = inspect.isclass(owner) and not inspect.isclass(target) and not inspect.ismethod(target)
    return listed[1:] if unbound else listed


def check(name: str, argument: Argument) -> inspect.Parameter | None:
    """The parameter an entry names; position and keyword mean the same one."""
    listed = parameters(name)
    if listed is None:
        return None
    if argument.position is not None:
        at = listed[argument.position]
        assert at.kind in (at.POSITIONAL_ONLY, at.POSITIONAL_OR_KEYWORD), name
        assert argument.keyword in (None, at.name), name
        return at
    by_name = {each.name: each for each in listed}
    if argument.keyword in by_name:
        return by_name[argument.keyword]
    assert any(each.kind is each.VAR_KEYWORD for each in listed), name
    return None


def check_default(name: str, limit: Limit) -> None:
    """What is asked without the argument agrees with its default, where that is a number or None."""
    parameter = check(name, limit.argument)
    default = parameter.default if parameter else None
    if isinstance(default, (int, float)):
        assert limit.absent is None or limit.absent == (default if default >= 0 else math.inf), name


@pytest.mark.parametrize("name", standard(BLOCKS))
def test_wait_exists(name: str) -> None:
    """A call that waits is there, and has the arguments that its entry names."""
    assert callable(found(name))
    blocks = BLOCKS[name]
    if blocks.limit:
        check_default(name, blocks.limit)
    for argument in (blocks.unless, blocks.given, blocks.spared):
        if argument:
            check(name, argument)


@pytest.mark.parametrize("name", standard(ACTS))
def test_act_exists(name: str) -> None:
    """A call that acts is there, and has the argument it acts on."""
    assert callable(found(name))
    for deed in ACTS[name]:
        if deed.subject:
            check(name, deed.subject)


@pytest.mark.parametrize("name", standard(STARTERS))
def test_starter_exists(name: str) -> None:
    """What runs code is there, and has the arguments for the target and the daemon flag."""
    check(name, STARTERS[name].target)
    daemon = STARTERS[name].daemon
    if daemon:
        check(name, daemon)


@pytest.mark.parametrize("name", standard(BASES))
def test_base_is_one(name: str) -> None:
    """The base a class has in the table is a base it has in Python."""
    assert issubclass(class_of(name), class_of(BASES[name]))


@pytest.mark.parametrize("name", standard(RETURNS))
def test_factory_exists(name: str) -> None:
    """A factory is there, and so is the class of what it makes."""
    assert callable(found(name))
    assert inspect.isclass(found(RETURNS[name])) or RETURNS[name] in MAKERS


def test_most_of_the_table_was_checked() -> None:
    """The check reaches at least 100 calls of the standard library."""
    assert len(standard(BLOCKS)) >= 100
