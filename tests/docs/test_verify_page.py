"""The page about running services names what there is, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from svclint.simulation.choices import EFFECTS, HOSTS
from svclint.simulation.kernel import Ending
from svclint.simulation.news import FAILED, GIVEN_UP, NEVER_RUNNING, SEEN_TO_THE_END
from svclint.simulation.scenarios import SCENARIOS, Manager
from svclint.simulation.sequences import sequence
from tests.doors.test_verify import command

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "verify.md").read_text("utf-8")


def part(title: str) -> str:
    """The text below a heading."""
    return re.split(r"^## ", PAGE.partition(f"## {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_scenario_is_listed() -> None:
    """In the order in which they are played."""
    assert re.findall(r"^\| `([a-z-]+)` \|", part("Scenarios"), re.MULTILINE) == [one.name for one in SCENARIOS]


def test_every_method_of_a_scenario_is_listed() -> None:
    """All that the manager has for users."""
    table = part("Scenarios").partition("| method |")[2]
    named = set(re.findall(r"`(\w+)(?:\(.*?\))?`", table))
    assert named == {name for name in vars(Manager) if not name.startswith("_")}


def test_the_steps_are_steps() -> None:
    """The example can be played."""
    (example,) = re.findall(r'"(controls: .*?)"', PAGE)
    assert callable(sequence(example))


def test_every_limit_is_explained() -> None:
    """All endings of a run that proves nothing."""
    limits = {one.name for one in Ending if one not in SEEN_TO_THE_END} | {NEVER_RUNNING, FAILED, GIVEN_UP}
    assert set(re.findall(r"`([A-Z][A-Z ]+)`", part("What the verdict means"))) == limits


def test_hosts_and_effects() -> None:
    """All of them."""
    assert all(f"`{host}`" in PAGE for host in HOSTS)
    text = part("What the service may do")
    assert all(effect.lower() in text for effect in EFFECTS)
    assert command("verify", "nothing.py", *(f"--allow={one.lower()}" for one in EFFECTS)).exit_code == 2
