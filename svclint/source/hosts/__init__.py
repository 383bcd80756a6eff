"""Services that no framework of pywin32's runs: programs that talk to the SCM themselves, and those of cx_Freeze.

What cannot be found for certain, the handler or the main function, is no service.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.source.classes import ClassModel
from svclint.source.hosts.chosen import MANUAL, PYWIN32, chosen
from svclint.source.hosts.cx_freeze import handlers
from svclint.source.hosts.entries import RUN, Entries, Routine
from svclint.source.hosts.native import Native
from svclint.source.imports import FRAMEWORK
from svclint.source.model import Service
from svclint.source.module import Module

__all__ = ["PYWIN32", "chosen", "others"]

_REGISTER = "RegisterServiceCtrlHandler"


def others(module: Module) -> Iterator[Service]:
    """The services of the file that are no classes of the framework's."""
    yield from (service for reading in handlers(module) if (service := reading.build()))
    if any(_REGISTER in line for line in module.source.lines):
        readings = (Native(module, main, cls) for main in Entries(module).mains() for cls in _classes(module, main))
        yield from (service for reading in readings if (service := reading.build()))


def _classes(module: Module, main: Routine) -> list[ClassModel | None]:
    """The classes of the module whose objects the main function is a method of: those that nobody derives from."""
    if main.owner is None:
        return [None]
    below = [one for one in module.classes if main.owner in one.lineage()]
    last = [one for one in below if not any(one in other.lineage()[1:] for other in below)]
    return [one for one in last if chosen(module, one.node) in MANUAL or not _may_be_framed(one, main)]


def _may_be_framed(cls: ClassModel, main: Routine) -> bool:
    """Whether the class is the framework's, or may be where a base is out of sight and has what is not here."""
    unknown = main.node.name in ("__init__", RUN) and any(isinstance(one, str) for one in cls.lineage())
    return unknown or cls.derives(FRAMEWORK)
