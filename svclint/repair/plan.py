"""What is to be done about what can be fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.settings import BadSettings

if TYPE_CHECKING:
    from svclint.repair.fix import Applicability


class Plan(NamedTuple):
    """The options of the command line about fixes, as ruff understands them.

    ``unsafe`` by itself fixes nothing. ``diff`` writes nothing and implies ``only``: no findings are told.
    ``ask`` before each fix that would be made otherwise. ``verify``: run what was fixed, before and after.
    """

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    only: bool = False
    ask: bool = False
    exit_non_zero: bool = False
    verify: bool = False

    @property
    def mends(self) -> bool:
        """Whether anything is fixed at all, if only in a diff."""
        return self.fix or self.diff or self.only or self.ask

    @property
    def quiet(self) -> bool:
        """Whether findings that are left are nobody's business."""
        return self.diff or self.only

    @property
    def trusted(self) -> frozenset[Applicability]:
        """The fixes that are made."""
        from svclint.repair.fix import Applicability

        return frozenset({Applicability.SAFE, Applicability.UNSAFE} if self.unsafe else {Applicability.SAFE})


def planned(given: Mapping[str, Any], stdin: bool) -> Plan:
    """The plan of the options given. Raises BadSettings for those that exclude each other."""
    names = ("fix", "unsafe_fixes", "diff", "fix_only", "interactive", "exit_non_zero_on_fix", "verify_fixes")
    plan = Plan(*(bool(given.get(name)) for name in names))
    if plan.ask and plan.diff:
        raise BadSettings("--interactive and --diff exclude each other: one writes, the other does not")
    if plan.verify and (not plan.mends or stdin):
        raise BadSettings("--verify-fixes needs --fix, --diff, --fix-only or --interactive, and files")
    if plan.ask and stdin:
        raise BadSettings("--interactive cannot ask while standard input is what is fixed")
    return plan
