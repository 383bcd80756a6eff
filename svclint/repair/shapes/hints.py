"""Wait hints as the fixers see them: where a report gives one, and how another is given."""

from __future__ import annotations

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import means
from svclint.repair.shapes.counters import FIELDS, SET_STATUS
from svclint.repair.workshop import Workshop

HINT = "waitHint"
PLACE = 1  # of the hint among the arguments of ReportServiceStatus


class Report:
    """A call of ReportServiceStatus on an object, or of SetServiceStatus with a tuple; Refused when it is neither."""

    def __init__(self, shop: Workshop, call: cst.Call) -> None:
        self.shop = shop
        self.call = call
        self.raw = _status(shop, call)

    @property
    def hint(self) -> cst.BaseExpression | None:
        """What is given as hint."""
        if self.raw is not None:
            return self.raw.elements[-1].value
        found = self._argument()
        return found.value if found else None

    def saying(self, text: str) -> Edit | None:
        """The report with this hint; None where stars may hide one."""
        hint = self.hint
        if hint is not None:
            return self.shop.replace(hint, text)
        if any(one.star for one in self.call.args) or not self.call.args:
            return None
        last = self.shop.place(self.call.args[-1])[1]
        return Edit(last, last, f", {HINT}={text}")

    def silent(self, default: str) -> Edit | None:
        """The report without a hint, or with ``default`` where one has to stand."""
        found = None if self.raw else self._argument()
        if found is None or self._is_followed(found):
            return self.saying(default)
        args = self.call.args
        number = next(at for at, one in enumerate(args) if one is found)
        if number:
            return Edit(self.shop.place(args[number - 1])[1], self.shop.place(found)[1], "")
        return Edit(self.shop.place(found)[0], self.shop.place(args[1])[0], "") if len(args) > 1 else None

    def as_exit_code(self) -> Edit | None:
        """The report with its second argument as exit code."""
        found = self._argument()
        if self.raw or found is None or found.keyword or self._is_followed(found):
            return None
        start = self.shop.place(found)[0]
        return Edit(start, start, "win32ExitCode=")

    def _argument(self) -> cst.Arg | None:
        named = [one for one in self.call.args if one.keyword and one.keyword.value == HINT]
        plain = [one for one in self.call.args if not one.keyword]
        if named or any(one.star for one in plain):
            return named[0] if named else None
        return plain[PLACE] if len(plain) > PLACE else None

    def _is_followed(self, found: cst.Arg) -> bool:
        """Whether other positional arguments stand behind it."""
        plain = [one for one in self.call.args if not one.keyword]
        return not found.keyword and plain[-1] is not found


def reporting(shop: Workshop, call: cst.Call | None) -> Report | None:
    """The report that a call is."""
    match call:
        case cst.Call(func=cst.Attribute(value=cst.Name(), attr=cst.Name(value="ReportServiceStatus"))):
            return Report(shop, call)
        case cst.Call() if _status(shop, call):
            return Report(shop, call)
    return None


def _status(shop: Workshop, call: cst.Call) -> cst.Tuple | None:
    if not means(shop, call.func, SET_STATUS) or len(call.args) != len(("handle", "status")):
        return None
    status = call.args[1].value
    return status if isinstance(status, cst.Tuple) and len(status.elements) == FIELDS else None
