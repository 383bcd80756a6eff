"""Scenarios by name: built-in ones, lists of steps, and those of users."""

from __future__ import annotations

from dataclasses import dataclass

from svclint.simulation.failures import described
from svclint.simulation.importing import CodeKeeper, imported
from svclint.simulation.scenarios import Manager, Scenario, listed
from svclint.simulation.sequences import PREFIX, sequence
from svclint.simulation.targets import BadTarget, parsed


@dataclass(frozen=True)
class Play:
    """A user's own scenario, and the fingerprints of the files that it came from."""

    scenario: Scenario
    files: dict[str, str]

    def __call__(self, scm: Manager) -> object:
        """Play it."""
        return self.scenario(scm)


def scenario(name: str, base: str) -> Scenario:
    """A scenario: a built-in one, ``controls: STEP, STEP``, or the user's own as FILE.py:FUNCTION. Raises BadTarget."""
    path, colon, function = name.rpartition(":")
    if name.startswith(PREFIX):
        return sequence(name)
    if not colon or not path.endswith(".py"):
        return listed(name)
    CodeKeeper.used = {}
    try:
        found: Scenario | None = getattr(imported(parsed(path, base)), function, None)
    except BadTarget:
        raise
    except Exception as error:
        raise BadTarget(f"{path} cannot be imported: {described(error)}") from error
    if not callable(found):
        raise BadTarget(f"there is no function {function} in {path}")
    return Play(found, CodeKeeper.used)
