"""Statuses that are put together by hand, field by field."""

from __future__ import annotations

import libcst as cst

from svclint.repair.shapes.constants import Constant, constant, origin
from svclint.repair.shapes.counters import FIELDS, is_set_status
from svclint.repair.workshop import Workshop

# The places of the fields in the tuple.
STATE, MASK, EXIT_CODE, OWN_CODE, CHECK_POINT = 1, 2, 3, 4, 5


class Status:
    """The tuple of a report by hand, written in the call or given to a name once."""

    def __init__(self, shop: Workshop, fields: cst.Tuple) -> None:
        self.shop = shop
        self._fields = fields

    def field(self, place: int) -> cst.BaseExpression:
        """What is written there."""
        return self._fields.elements[place].value

    def value(self, place: int) -> Constant | None:
        """What it always is."""
        return constant(self.shop, self.field(place))


def status(shop: Workshop, call: cst.Call | None) -> Status | None:
    """The status that a call sends."""
    if call is None or not is_set_status(shop, call):
        return None
    sent = call.args[1].value
    fields = sent if isinstance(sent, cst.Tuple) else origin(shop, sent)
    whole = isinstance(fields, cst.Tuple) and len(fields.elements) == FIELDS
    return Status(shop, fields) if whole and isinstance(fields, cst.Tuple) else None
