"""Which controls a test of the control lets pass."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from svclint.repair.shapes.common import dotted
from svclint.repair.shapes.constants import constant
from svclint.repair.workshop import Workshop


def passing(shop: Workshop, test: cst.BaseExpression, name: str) -> frozenset[int] | None:
    """The controls with which a test can hold; None where that may be any."""
    match test:
        case cst.BooleanOperation(left=left, operator=cst.Or(), right=right):
            one, other = passing(shop, left, name), passing(shop, right, name)
            return None if one is None or other is None else one | other
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            return passing(shop, left, name) or passing(shop, right, name)
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Equal(), comparator=right)]):
            value = right if dotted(left) == name else left if dotted(right) == name else None
            return _numbers(shop, [value]) if value else None
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.In(), comparator=right)]):
            several = isinstance(right, (cst.Tuple, cst.List, cst.Set)) and dotted(left) == name
            return _numbers(shop, [one.value for one in right.elements]) if several else None  # type: ignore[attr-defined]
    return None


def others(shop: Workshop, test: cst.If, name: str) -> frozenset[int] | None:
    """The controls that do not pass a test: ``control != STOP``, ``control not in (STOP, SHUTDOWN)``."""
    match test.test:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.NotEqual(), comparator=right)]):
            return _numbers(shop, [right]) if dotted(left) == name else None
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.NotIn(), comparator=right)]):
            several = isinstance(right, (cst.Tuple, cst.List, cst.Set)) and dotted(left) == name
            return _numbers(shop, [one.value for one in right.elements]) if several else None  # type: ignore[attr-defined]
    return None


def matched(shop: Workshop, pattern: cst.MatchPattern) -> frozenset[int] | None:
    """The controls that a ``case`` is for; None where that may be any."""
    match pattern:
        case cst.MatchValue(value=value):
            return _numbers(shop, [value])
        case cst.MatchOr(patterns=elements):
            found = [matched(shop, one.pattern) for one in elements]
            return None if None in found else frozenset().union(*(one for one in found if one))
    return None


def _numbers(shop: Workshop, values: Sequence[cst.BaseExpression]) -> frozenset[int] | None:
    found = [constant(shop, one) for one in values]
    known = frozenset(one for one in found if isinstance(one, int))
    return known if len(known) == len(found) else None
