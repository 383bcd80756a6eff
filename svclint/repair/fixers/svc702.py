"""SVC702: an own exit code gets the Win32 code that it counts beside; a service that has not ended loses both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.constants import constant
from svclint.repair.shapes.counters import report_at
from svclint.repair.shapes.reports import CODES, PARAMETERS, arguments
from svclint.repair.shapes.statuses import EXIT_CODE, OWN_CODE, status
from svclint.repair.workshop import Workshop

SPECIFIC: Final = "winerror.ERROR_SERVICE_SPECIFIC_ERROR"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Safe where the other code is 0 or missing."""
    call = report_at(shop, finding.at.line, finding.at.column)
    given = arguments(shop, call) if call else None
    if call is None or not given:
        return None
    state = constant(shop, given["serviceStatus"])
    if state is None:
        return None
    if state not in (STOPPED, STOP_PENDING):
        edits = tuple(_without(shop, call))
        title = "Report no exit code: the service has not ended"
        return fixed(shop, finding, title, Applicability.UNSAFE, *edits) if edits else None
    spelling, imports = shop.spell(SPECIFIC)
    edit = _specific(shop, call, spelling)
    title = "Report the own code beside ERROR_SERVICE_SPECIFIC_ERROR"
    return fixed(shop, finding, title, Applicability.SAFE, *imports, edit) if edit else None


def _specific(shop: Workshop, call: cst.Call, spelling: str) -> Edit | None:
    """1066 in front of the own code, or in the place of a 0."""
    sent = status(shop, call)
    if sent:
        return shop.replace(sent.field(EXIT_CODE), spelling) if sent.value(EXIT_CODE) == 0 else None
    named = _named(call)
    if CODES[1] not in named:
        return None
    other = named.get(CODES[0])
    if other is not None:
        return shop.replace(other.value, spelling) if constant(shop, other.value) == 0 else None
    start = shop.place(named[CODES[1]])[0]
    return Edit(start, start, f"{CODES[0]}={spelling}, ")


def _without(shop: Workshop, call: cst.Call) -> Iterator[Edit]:
    """The report without what it says of an end."""
    sent = status(shop, call)
    if sent:
        yield from (shop.replace(sent.field(each), "0") for each in (EXIT_CODE, OWN_CODE) if sent.value(each) != 0)
        return
    named = _named(call)
    for name in CODES:
        if name in named:
            number = next(at for at, one in enumerate(call.args) if one is named[name])
            yield Edit(shop.place(call.args[number - 1])[1], shop.place(call.args[number])[1], "")


def _named(call: cst.Call) -> dict[str, cst.Arg]:
    """The arguments by the names of their parameters."""
    named = zip(call.args, PARAMETERS, strict=False)
    return {arg.keyword.value if arg.keyword else name: arg for arg, name in named}
