"""SVC801: the frozen program connects to the SCM when that starts it."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import called, dotted, fixed
from svclint.repair.shapes.entries import only_argument
from svclint.repair.workshop import Workshop

_DISPATCHER = "StartServiceCtrlDispatcher"
_PREPARES = ("PrepareToHostSingle", "PrepareToHostMultiple")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Dispatch behind what is prepared, or where the program is started without arguments."""
    small = shop.small_at(finding.at.line, finding.at.column)
    call = called(small)
    if call is None or not shop.is_plain_block(shop.parents[small]) or _DISPATCHER in shop.text:
        return None
    return _behind(shop, finding, small) if _prepares(call) else _hosting(shop, finding, small, call)


def _prepares(call: cst.Call | None) -> bool:
    return call is not None and (dotted(call.func) or "").rpartition(".")[2] in _PREPARES


def _behind(shop: Workshop, finding: Finding, small: cst.BaseSmallStatement) -> Fix | None:
    """The dispatcher serves all that is prepared in a row."""
    dispatcher, imports = shop.spell(f"servicemanager.{_DISPATCHER}")
    line = shop.parents[small]
    block = shop.parents[line]
    rest = block.body[block.body.index(line) + 1 :] if isinstance(block, (cst.Module, cst.IndentedBlock)) else []
    for one in rest:
        if not _prepares(called(one)):
            break
        line = one
    edit = shop.insert_after(line, f"{dispatcher}()")
    return fixed(shop, finding, f"Call {_DISPATCHER}()", Applicability.UNSAFE, edit, *imports)


def _hosting(shop: Workshop, finding: Finding, small: cst.BaseSmallStatement, call: cst.Call) -> Fix | None:
    """What tells the SCM from a user is that it gives no arguments."""
    cls = only_argument(call)
    if cls is None:
        return None
    argv, arguments = shop.spell("sys.argv")
    dispatcher, imports = shop.spell(f"servicemanager.{_DISPATCHER}")
    owner = dispatcher.rpartition(".")[0]
    if not owner:
        return None
    steps = (f"{owner}.Initialize()", f"{owner}.PrepareToHostSingle({cls})", f"{dispatcher}()")
    code = "\n    ".join((f"if len({argv}) == 1:", *steps))
    edit = shop.replace(small, f"{code}\nelse:\n    {shop.text_of(small)}")
    title = f"Call {_DISPATCHER}() when there are no arguments"
    return fixed(shop, finding, title, Applicability.UNSAFE, edit, *arguments, *imports)
