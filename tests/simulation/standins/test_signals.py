"""`signal` in a run: who may set handlers, and what a run cannot have (docs.python.org/3/library/signal.html)."""

from __future__ import annotations

import signal
import threading

import pytest

from svclint.simulation.scm.hosts import python_service, script
from tests.simulation.standins.harness import host, unmodelled

pytestmark = pytest.mark.usefixtures("pywin32")


def said(program, scenario=lambda console: console.start()):
    """Runs a program, for what it says."""
    host(program, scenario)


def test_the_first_thread_of_a_script_sets_handlers() -> None:
    """It gets the handler before, and another run finds none of it."""
    usual, found = signal.getsignal(signal.SIGTERM), []

    def body():
        found.append(signal.signal(signal.SIGTERM, signal.SIG_IGN))
        found.append(signal.signal(signal.SIGTERM, print))
        found.append(signal.getsignal(signal.SIGTERM))

    for _ in range(2):
        said(script(body))
    assert found == [usual, signal.SIG_IGN, print] * 2
    assert signal.getsignal(signal.SIGTERM) is usual


def test_other_threads_do_not() -> None:
    """Neither those of a script, nor the service's own under pythonservice.exe, whose first thread dispatches."""
    complaints = []

    def attempt(*_):
        with pytest.raises(ValueError, match="main thread") as raised:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        complaints.append(raised.value)

    def body():
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()

    said(script(body))
    said(python_service(lambda: attempt))
    assert len(complaints) == 2


def test_what_is_no_handler() -> None:
    """As the real one says."""

    def body():
        with pytest.raises(TypeError):
            signal.signal(signal.SIGTERM, "no handler")

    said(script(body))


@pytest.mark.parametrize("name", [name for name in ("alarm", "setitimer", "raise_signal") if hasattr(signal, name)])
def test_signals_in_real_time_end_the_run_by_name(name: str) -> None:
    """They would hit the process of the simulation."""
    assert unmodelled(lambda: getattr(signal, name)(1)) == f"signal.{name}"
