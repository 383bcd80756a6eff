"""How far a fix is trusted in the end: the fixer's word, the comments it takes away, the user's settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from svclint.repair.fix import Applicability, Fix
from svclint.settings import Settings


def trusted(fix: Fix, settings: Settings, takes_comment: bool) -> Fix:
    """The fix with the applicability that holds for it. The longest prefix in the settings has the last word."""
    if fix.applicability is Applicability.SUGGESTION:
        return fix
    lost = takes_comment and fix.applicability is Applicability.SAFE
    own = Applicability.UNSAFE if lost else fix.applicability
    safe, unsafe = _reach(fix.code, settings.extend_safe_fixes), _reach(fix.code, settings.extend_unsafe_fixes)
    if safe == unsafe:
        # Both name it equally well, or neither does: two wishes against each other are read with care.
        return replace(fix, applicability=Applicability.UNSAFE if safe else own)
    return replace(fix, applicability=Applicability.SAFE if safe > unsafe else Applicability.UNSAFE)


def _reach(code: str, prefixes: Iterable[str]) -> int:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
