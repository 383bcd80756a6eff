"""Scenarios by name: built-in ones, lists of steps, and those of users."""

from __future__ import annotations

from svclint.simulation.importing import imported
from svclint.simulation.scenarios import Scenario, listed
from svclint.simulation.sequences import PREFIX, sequence
from svclint.simulation.targets import BadTarget, parsed


def scenario(name: str, base: str) -> Scenario:
    """A scenario: a built-in one, ``controls: STEP, STEP``, or the user's own as FILE.py:FUNCTION. Raises BadTarget."""
    path, colon, function = name.rpartition(":")
    if name.startswith(PREFIX):
        return sequence(name)
    if not colon or not path.endswith(".py"):
        return listed(name)
    try:
        found: Scenario | None = getattr(imported(parsed(path, base)), function, None)
    except BadTarget:
        raise
    except Exception as error:
        raise BadTarget(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    if not callable(found):
        raise BadTarget(f"there is no function {function} in {path}")
    return found
