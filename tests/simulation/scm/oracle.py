"""What ControlService answers, written a second time and without looking: from the state table of part E alone."""

from __future__ import annotations

_NEEDED_BIT = {1: 0x1, 2: 0x2, 3: 0x2, 4: 0, 6: 0x8, 7: 0x10, 8: 0x10, 9: 0x10, 10: 0x10}


def expected(state: int, mask: int, code: int, latched: bool = False, interrogate: bool = True) -> tuple[int, bool]:
    """The error, and whether the handler gets it; ``interrogate``: it is answered from the record while starting."""
    if code not in _NEEDED_BIT and not 128 <= code <= 255:
        return 87, False
    if state == 1:
        return 1062, False
    if state == 2 and code == 4 and interrogate:
        return 0, False
    if state == 3 or (state == 2 and code != 1) or latched:
        return 1061, False
    bit = _NEEDED_BIT.get(code, 0)
    return (0, True) if mask & bit == bit else (1052, False)
