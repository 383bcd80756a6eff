"""What runs in a service's process, and how the process ends (parts D.1 and D.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.cxfreeze import entry
from svclint.simulation.scm.dispatching import dispatch
from svclint.simulation.scm.finalising import finalise
from svclint.simulation.scm.processes import Process

Load = Callable[[], Any]


@dataclass(eq=False)
class Program:
    """A host. ``body`` is the process's first thread.

    ``python_main`` says which thread Python takes for its main thread: the first one that ran Python code.
    ``finalises``: the interpreter is shut down at the end, so that threads that are no daemons are waited for;
    else they die with the process. ``load`` gives the class of a service that the process itself does not name.
    """

    body: Callable[[Computer], object]
    python_main: Literal["process", "service"] = "process"
    finalises: bool = True
    load: Load | None = None

    def run(self, computer: Computer, process: Process) -> int:
        """Run the process's first thread to the end of the process: its exit code."""
        code = _exit_code(self.body, computer)
        if self.finalises and not process.over:
            finalise(computer, lambda: computer.threads(process))
        return code


def _exit_code(body: Callable[[Computer], object], computer: Computer) -> int:
    try:
        body(computer)
    except (Abort, Unmodelled):
        raise
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        return 1
    return 0


def python_service(load: Load) -> Program:
    """pythonservice.exe: the class is loaded by the service thread, and nothing is finalised (D.1, step 10)."""
    return Program(lambda computer: dispatch(computer, None), "service", finalises=False, load=load)


def script(body: Callable[[], object]) -> Program:
    """python.exe with a script that calls the dispatcher itself."""
    return Program(lambda computer: body())


def frozen(body: Callable[[], object]) -> Program:
    """A frozen executable (PyInstaller and the like): a script with its interpreter."""
    return script(body)


def cx_freeze(load: Load) -> Program:
    """cx_Freeze's service executable: C code around a class with initialize, run and stop (D.8)."""
    return Program(lambda computer: dispatch(computer, [entry(computer, load)]), "service", finalises=False)
