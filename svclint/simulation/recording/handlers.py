"""Which piece of the author's code handles a control: what a finding about the handler points at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import unwrap
from types import CodeType
from typing import Any

from svclint.contract.controls import Control
from svclint.contract.framework import CX_SESSION, CX_STOP, HANDLERS, MODULE, OTHER, OWN_HANDLER

USER_CODES = range(128, 256)
_CX_FREEZE: dict[int, tuple[str, ...]] = {Control.STOP: CX_STOP, Control.SESSIONCHANGE: CX_SESSION}


def control_name(code: int) -> str:
    """The name of a control as events have it; a user-defined one is called after the method that gets it."""
    return Control(code).name if code in frozenset(Control) else OTHER[0]


def handling(callback: Callable[..., Any], code: int) -> Iterator[CodeType]:
    """The code that may handle a control, the most specific first: methods of a framework's class, or the callback."""
    instance = getattr(callback, "__self__", None)
    held = getattr(instance, "instance", None)  # what cx_Freeze's host has
    if held is not None:
        yield from methods(held, _CX_FREEZE.get(code, ()))
    elif instance is not None:
        by_name = HANDLERS.get(Control(code)) if code in frozenset(Control) else None
        for name in (OWN_HANDLER, *((by_name,) if by_name else OTHER)):
            yield from _code(getattr(type(instance), name, None))
    yield from _code(unwrap(callback))


def methods(instance: object, names: tuple[str, ...]) -> Iterator[CodeType]:
    """The code of the methods that an object has of these names, in this order."""
    for name in names:
        yield from _code(getattr(type(instance), name, None))


def framed(instance: object) -> bool:
    """Whether the framework's class turns controls into calls of the instance's methods."""
    return any(cls.__module__ == MODULE for cls in type(instance).__mro__)


def taken(instance: object) -> Iterator[Control]:
    """The controls that have a method which is not the framework's own."""
    for control in Control:
        named = HANDLERS.get(control)
        methods = (getattr(instance, name, None) for name in (OWN_HANDLER, *((named,) if named else OTHER)))
        if any(method is not None and getattr(method, "__module__", "") != MODULE for method in methods):
            yield control


def _code(function: object) -> Iterator[CodeType]:
    code = getattr(function, "__code__", None)
    if isinstance(code, CodeType):
        yield code
