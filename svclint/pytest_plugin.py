"""The pytest plugin: the fixture ``scm`` runs a service under a simulated SCM, and the test fails when it must.

The service runs in processes of its own; in pytest's process nothing is replaced, and nothing of the simulation is
imported before a test asks for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from svclint.simulation.choices import EFFECTS, HOSTS, PROFILES

if TYPE_CHECKING:
    from svclint.simulation.jobs import Job
    from svclint.simulation.results import Result
    from svclint.simulation.scenarios import Manager
    from svclint.simulation.sequences import Controls

Named: TypeAlias = "str | Callable[[Manager], object]"


@pytest.fixture(scope="session")
def scm(pytestconfig: pytest.Config) -> Scm:
    """A simulated Service Control Manager: ``scm.verify(Service)`` fails if the service breaks the contract."""
    return Scm(str(pytestconfig.rootpath))


class Scm:
    """The simulated Service Control Manager; names of files and modules count from the folder ``root``."""

    def __init__(self, root: str) -> None:
        self._root = root

    def verify(
        self,
        service: str | type[Any],
        *,
        scenario: Named | None = None,
        scenarios: Sequence[Named] = (),
        controls: Sequence[str] | Controls | None = None,
        schedules: int = 100,
        host: str = HOSTS[0],
        profile: str = PROFILES[0],
        seed: int = 0,
        allow: Sequence[str] = (),
        jobs: int = 1,
    ) -> Result:
        """Run a service; fail the test unless it keeps the contract in every run. What was seen.

        ``service``: a class at the top of a module, or what ``svclint verify`` takes. ``scenario``, ``scenarios``:
        names of built-in ones, or functions of the manager at the top of a module; none: all that fit. ``controls``:
        steps to be taken in this order, or what `controls` gives. ``schedules``: runs per scenario, or sequences that
        are made up. The others are the command's options of these names.
        """
        __tracebackhide__ = True
        from svclint.settings import BadSettings
        from svclint.simulation.targets import BadTarget

        asked = [*scenarios, *([] if scenario is None else [scenario])]
        options = {"host": host, "profile": profile, "seed": seed, "allow": tuple(allow), "count": schedules}
        try:
            _check(host=((host,), HOSTS), profile=((profile,), PROFILES), allow=(allow, EFFECTS))
            job = _job(self._root, _spelled(service), [*map(_spelled, asked)], controls, options)
            result = _run(job, jobs)
        except (BadSettings, BadTarget) as error:
            complaint = str(error)
        else:
            complaint = _complaint(job.target, result)
        if complaint:
            pytest.fail(complaint)
        return result

    def controls(self, *steps: str, max_size: int = 6) -> Controls:
        """Sequences of at most ``max_size`` of these steps, for Hypothesis to make up; of none: of those that fit."""
        from svclint.simulation.sequences import Controls

        if find_spec("hypothesis") is None:
            pytest.fail("controls are made up by Hypothesis, which is not installed")
        return Controls(steps, max_size)


def _check(**given: tuple[Sequence[str], Sequence[str]]) -> None:
    """Raises BadTarget for a value of an option that is none of those known."""
    from svclint.simulation.targets import BadTarget

    for name, (values, known) in given.items():
        for value in values:
            if value not in known:
                raise BadTarget(f"{name}: there is no {value!r}; there are {', '.join(known)}")


def _job(
    root: str, service: str, scenarios: list[str], controls: Sequence[str] | Controls | None, options: dict[str, Any]
) -> Job:
    from svclint.simulation.jobs import Job
    from svclint.simulation.sequences import Controls, spelled
    from svclint.simulation.targets import parsed

    target = str(parsed(service, root))
    if isinstance(controls, Controls):
        return Job(target, root, words=controls.steps, longest=controls.max_size, **options)
    listed = [] if controls is None else [spelled(controls)]
    return Job(target, root, scenarios=(*scenarios, *listed), **options)


def _run(job: Job, jobs: int) -> Result:
    from svclint.exploring.search import verified
    from svclint.exploring.work import Supervisors
    from svclint.simulation.targets import parsed
    from svclint.spreading import cores
    from svclint.wanted import Wanted, settings_of

    wanted = Wanted(settings_of(parsed(job.target, job.base), job.base), job.base)
    return wanted.of(verified(job, Supervisors(jobs or cores())))


def _spelled(asked: str | type[Any] | Callable[..., object]) -> str:
    """A name as it is, a class or a function as FILE.py:NAME. Raises BadTarget for what no other process can find."""
    from svclint.simulation.targets import BadTarget

    if isinstance(asked, str):
        return asked
    name, module = asked.__qualname__, sys.modules.get(asked.__module__)
    if getattr(module, name, None) is not asked:
        raise BadTarget(f"{asked.__module__}.{name} is not at the top of a module, where a new process could find it")
    return f"{getattr(module, '__file__', None)}:{name}"


def _complaint(target: str, result: Result) -> str:
    """Why a test fails, in lines; nothing if the contract was kept."""
    from svclint.reporting.verdict import Answer, text
    from svclint.simulation.results import Verdict

    if result.verdict is Verdict.KEPT:
        return ""
    unproven = result.verdict is Verdict.INCONCLUSIVE
    head = ["inconclusive: not every run was seen to its end, so nothing is proven for or against"] if unproven else []
    lines: Iterable[str] = text(Answer(target, result, ()))
    return "\n".join([*head, *lines])
