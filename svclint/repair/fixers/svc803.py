"""SVC803: what only the main thread may do is left out."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import called, fixed, means, removed
from svclint.repair.workshop import Workshop

_SIGNALS = ("signal.signal", "signal.set_wakeup_fd")
_LOOP = "asyncio.get_event_loop"
_RELOADER = "use_reloader"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete a signal handler; make a loop instead of asking for one; tell Flask to do without its reloader."""
    call = shop.call_at(finding.at.line, finding.at.column)
    small = shop.small_at(finding.at.line, finding.at.column)
    if any(means(shop, call.func, name) for name in _SIGNALS):
        if called(small) is not call:
            return None
        title = f"Delete '{shop.text_of(small)}'"
        return fixed(shop, finding, title, Applicability.UNSAFE, removed(shop, small))
    if means(shop, call.func, _LOOP):
        made, imports = shop.spell("asyncio.new_event_loop")
        edit = shop.replace(call.func, made)
        return fixed(shop, finding, f"Make a loop with {made}()", Applicability.UNSAFE, edit, *imports)
    return _without(shop, finding, call)


def _without(shop: Workshop, finding: Finding, call: cst.Call) -> Fix | None:
    """The call without the reloader, unless the author has asked for it."""
    given = [one.keyword.value for one in call.args if one.keyword]
    if _RELOADER in given or any(one.star or _trailing(one) for one in call.args[-1:]):
        return None
    end = shop.place(call)[1]
    inside = end._replace(column=end.column - 1)
    edit = Edit(inside, inside, f", {_RELOADER}=False" if call.args else f"{_RELOADER}=False")
    return fixed(shop, finding, f"Pass {_RELOADER}=False", Applicability.UNSAFE, edit)


def _trailing(last: cst.Arg) -> bool:
    """Whether a comma or a line end follows the last argument."""
    return isinstance(last.comma, cst.Comma) or not isinstance(last.whitespace_after_arg, cst.SimpleWhitespace)
