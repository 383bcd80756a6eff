"""What calls need to be there, by the effect table, and where the code shows that it minds."""

from __future__ import annotations

import ast
import re

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.effects import Argument, canonical, provides, serving, wants
from svclint.contract.effects.surroundings import ASKED, IMPORTS, KNOWN_BY_MODE, MODES, Wants
from svclint.contract.events import Need, Needs, Opaque, Provides, Serves, Serving
from svclint.source.classes import UNKNOWN_BASE, ClassModel
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.paths import path_in
from svclint.source.lowering.precautions import chosen, last_name, minded
from svclint.source.lowering.reader import Reader, reads
from svclint.source.values import Const, Given, Library, Type, Value, truth
from svclint.source.walking import walk

# A path that begins at a drive, a share, the root, or somewhere else by a scheme; and the names of devices.
_SOMEWHERE = re.compile(r"[\\/]|[^\\/]*:|(nul|con|prn|aux|com\d|lpt\d|conin\$|conout\$)(\.|$)", re.IGNORECASE)


def surroundings(reader: Reader, name: str, node: ast.Call, given: Arguments) -> Behaviour:
    """What the call needs to be there, what it makes sure of, and what it is on the way to the SCM."""
    need, provided, step = wants(name), provides(name), serving(name)
    if need is None and provided is None and step is None:
        return SKIP
    at, side = reader.at(node), reader.role.side
    parts: list[Behaviour] = []
    if need is not None and _wanted(need, given):
        parts.append(_need(reader, need.need, canonical(name), node))
    if provided is not None:
        parts.append(reader.emit(Provides(at, provided, side)))
    if step is not None:
        parts.append(_step(reader, step, node, given))
    return seq(*parts)


def _need(reader: Reader, need: Need, name: str, node: ast.Call) -> Behaviour:
    knows, choice = minded(reader, need, node), chosen(reader, need, node)
    return reader.emit(Needs(reader.at(node), need, name, reader.role.side, knows, choice))


def _wanted(entry: Wants, given: Arguments) -> bool:
    """Whether this very call needs it."""
    if entry.path is not None:
        return begins_nowhere(given.get(entry.path))
    if entry.unless is not None and (not given.complete or _said(given, entry.unless) is not _UNSAID):
        return given.complete and _said(given, entry.unless) is True
    return entry.only is None or _said(given, entry.only) is True


_UNSAID = "unsaid"


def _said(given: Arguments, argument: Argument) -> bool | str | None:
    """The truth of an argument; None when it is not known."""
    value = given.get(argument)
    return _UNSAID if value is None else truth(value)


def begins_nowhere(path: Value | None) -> bool:
    """Whether a path is known, and begins in whatever folder is the current one."""
    text = path_in(path) if isinstance(path, Given) else path.value if isinstance(path, Const) else None
    return isinstance(text, str) and bool(text.strip()) and not _SOMEWHERE.match(text)


def _step(reader: Reader, step: Serving, node: ast.Call, given: Arguments) -> Behaviour:
    """A step on the way to the SCM. A command line with a class or arguments of its own may do anything."""
    at = reader.at(node)
    if step is Serving.COMMANDS and not _plain(reader, given):
        return reader.emit(Opaque(at, at.text, reports=False))
    return reader.emit(Serves(at, step))


def _plain(reader: Reader, given: Arguments) -> bool:
    """Whether the class is of this file and hosted by PythonService.exe, and the arguments are the process's own."""
    cls = given.get(Argument(0, "cls"))
    named = given.get(Argument(1, "serviceClassString"))
    own = named is None and given.get(Argument(2, "argv")) in (None, Library("sys.argv"))
    return own and given.complete and isinstance(cls, Type) and _hosted(cls.cls)


def _hosted(cls: ClassModel) -> bool:
    """Whether nothing says that another program hosts a class of this file."""
    return cls.module.judged and UNKNOWN_BASE not in cls.lineage() and not cls.class_value("_exe_name_")


def _words(name: str) -> set[str]:
    """``run_debug`` and ``isDebug`` are about debugging."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def asked_about(reader: Reader, node: ast.expr) -> Behaviour:
    """What a condition asks about: from then on the code knows whether it is there. Its parts are conditions too."""
    if isinstance(node, (ast.BoolOp, ast.UnaryOp)):
        return SKIP
    parts = [one for one in walk(node) if isinstance(one, (ast.Name, ast.Attribute))]
    names = [reader.module.canonical(one) for one in parts]
    needs = dict.fromkeys(need for name in names if name in ASKED for need in ASKED[name])
    if any(_words(last_name(one)) & MODES for one in parts):
        needs |= dict.fromkeys(KNOWN_BY_MODE)
    return seq(*(reader.emit(Provides(reader.at(node), need, reader.role.side)) for need in needs))


@reads(ast.Import, ast.ImportFrom)
def import_(reader: Reader, node: ast.Import | ast.ImportFrom, frame: Frame) -> Behaviour:
    """An import makes sure of what the module sees to while it is imported."""
    module = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    names = module or [one.name for one in node.names]
    needs = dict.fromkeys(IMPORTS[top] for name in names if (top := name.partition(".")[0]) in IMPORTS)
    return seq(*(reader.emit(Provides(reader.at(node), need, reader.role.side)) for need in needs))
