"""Imports of pywin32's other modules: they succeed, and calling what they hold ends the run by name."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from svclint.simulation.kernel import Unmodelled
from svclint.simulation.standins._errors import com_error, error
from svclint.simulation.standins._placeholders import Placeholder

# The top-level modules of pywin32's wheel. They come before anything installed.
OTHERS = frozenset(
    {
        "win32", "_win32sysloader", "_winxptheme", "mmapfile", "odbc", "perfmon", "pythoncom", "pythonwin",
        "sspi", "sspicon", "win2kras", "win32clipboard", "win32com", "win32comext", "win32console", "win32cred",
        "win32crypt", "win32cryptcon", "win32file", "win32gui", "win32gui_struct", "win32help", "win32inet",
        "win32inetcon", "win32job", "win32lz", "win32net", "win32netcon", "win32pdh", "win32pdhquery",
        "win32pdhutil", "win32pipe", "win32print", "win32profile", "win32ras", "win32rcparser", "win32security",
        "win32timezone", "win32trace", "win32traceutil", "win32transaction", "win32ts", "win32ui", "win32uiole",
        "win32verstamp", "win32wnet", "winioctlcon", "winnt", "winperf", "winxpgui", "winxptheme",
        "ntsecuritycon", "adodbapi", "isapi",
    }
)  # fmt: skip
# These too, but a service may well have a module of that name: they come after everything else.
COMMON_WORDS = frozenset(
    {"afxres", "commctrl", "dde", "mmsystem", "netbios", "rasutil", "regcheck", "regutil", "timer"}
)

FOLDERS = ("win32", "win32.lib")  # of the wheel, for those who import through them


class PlaceholderModule(ModuleType):
    """A module that has every name."""

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            raise Unmodelled(f"from {self.__name__} import *")
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        # What is caught has to be an exception: every module of pywin32 shares these two.
        return {"error": error, "com_error": com_error}.get(name) or Placeholder(f"{self.__name__}.{name}")


class _Loader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return PlaceholderModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class Finder(MetaPathFinder):
    """Finds the modules of these names, and whatever is inside them."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for a name inside one of the modules; None for all others."""
        if fullname.partition(".")[0] not in self._names:
            return None
        return ModuleSpec(fullname, _Loader(), is_package=True)


def install(modelled: Mapping[str, ModuleType]) -> None:
    """Let imports find them, and the modules that are modelled in the folders of the wheel as well."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OTHERS]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, Finder)]
    sys.meta_path.insert(0, Finder(OTHERS))
    sys.meta_path.append(Finder(COMMON_WORDS))
    for folder in map(import_module, FOLDERS):
        for name, module in modelled.items():
            sys.modules[f"{folder.__name__}.{name}"] = module
            setattr(folder, name, module)
