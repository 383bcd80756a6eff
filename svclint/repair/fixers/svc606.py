"""SVC606: the order becomes a list, and its type the one for lists."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import dotted, fixed
from svclint.repair.workshop import Workshop, nodes

WRITERS: Final = ("SetValueEx", "RegSetValueEx")
TYPE, DATA = 3, 4
MULTI: Final = "REG_MULTI_SZ"
_VALUE = re.compile(r"/v\s+PreshutdownOrder\b", re.IGNORECASE)
_TYPED = re.compile(r"/t\b", re.IGNORECASE)
_SEVERAL = re.compile(r"/d\s+(\\?\"[^\"]*[,; ]|\S*[,;])", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\s\0]+")


class Listed(NamedTuple):
    """How the names are written as a list, and whether that is a guess."""

    code: str
    guessed: bool = False


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Safe where it is plain which names are meant; where one text is taken apart, that is a guess."""
    call = shop.call_at(finding.at.line, finding.at.column)
    if (dotted(call.func) or "").rpartition(".")[2] in WRITERS:
        return _written(shop, finding, call)
    edit = _commanded(shop, call)
    return fixed(shop, finding, f"Write the order as {MULTI}", Applicability.SAFE, edit) if edit else None


def _written(shop: Workshop, finding: Finding, call: cst.Call) -> Fix | None:
    if len(call.args) <= DATA or any(one.keyword or one.star for one in call.args):
        return None
    kind, data = call.args[TYPE].value, call.args[DATA].value
    named, listed = _type(kind), _listed(shop, data)
    if named is None or listed is None:
        return None
    edits = [shop.replace(kind, named)] if named != dotted(kind) else []
    edits += [shop.replace(data, listed.code)] if listed.code != shop.text_of(data) else []
    trust = Applicability.UNSAFE if listed.guessed else Applicability.SAFE
    return fixed(shop, finding, "Write the order as a list", trust, *edits)


def _type(kind: cst.BaseExpression) -> str | None:
    """The type for lists, from the module that the other one is from."""
    owner, dot, name = (dotted(kind) or "").rpartition(".")
    if name == MULTI:
        return dotted(kind)
    return f"{owner}{dot}{MULTI}" if dot and name.startswith("REG_") else None


def _listed(shop: Workshop, data: cst.BaseExpression) -> Listed | None:
    match data:
        case cst.List():
            return Listed(shop.text_of(data))
        case cst.SimpleString() if isinstance(data.evaluated_value, str):
            names = [one for one in _BETWEEN.split(data.evaluated_value) if one]
            if any(mark in one for one in names for mark in '"\\'):
                return None
            return Listed("[" + ", ".join(f'"{one}"' for one in names) + "]", len(names) > 1)
        case cst.Call(func=cst.Attribute(value=cst.SimpleString(), attr=cst.Name(value="join")), args=[joined]):
            return Listed(f"list({shop.text_of(joined.value)})")
    return None


def _commanded(shop: Workshop, call: cst.Call) -> Edit | None:
    """``reg add`` in one text, with one name and no type."""
    texts = [one for one in nodes(call, cst.SimpleString) if _VALUE.search(one.value)]
    if len(texts) != 1 or _TYPED.search(texts[0].value) or _SEVERAL.search(texts[0].value):
        return None
    found = _VALUE.search(texts[0].value)
    assert found
    written = texts[0].value
    return shop.replace(texts[0], f"{written[: found.end()]} /t {MULTI}{written[found.end() :]}")
