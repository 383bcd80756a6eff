"""Stand-ins for pywin32, for ctypes' way to Windows and for cx_Logging, on every operating system and in virtual time.

Each module here takes the place of the one of its name. What they do not model can be imported and is named when it
is called. A run's state is kept with the run; nothing here survives it.
"""

from __future__ import annotations

import ctypes
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent

# Each after those it imports.
MODELLED = (
    *("pywintypes", "winerror", "win32con", "win32api", "win32event", "win32service", "servicemanager"),
    *("winreg", "win32process", "win32evtlog", "win32evtlogutil", "win32serviceutil"),
)
# What programs of cx_Freeze have beside it, which is no part of pywin32.
_BESIDE = ("cx_Logging",)
# Python files of pywin32 itself, which run as they are over the stand-ins for its compiled modules.
FRAMEWORK = ("winerror", "win32con", "win32serviceutil")


def install(framework: Path | None = None) -> None:
    """Put the stand-ins into sys.modules, before anything installed, and into ctypes.

    ``framework``: an unpacked wheel of pywin32, whose own files are loaded for FRAMEWORK. Raises FileNotFoundError
    when one is missing.
    """
    # It takes winreg for a registry that can be read; imported before, it knows that there is none.
    import_module("mimetypes")
    for name in (*MODELLED, *_BESIDE):
        real = framework is not None and name in FRAMEWORK
        module = _load(name, _found(framework, name) if framework and real else HERE / f"{name}.py")
        if not real:
            # Whoever imports it as a part of this package gets the same one.
            sys.modules[f"{__name__}.{name}"] = module
            setattr(sys.modules[__name__], name, module)
            import_module(f"{__name__}._placeholders").finish(module)
    if framework is not None:
        import_module(f"{__name__}._hooks").observe(sys.modules["win32serviceutil"].__dict__["ServiceFramework"])
    import_module(f"{__name__}._finder").install({name: sys.modules[name] for name in MODELLED})
    import_module(f"{__name__}._process").install()
    import_module(f"{__name__}._signals").install()
    for name, value in import_module(f"{__name__}._libraries").NAMES.items():
        setattr(ctypes, name, value)


def _load(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _found(framework: Path, name: str) -> Path:
    """The file of a module in an unpacked wheel, or in the folder that holds it."""
    for folder in (framework / "win32" / "lib", framework / "win32" / "Lib", framework):
        if (path := folder / f"{name}.py").is_file():
            return path
    raise FileNotFoundError(f"no {name}.py in {framework}")
