"""SVC812: what the SCM's functions give and take is declared behind the line that loads them."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.contract.foreign import SET_STATUS
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import dotted, fixed, means
from svclint.repair.workshop import Workshop

POINTER = "ctypes.c_void_p"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Declare a function that is reached by a name which the module gives once; None where it has a wrong type."""
    call = shop.call_at(finding.at.line, finding.at.column)
    written = dotted(call.func)
    loaded = _loaded(shop, written.partition(".")[0]) if written and written.count(".") < 2 else None
    if written is None or loaded is None:
        return None
    pointer, imports = shop.spell(POINTER)
    if _is_status(loaded, call):
        what, types = "argtypes", f"[{pointer}, {pointer}]"
        if not _passes_pointer(shop, call):
            return None
    else:
        what, types = "restype", pointer
    if f"{written}.{what}" in _declared(shop):
        return None
    edit = shop.insert_after(_behind(shop, loaded), f"{written}.{what} = {types}")
    return fixed(shop, finding, f"Declare the {what} of {written}", Applicability.SAFE, *imports, edit)


def _loaded(shop: Workshop, name: str) -> cst.SimpleStatementLine | None:
    """The one statement of the module that gives a name its value."""
    lines = [one for one in shop.nodes(cst.SimpleStatementLine) if name in _given(one)]
    if len(lines) != 1 or not isinstance(shop.parents[lines[0]], cst.Module):
        return None
    # A choice of two may be None on other systems, which has no functions to declare.
    return lines[0] if isinstance(_value(lines[0]), (cst.Attribute, cst.Call)) else None


def _behind(shop: Workshop, loaded: cst.SimpleStatementLine) -> cst.SimpleStatementLine:
    """The last of the declarations that follow a line at once, else the line itself."""
    module = shop.parents[loaded]
    last = loaded
    for stmt in module.body[module.body.index(loaded) + 1 :] if isinstance(module, cst.Module) else ():
        if not isinstance(stmt, cst.SimpleStatementLine) or not any(_declares(one) for one in _given(stmt)):
            break
        last = stmt
    return last


def _declares(name: str | None) -> bool:
    return name is not None and name.endswith((".restype", ".argtypes"))


def _value(line: cst.SimpleStatementLine) -> cst.BaseExpression | None:
    return next((one.value for one in line.body if isinstance(one, cst.Assign)), None)


def _given(line: cst.SimpleStatementLine) -> list[str | None]:
    return [dotted(to.target) for one in line.body if isinstance(one, cst.Assign) for to in one.targets]


def _is_status(loaded: cst.SimpleStatementLine, call: cst.Call) -> bool:
    """Whether the call is one of SetServiceStatus, by that name or by one that the module gives it."""
    named = call.func if isinstance(call.func, cst.Attribute) else _value(loaded)
    return (dotted(named) or "").endswith(f".{SET_STATUS}")


def _passes_pointer(shop: Workshop, call: cst.Call) -> bool:
    """Whether the status is passed by a pointer of its own: declared, a structure alone would be refused."""
    passed = call.args[1].value if len(call.args) > 1 else None
    return isinstance(passed, cst.Call) and any(
        means(shop, passed.func, f"ctypes.{one}") for one in ("byref", "pointer")
    )


def _declared(shop: Workshop) -> set[str | None]:
    return {name for line in shop.nodes(cst.SimpleStatementLine) for name in _given(line)}
