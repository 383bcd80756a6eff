"""SVC808: the thread of the loop is asked to make the call."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import called, fixed
from svclint.repair.workshop import Workshop

ASYNCIO = "call_soon_threadsafe"
ASKS = {"reactor.callFromThread(...)": "callFromThread", "loop.add_callback(...)": "add_callback"}
OF_LOOP = frozenset(["stop", "call_soon"])
WITH_LOOP = frozenset(["cancel", "set_result", "set_exception", "close"])  # of what says which loop it belongs to


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Hand the call to the loop; None where it is not known which, or where the result of the call is used."""
    stmt = shop.statement_at(finding.at.line, finding.at.column)
    match called(stmt):
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=name)) as func, args=args) as call:
            pass
        case _:
            return None
    way = next((ask for said, ask in ASKS.items() if finding.message.endswith(said)), ASYNCIO)
    loop = shop.text_of(owner)
    if way == ASYNCIO and name not in OF_LOOP:
        if name not in WITH_LOOP:
            return None
        loop += ".get_loop()"
    given = [shop.text_of(one) for one in args]
    asked = given if name == "call_soon" else [shop.text_of(func), *given]
    if any(one.keyword or one.star for one in args):
        return None
    title = f"Let the loop's thread call {name}"
    return fixed(shop, finding, title, Applicability.SAFE, shop.replace(call, f"{loop}.{way}({', '.join(asked)})"))
