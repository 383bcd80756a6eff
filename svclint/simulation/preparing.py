"""What is run, of a job: which class in which host, and whose code it is."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import partial
from pathlib import Path
from typing import Final

from svclint.contract.budgets import BUDGETS
from svclint.simulation.choices import HOSTS, PROFILES
from svclint.simulation.failures import located
from svclint.simulation.importing import CodeKeeper, keep_code
from svclint.simulation.jobs import Job
from svclint.simulation.kernel import running
from svclint.simulation.loading import Loading
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.places import Places
from svclint.simulation.runs import Subject
from svclint.simulation.scm.hosts import Program, cx_freeze, python_service, script
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.targets import Target, importable, roots

STRICT_SHUTDOWN: Final = 5.0  # seconds: what current Windows installs (contract part F, 7)
_PROFILES: Final = (
    WINDOWS,
    Profile(preshutdown=BUDGETS["PreshutdownOld"].seconds),
    Profile(shutdown=STRICT_SHUTDOWN),
)
PROFILE_OF: Final = dict(zip(PROFILES, _PROFILES, strict=True))


_OURS: Final = str(Path(__file__).parents[1])


def prepared(job: Job, target: Target, loading: Loading) -> Subject:
    """What is run; from now on the author's modules can be imported in this process. pywin32's files are not theirs."""
    folders = _folders(target, job.base)
    sys.path[:0] = folders
    running.preparations.append(partial(sys.path.__setitem__, slice(None), list(sys.path)))
    for folder in folders:
        keep_code(folder)
    if job.instead and target.path:
        CodeKeeper.instead[str(target.path)] = job.instead
    installed = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    framework = (os.path.join(job.framework, ""),) if job.framework else ()
    foreign = (os.path.join(sysconfig.get_path("stdlib"), ""), *installed, _OURS, *framework)
    author = Author(tuple(os.path.join(folder, "") for folder in folders), foreign)
    places = Places(job.base, CodeKeeper.instead)
    loading.tell = partial(located, author=author, places=places)
    return Subject(loading.name, _program(job.host, target, loading), author, places, PROFILE_OF[job.profile])


def _folders(target: Target, base: str) -> list[str]:
    """Where the author's modules are: those of the target's package, those beside it, and those of the project."""
    own = [importable(target.path)[0], str(target.path.parent)] if target.path else []
    return list(dict.fromkeys([*own, *roots(base)]))


def _program(host: str, target: Target, loading: Loading) -> Program:
    if host == HOSTS[3]:
        return cx_freeze(loading)
    if host == HOSTS[0]:
        return python_service(loading)
    if host == HOSTS[2]:
        vars(sys)["frozen"] = True
    return script(loading.host if target.cls else loading.run)
