"""Which call of the author's code an observation belongs to, and what the effect table says of it.

An observation is made deep down: ``queue.Queue.get`` waits for a lock. What the author wrote is the innermost frame
of the author's files; what it calls is the frame below that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dis import opname
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import CodeType, FrameType
from typing import Final, NamedTuple

from svclint.contract.effects import Acts, Argument, Blocks, acts, blocking

# What the kernel puts in the place of functions that have no Python code.
_KERNEL: Final = "svclint.simulation.kernel."
_KERNEL_NAMES: Final = {"Sleep.__call__": "time.sleep"}
_HOMES: Final = {"svclint.simulation.standins._controlling": "win32serviceutil"}  # parts of a stand-in
_WITH: Final = ("BEFORE_WITH", "SETUP_WITH")  # the instruction that enters a block; SETUP_WITH before Python 3.11
_RECEIVERS: Final = ("self", "cls")
_INFINITE: Final = 0xFFFFFFFF


class Call(NamedTuple):
    """A call in the author's code: the frame it stands in, and the frame of what is called (None: has none)."""

    frame: FrameType
    callee: FrameType | None


class Known(NamedTuple):
    """A call that the effect table knows: its canonical name, the frame, and what it does."""

    name: str
    frame: FrameType
    blocks: Blocks | None
    acts: tuple[Acts, ...]


class Author:
    """Whose code is whose: files below one of the author's folders, the standard library and installed packages not."""

    def __init__(self, folders: tuple[str, ...], foreign: tuple[str, ...]) -> None:
        self._folders, self._foreign = folders, foreign
        self._known: dict[str, bool] = {}

    def wrote(self, code: CodeType) -> bool:
        """Whether a piece of code is the author's."""
        return self.owns(code.co_filename)

    def owns(self, path: str) -> bool:
        """Whether a file is the author's."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = path.startswith(self._folders) and not path.startswith(self._foreign)
        return known

    def strange(self, path: str) -> bool:
        """Whether a file is neither the author's nor of what is installed."""
        return not path.startswith((*self._folders, *self._foreign))

    def call(self, frame: FrameType | None) -> Call | None:
        """The innermost call in the author's code, seen from a frame below it."""
        callee = None
        while frame is not None:
            if self.wrote(frame.f_code):
                return Call(frame, callee)
            frame, callee = frame.f_back, frame
        return None


def known(call: Call, inner: FrameType) -> Known | None:
    """What the table says of the outermost callee that it knows, from the author's call down to the observation."""
    for frame in reversed(list(_down(call, inner))):
        effect = _effect(frame)
        if effect is not None:
            return Known(effect.name, frame, effect.blocks, effect.acts)
    return None


class _Effect(NamedTuple):
    name: str
    blocks: Blocks | None
    acts: tuple[Acts, ...]


# By the id of the code, which is kept so that the id stays its own: hashing code is slow.
_effects: dict[int, tuple[CodeType, _Effect | None]] = {}


def _effect(frame: FrameType) -> _Effect | None:
    code = frame.f_code
    held = _effects.get(id(code))
    if held is None:
        spoken = (name for name in _names(frame) if blocking(name) or acts(name))
        effects = (_Effect(name, blocking(name), acts(name)) for name in spoken)
        held = _effects[id(code)] = code, next(effects, None)
    return held[1]


def asked(blocks: Blocks, frame: FrameType) -> float | None:
    """The limit that a call asks for, in seconds; infinite without one, None when it cannot be told."""
    limit = blocks.limit
    if limit is None:
        return blocks.asks
    held = argument(frame, limit.argument)
    if held is MISSING:
        return None if frame.f_code.co_flags & (CO_VARARGS | CO_VARKEYWORDS) else limit.absent
    if held is None:
        return math.inf
    if not isinstance(held, (int, float)):
        return None
    return math.inf if held < 0 or held == _INFINITE else held * limit.unit


MISSING: Final = object()


def argument(frame: FrameType, wanted: Argument) -> object:
    """The value of an argument in the frame of the function that was given it, else MISSING."""
    code, held = frame.f_code, frame.f_locals
    names = code.co_varnames[: code.co_argcount]
    positional = names[1:] if names[:1] and names[0] in _RECEIVERS else names
    if wanted.position is not None and wanted.position < len(positional):
        return held.get(positional[wanted.position], MISSING)
    return held.get(wanted.keyword, MISSING) if wanted.keyword else MISSING


def receiver(frame: FrameType) -> object:
    """The object whose method runs in a frame, None for functions."""
    names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
    return frame.f_locals.get(names[0]) if names[:1] and names[0] in _RECEIVERS else None


def guards(frame: FrameType | None, author: Author) -> bool:
    """Whether a lock is taken by a ``with`` in a library: it guards the library's own state, nobody is waited for."""
    while frame is not None and str(frame.f_globals.get("__name__", "")).startswith(_KERNEL):
        frame = frame.f_back
    if frame is None or author.wrote(frame.f_code):
        return False
    if frame.f_code.co_name == "__enter__" and frame.f_back is not None:
        frame = frame.f_back
    return not author.wrote(frame.f_code) and opname[frame.f_code.co_code[frame.f_lasti]] in _WITH


def _down(call: Call, inner: FrameType) -> Iterator[FrameType]:
    """The frames below a call, the innermost first."""
    frame: FrameType | None = inner
    while frame is not None and frame is not call.frame:
        yield frame
        frame = frame.f_back


def _names(frame: FrameType) -> Iterator[str]:
    """How a frame's function may be called in the table: by its module, or by a package that gives it on."""
    module = str(frame.f_globals.get("__name__", ""))
    module, name = _HOMES.get(module, module), qualified(frame)
    if module.startswith(_KERNEL):
        yield _KERNEL_NAMES.get(name, name)
        return
    while module:
        yield f"{module}.{name}"
        module = module.rpartition(".")[0]


def qualified(frame: FrameType) -> str:
    """The qualified name of a frame's function; before Python 3.11 found through the class of its receiver."""
    code = frame.f_code
    name = getattr(code, "co_qualname", None)
    if isinstance(name, str):
        return name
    held = receiver(frame)
    cls = held if isinstance(held, type) else type(held)
    owner = next((each for each in cls.__mro__ if _defines(vars(each), code)), None)
    return f"{owner.__qualname__}.{code.co_name}" if owner and held is not None else code.co_name


def _defines(members: Mapping[str, object], code: CodeType) -> bool:
    return getattr(members.get(code.co_name), "__code__", None) is code
