"""SVC805: the path begins beside the file, whoever starts the process."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.workshop import Workshop

_NAMES = ("file", "filename", "filenames", "fname", "database", "path")
# Methods of paths, and the modules that have functions of the same names.
_OF_PATHS = ("open", "read_text", "read_bytes", "write_text", "write_bytes", "touch", "mkdir", "iterdir")
_MODULES = ("io", "os", "codecs", "shelve")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Put the folder of the file in front of the path, where that is written down."""
    given = _path(_opener(shop.call_at(finding.at.line, finding.at.column)))
    text = _constant(shop, given.value) if isinstance(given, cst.Name) else given
    if not isinstance(text, cst.SimpleString) or "b" in text.prefix.lower():
        return None
    path, imports = shop.spell("os.path")
    beside = f"{path}.join({path}.dirname({path}.abspath(__file__)), {shop.text_of(text)})"
    title = f"Look for {shop.text_of(text)} beside the file"
    return fixed(shop, finding, title, Applicability.UNSAFE, shop.replace(text, beside), *imports)


def _opener(call: cst.Call) -> cst.Call | None:
    """The call that is given the path: ``Path("feed.ini")`` of ``Path("feed.ini").read_text()``, else itself."""
    match call.func:
        case cst.Attribute(value=cst.Call() as made, attr=cst.Name(value=name)) if name in _OF_PATHS:
            return made if _last_name(made.func) == "Path" else None
        case cst.Attribute(value=owner, attr=cst.Name(value=name)) if name in _OF_PATHS:
            return call if _last_name(owner) in _MODULES else None
    return call


def _last_name(node: cst.BaseExpression) -> str:
    named = node.attr if isinstance(node, cst.Attribute) else node
    return named.value if isinstance(named, cst.Name) else ""


def _path(call: cst.Call | None) -> cst.BaseExpression | None:
    """The path that a call is given: the argument of that name, else the first."""
    if call is None:
        return None
    named = next((one.value for one in call.args if one.keyword and one.keyword.value in _NAMES), None)
    first = call.args[0] if call.args else None
    return named or (first.value if first and not first.keyword and not first.star else None)


def _constant(shop: Workshop, name: str) -> cst.BaseExpression | None:
    """What the module gives to a name that has this one use."""
    match [shop.parents[one] for one in shop.nodes(cst.Name) if one.value == name]:
        case [cst.AssignTarget() as target, cst.Arg()]:
            assign = shop.parents[target]
            if isinstance(assign, cst.Assign) and isinstance(shop.parents[shop.parents[assign]], cst.Module):
                return assign.value if len(assign.targets) == 1 else None
    return None
