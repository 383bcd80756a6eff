"""Which controls a raw report lets in: one whose bit is not in the mask cannot come before the next report."""

from __future__ import annotations

import pytest

from tests.source.test_reading import IMPORTS, body, codes, service


def run(*statements: str, imports: str = "", more: str = "") -> str:
    """A service with an SvcRun of its own: it does these statements, waits for the stop and reports it."""
    last = "win32event.WaitForSingleObject(self.stop, win32event.INFINITE)\n"
    last += "self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)"
    own = "def SvcRun(self):\n" + body("\n".join((*statements, last)))
    return service(imports=IMPORTS + imports, more=own + more)


def raw(mask: str, state: str = "SERVICE_RUNNING") -> str:
    """A report by hand with this mask."""
    return f"win32service.SetServiceStatus(self.ssh, (16, win32service.{state}, {mask}, 0, 0, 0, 0))"


ASIDE = {"SVC403", "SVC704"}  # a control without handler, no handle in debug mode: not what is asked here
STOP = "win32service.SERVICE_ACCEPT_STOP"
SHUTDOWN = "win32service.SERVICE_ACCEPT_SHUTDOWN"
LOAD = "time.sleep(5)"
SHUT = "def SvcShutdown(self):\n    self.SvcStop()\n"

RIGHT = {
    "RUNNING with an empty mask, the work of the start, RUNNING with the real one (MAI-06)": run(
        raw("0"), LOAD, raw(STOP)
    ),
    "the empty mask comes twice": run(raw("0"), LOAD, raw("0"), LOAD, raw(STOP)),
    "a mask that has another control only": run(raw(SHUTDOWN), LOAD, raw(STOP)),
    "a mask in a variable": run("mask = 0", raw("mask"), LOAD, raw(f"mask | {STOP}")),
    "a mask in a constant of the module": run(raw("DEAF"), LOAD, raw(STOP), imports="DEAF = 0\n"),
    "the system's shutdown is not let in either": run(raw("0"), LOAD, raw(f"{STOP} | {SHUTDOWN}"), more=SHUT),
    "the framework's report opens the service": run(
        raw("0"), LOAD, "self.ReportServiceStatus(win32service.SERVICE_RUNNING)"
    ),
    "a helper makes the report": run(
        "self.tell(0)", LOAD, f"self.tell({STOP})", more="def tell(self, mask):\n" + body(raw("mask"))
    ),
}


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_control_that_is_not_accepted_does_not_come(sentence: str) -> None:
    """No STOP comes between two reports of RUNNING when the first does not accept it (MAI-06, ACC-02)."""
    assert codes(RIGHT[sentence]) - ASIDE == set()


WRONG = {
    "STOP is in the mask": run(raw(STOP), LOAD, raw(STOP)),
    "STOP is in the mask that the framework computes": run(raw("self.GetAcceptedControls()"), LOAD, raw(STOP)),
    "the framework's report lets STOP in": run(
        "self.ReportServiceStatus(win32service.SERVICE_RUNNING)", LOAD, raw(STOP)
    ),
    "the door is open after the second report": run(raw("0"), LOAD, raw(STOP), LOAD, raw(STOP)),
    "SHUTDOWN is in the mask and stops the service": run(raw(SHUTDOWN), LOAD, raw(STOP), more=SHUT),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_control_that_is_accepted_can_come(sentence: str) -> None:
    """STOP_PENDING of the handler, then RUNNING again, is no edge of the diagram (STP-09)."""
    assert codes(WRONG[sentence]) - ASIDE == {"SVC505"}
