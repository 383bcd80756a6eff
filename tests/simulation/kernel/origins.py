"""A child of `test_untouched`: where the code of the standard library comes from."""

from __future__ import annotations

import _thread
import asyncio
import concurrent.futures
import datetime
import functools
import importlib
import json
import logging
import queue
import sys
import threading
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from svclint.simulation.kernel import boot


def codes(thing: Any) -> Iterator[str]:
    """The file of each function of a class, or of a function."""
    members = {"": thing} if isinstance(thing, FunctionType) else vars(thing)
    functions = [member for name, member in members.items() if name != "__hash__"]
    plain = (getattr(function, "__func__", getattr(function, "fget", function)) for function in functions)
    yield from (function.__code__.co_filename for function in plain if isinstance(function, FunctionType))


def named(name: str) -> Any:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def late() -> list[str]:
    """Modules that have kept a primitive that is not the simulator's."""
    ours = _thread.allocate_lock
    locks = {
        "threading": threading.Lock,
        "functools": type(functools.RLock()),
        "queue": type(queue.Queue().mutex),
        "logging": type(logging._lock._block if hasattr(logging._lock, "_block") else logging._lock),  # type: ignore[attr-defined]
        "concurrent.futures": type(concurrent.futures.Future()._condition._lock),  # type: ignore[attr-defined]
    }
    return [name for name, lock in locks.items() if lock not in (ours, _thread.RLock)]


def installed_again() -> str:
    try:
        boot.install()
    except RuntimeError as error:
        return str(error)
    return ""


def main(*names: str) -> None:
    """Print {"files": {name: files}, "library": folder, "late": [modules], "again": error}."""
    of_c = not hasattr(datetime.datetime.strftime, "__code__")
    files = {}
    for name in names:
        thing = named(name)
        files[name] = sorted(set(codes(thing))) or [sys.modules[thing.__module__].__file__]
    result = {"files": files, "library": asyncio.__file__.rpartition("asyncio")[0], "late": late()}
    result |= {"datetime": f"datetime.{datetime.datetime.__name__}, of {'C' if of_c else 'Python'}"}
    sys.stdout.write("\n" + json.dumps({**result, "again": installed_again()}))
    sys.stdout.flush()
