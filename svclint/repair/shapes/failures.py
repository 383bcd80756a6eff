"""Exit codes that pywin32 overwrites, and the exceptions that make a failure known instead."""

from __future__ import annotations

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.afterwards import LEAVING, later, quiet
from svclint.repair.shapes.common import ELSEWHERE, above
from svclint.repair.shapes.removal import taken_out
from svclint.repair.shapes.reports import Code
from svclint.repair.shapes.sites import Site
from svclint.repair.shapes.uses import Reach
from svclint.repair.workshop import Workshop, nodes


def raised(shop: Workshop, site: Site, way: Reach) -> list[Edit] | None:
    """An exception behind the log entries that follow a report, in the place of its ``return``.

    None where it would be caught, would keep something else from being done, or may be no failure at all.
    """
    if way.works or way.caught or site.more or not shop.is_plain_block(shop.parents[site.small]):
        return None
    code = _exception(shop, site)
    behind = () if isinstance(site.small, cst.Return) else later(shop, shop.parents[site.small])
    if code is None or not all(quiet(shop, one) for one in behind[:-1]):
        return None
    last = behind[-1] if behind else None
    leaving = last.body[0] if isinstance(last, cst.SimpleStatementLine) else None
    if code.startswith("if"):
        return [_put(shop, site, code)] if not behind or (len(behind) == 1 and isinstance(leaving, LEAVING)) else None
    if isinstance(leaving, cst.Raise):
        return [taken_out(shop, site.small)]
    if last is None or leaving is None:
        return [_put(shop, site, code)]
    if not isinstance(leaving, LEAVING):
        return [taken_out(shop, site.small), shop.insert_after(last, code)]
    if len(behind) == 1:
        return [_put(shop, site, code), taken_out(shop, leaving)]
    return [taken_out(shop, site.small), shop.replace(leaving, code)]


def _put(shop: Workshop, site: Site, code: str) -> Edit:
    """Code in the place of a report, its comments in front."""
    remarks = [one.value for one in nodes(site.small, cst.Comment)]
    return shop.replace(site.small, "\n".join((*remarks, code)))


def _exception(shop: Workshop, site: Site) -> str | None:
    """The exception at hand, else one that names the codes; asked for first where none of them is surely a failure."""
    near = next((one for one in above(shop, site.small) if isinstance(one, (*ELSEWHERE, cst.ExceptHandler))), None)
    if isinstance(near, cst.ExceptHandler):
        return "raise"
    unsure = {name: code for name, code in site.codes.items() if not _sure(code)}
    if not all(code.text.replace(".", "").isidentifier() for code in unsure.values()):
        return None
    told = ", ".join(f"{name}={_shown(code)}" for name, code in site.codes.items())
    statement = f'raise RuntimeError({"f" if unsure else ""}"{told}")'
    if len(unsure) < len(site.codes):
        return statement
    return f"if {' or '.join(code.text for code in unsure.values())}:\n    {statement}"


def _sure(code: Code) -> bool:
    """Whether a code is a number or a constant, and so one that tells of a failure."""
    return code.value is not None or code.text.rpartition(".")[2].isupper()


def _shown(code: Code) -> str:
    return code.text if _sure(code) else f"{{{code.text}}}"
