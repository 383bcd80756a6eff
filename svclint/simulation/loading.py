"""What the process of a service does with a target: its class is found, or it is run as a script."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final, NamedTuple

from svclint.contract.framework import CX_INITIALIZE, CX_RUN, CX_STOP, OWN_HANDLER
from svclint.simulation.failures import described
from svclint.simulation.importing import CodeKeeper, imported
from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.scm.machine import current
from svclint.simulation.targets import BadTarget, Target


class Kind(NamedTuple):
    """What a host wants of a class: of each group of methods one. ``named``: the attribute with the service's name."""

    methods: tuple[tuple[str, ...], ...]
    named: str | None

    def fits(self, cls: type[Any]) -> bool:
        """Whether the host could run a class."""
        return all(any(hasattr(cls, name) for name in group) for group in self.methods)

    def names(self, cls: type[Any]) -> bool:
        """Whether a class is one to be run, rather than a base of some."""
        return self.fits(cls) and (self.named is None or isinstance(getattr(cls, self.named, None), str))

    def __str__(self) -> str:
        return ", and ".join(" or ".join(group) for group in self.methods)


PYWIN32: Final = Kind((("SvcDoRun", "SvcRun"), ("SvcStop", OWN_HANDLER)), "_svc_name_")
CX_FREEZE: Final = Kind((CX_INITIALIZE, CX_RUN, CX_STOP), None)


_SCRIPT: Final = "; for a script that calls the dispatcher itself, the host is python"


def load(target: Target, kind: Kind = PYWIN32) -> type[Any]:
    """Import what the target names and find the class. Raises BadTarget, and whatever the import raises."""
    module = imported(target)
    if target.cls is None:
        return _only_service(module, target, kind)
    cls = getattr(module, target.cls, None)
    if not isinstance(cls, type):
        raise BadTarget(f"{target} is no class" if cls is not None else f"there is no {target.cls} in {target.where}")
    if not kind.fits(cls):
        raise BadTarget(f"{target} is no service: it needs {kind}")
    return cls


def _only_service(module: ModuleType, target: Target, kind: Kind) -> type[Any]:
    found = _services(module, kind)
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.__name__ for one in found)
    why = f"several service classes: {names}; name one" if found else f"no service class{_SCRIPT}"
    raise BadTarget(f"{target.where} has {why}")


def _services(module: ModuleType, kind: Kind) -> list[type[Any]]:
    own = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
    services = [one for one in own if kind.names(one)]
    bases = {base for one in services for base in one.__mro__[1:]}
    return [one for one in services if one not in bases]


class Loading:
    """What the process of a service does with a target, within the run; it remembers what came of it.

    ``name``: of the service, once it is known. ``error``: why nothing could be run. ``tell`` puts exceptions in words.
    """

    def __init__(self, target: Target, kind: Kind = PYWIN32) -> None:
        self._target, self._kind = target, kind
        self.name = "Service"
        self.error: str | None = None
        self.tell: Callable[[BaseException], str] = described

    def __call__(self) -> type[Any]:
        """The class, freshly imported. Raises what the import raises."""
        with self._heard("cannot be imported"):
            cls = load(self._target, self._kind)
        self._named([cls])
        return cls

    def host(self) -> None:
        """Host the class as a script of three lines would."""
        cls = self()
        current().prepare(cls)
        current().dispatch()

    def run(self) -> None:
        """Run the module as a script: as ``__main__``, without arguments."""
        main = sys.modules["__main__"] = ModuleType("__main__")
        try:
            with self._heard("fails before it calls the dispatcher"):
                path, main.__package__ = self._script()
                main.__file__, sys.argv = path, [path]
                exec(CodeKeeper("__main__", path).get_code("__main__"), vars(main))
        finally:
            self._named(_services(main, self._kind))
            if current().connected():  # what it does later is for the judges
                self.error = None
        if not current().connected():
            self.error = f"{self._target} ends without having called StartServiceCtrlDispatcher"

    def _script(self) -> tuple[str, str]:
        """The path of the file, and its package."""
        if self._target.path:
            return str(self._target.path), ""
        spec = find_spec(str(self._target.module))
        if spec is None or not spec.has_location or spec.submodule_search_locations:
            raise BadTarget(f"{self._target} is no file that could be run")
        return str(spec.origin), str(spec.parent)

    @contextmanager
    def _heard(self, what: str) -> Iterator[None]:
        try:
            yield
        except (Abort, Unmodelled):
            raise
        except BadTarget as error:
            self.error = str(error)
            raise
        except BaseException as error:
            self.error = f"{self._target} {what}: {self.tell(error)}"
            raise

    def _named(self, classes: list[type[Any]]) -> None:
        if len(classes) == 1 and self._kind.named:
            self.name = str(getattr(classes[0], self._kind.named, self.name))
