"""What stands for a name that is not modelled: it can be imported, passed on and combined, and says so when used.

A verdict must not rest on a call whose effect nobody wrote down, so a call ends the run by name. A constant whose
value is not known may stand in an expression at module level, as ``FLAGS = win32file.A | win32file.B`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

from svclint.simulation.kernel import Unmodelled
from svclint.simulation.standins._facts import ABSENT, constants


class Placeholder:
    """A name that is not modelled. ``name`` is dotted: ``win32file.CreateFile``."""

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __repr__(self) -> str:
        return f"<{self._name}, not modelled>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self._name}.{name}")

    def __hash__(self) -> int:
        return hash(self._name)

    def _used(self, *_: object, **__: object) -> NoReturn:
        raise Unmodelled(self._name)

    def _combined(self, other: object) -> Placeholder:
        return self if not isinstance(other, Placeholder) else Placeholder(f"{self._name}, {other._name}")

    __call__ = __bool__ = __int__ = __index__ = __float__ = __len__ = __iter__ = __contains__ = __getitem__ = _used
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __enter__ = __mro_entries__ = __setattr__ = _used
    __or__ = __ror__ = __and__ = __rand__ = __xor__ = __rxor__ = __add__ = __radd__ = __sub__ = __rsub__ = _combined
    __lshift__ = __rlshift__ = __mul__ = __rmul__ = _combined

    def __invert__(self) -> Placeholder:
        return self


def finish(module: ModuleType) -> None:
    """Give a stand-in what it does not define: a placeholder for every other name, and what ``import *`` takes.

    Names that pywin32 is known not to have raise AttributeError, as they really do.
    """
    space = vars(module)
    homes = (module.__name__, __package__)
    own = {name for name, value in space.items() if str(getattr(value, "__module__", "")).startswith(homes)}
    shared = own | {"error", "com_error"} | set(constants(module.__name__))
    space["__all__"] = [name for name in space if name in shared and (name[0].isupper() or name.endswith("error"))]
    space["__getattr__"] = _unknown(module.__name__)


def _unknown(module: str) -> Callable[[str], Placeholder]:
    def __getattr__(name: str) -> Placeholder:
        if name.startswith("__") or (module == "win32service" and name in ABSENT):
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        return Placeholder(f"{module}.{name}")

    return __getattr__
