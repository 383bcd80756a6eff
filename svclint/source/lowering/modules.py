"""What the names of modules stand for, in this file and in those that it imports."""

from __future__ import annotations

from svclint.contract.constants import CONSTANTS
from svclint.contract.effects import has_lessons, taught
from svclint.source.frame import Frame
from svclint.source.lowering.reader import Reader
from svclint.source.module import Module
from svclint.source.project import Found, Member, Outside, Unit
from svclint.source.values import UNKNOWN, Function, Library, Package, Symbol, Type, Value, const


def library(name: str) -> Value:
    """Something of a library: a constant whose value the contract knows, or just its name."""
    return const(CONSTANTS[name], name) if name in CONSTANTS else Library(name)


def imported(reader: Reader, module: Module, name: str) -> Value | None:
    """What a module imports by that name; None when it imports nothing so."""
    dotted = module.imports.canonical(name)
    if dotted is None:
        return _found(reader, module.project.starred(module, name)) if module.project else None
    found = _found(reader, module.project.lookup(module, dotted)) if module.project else None
    if found is None:
        return library(dotted)
    return UNKNOWN if module.imports.ambiguous(name) else found


def member(reader: Reader, unit: Unit, name: str) -> Value:
    """``package.name``."""
    return _found(reader, unit.project.inside(unit, name)) or UNKNOWN


def _found(reader: Reader, found: Found) -> Value | None:
    match found:
        case Unit():
            return Package(found)
        case Outside(name=name):
            return library(name)
        case Member(module=module, name=name):
            return _taught(module, name) or defined(reader, module, name)
    return None


def _taught(module: Module, name: str) -> Value | None:
    """What users taught of a call is believed before its own code."""
    dotted = f"{module.project.dotted(module)}.{name}" if module.project and has_lessons() else ""
    return Library(dotted) if taught(dotted) else None


def defined(reader: Reader, module: Module, name: str) -> Value | None:
    """What a statement of the module itself makes by that name."""
    if name in module.functions:
        return Function(module.functions[name], home=module)
    cls = module.class_named(name)
    if cls is not None:
        return Type(cls)
    return variable(reader, module, name) if name in module.globals else None


def variable(reader: Reader, module: Module, name: str) -> Value:
    """What a variable of the module holds."""
    key = f"{module.label}.{name}"
    if name in module.globals:
        _read(reader, module, name, key)
    return reader.knowledge.value(key) or Symbol(key)


def _read(reader: Reader, module: Module, name: str, key: str) -> None:
    """Read the module's own assignments of the name, the first time it is asked for."""
    if key in reader.session.globals_read:
        return
    reader.session.globals_read.add(key)
    top, there = Frame(module.label, module), reader.within(module)
    for value in module.globals[name]:
        top.naming = key
        reader.knowledge.hold(key, there.expression(value, top).value)
