"""Fixes that a reviewer of other people's services turned down: what should have come out, written down first."""

from __future__ import annotations

import pytest

from tests.repair.test_stopped_fixers import offered
from tests.repair.test_threads_fixers import repaired

HEAD = """\
import logging
import subprocess
import threading
import time

import win32service
import win32serviceutil


class Service(win32serviceutil.ServiceFramework):
    _svc_name_ = "Service"

    def __init__(self, args):
        super().__init__(args)
        self.quit = threading.Event()
        self.late = threading.Event()
        self.server = None
        self.busy = False
        self.on = True
        self.worker = threading.Thread(target=self.work)

"""
PENDING = "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"
STOPPED = "        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
ENTRY = "    def SvcStop(self):\n"
STOP = ENTRY + PENDING + "        self.quit.set()\n\n"
RUN = "    def SvcDoRun(self):\n        self.quit.wait()\n"
START = "    def SvcDoRun(self):\n        self.worker.start()\n        self.quit.wait()\n"
LATE = "\n    def work(self):\n        while not self.late.wait(1):\n            print('working')\n"
WORK = LATE.replace("late", "quit")
HEIR = "\n\nclass Heir(Service):\n"

REFUSING = {
    "an error code for the client": "        if self.busy:\n            return 1061\n        self.quit.set()\n",
    "an exception": '        if self.busy:\n            raise RuntimeError("busy")\n        self.quit.set()\n',
    "a log entry, and nothing else": (
        '        if self.busy:\n            logging.warning("busy")\n            return\n        self.quit.set()\n'
    ),
    "the signal in one branch alone": (
        '        if not self.busy:\n            self.quit.set()\n        else:\n            logging.warning("busy")\n'
    ),
}


@pytest.mark.parametrize("body", REFUSING.values(), ids=REFUSING)
def test_502_leaves_a_handler_that_may_refuse(body: str) -> None:
    """A STOP_PENDING that nothing follows closes the door to every later control (STP-02)."""
    assert offered(HEAD + ENTRY + body + "\n" + RUN, "SVC502") is None


@pytest.mark.parametrize("body", REFUSING.values(), ids=REFUSING)
def test_503_leaves_a_handler_that_may_refuse(body: str) -> None:
    """The same where STOP_PENDING would take the place of a later STOPPED."""
    text = HEAD + ENTRY + body + STOPPED + "\n" + RUN
    assert (offered(text, "SVC503") or ("", STOPPED))[1].count("STOP_PENDING") == 0


STOPPING = {
    "a second STOP": "        if self.quit.is_set():\n            return\n        self.quit.set()\n",
    "what may not be there yet": "        if self.server is not None:\n            self.server.stop()\n",
    "success is said": "        self.quit.set()\n        return 0\n",
    "something besides the signal": "        if self.busy:\n            self.on = False\n        self.quit.set()\n",
    "both branches": (
        "        if self.busy:\n            self.late.set()\n            self.quit.set()\n"
        "        else:\n            self.quit.set()\n"
    ),
}


@pytest.mark.parametrize("body", STOPPING.values(), ids=STOPPING)
def test_502_reports_where_every_stop_is_taken(body: str) -> None:
    """Questions about the signal itself refuse nothing."""
    run = RUN + "        while self.on and not self.late.is_set():\n            print('on')\n"
    after = HEAD + ENTRY + PENDING + body + "\n" + run
    assert offered(HEAD + ENTRY + body + "\n" + run, "SVC502") == ("safe", after)


INTERROGATE = (
    "    def SvcInterrogate(self):\n        self.ReportServiceStatus(win32service.SERVICE_RUNNING)\n\n"
    "    def SvcPause(self):\n        self.ReportServiceStatus(win32service.SERVICE_PAUSED)\n\n"
)
RESUMED = "    def SvcContinue(self):\n        self.ReportServiceStatus(win32service.SERVICE_RUNNING)\n\n"


def test_402_leaves_a_method_that_others_report_by() -> None:
    """SvcContinue ends the pause with it: without the report the service would stay PAUSED."""
    other = "    def SvcContinue(self):\n        self.SvcInterrogate()\n\n"
    assert offered(HEAD + STOP + INTERROGATE + other + RUN, "SVC402") is None


def test_402_takes_the_report_out_where_the_dispatcher_alone_calls() -> None:
    """That is what the method is for."""
    dispatcher = (
        "    def ServiceCtrlHandlerEx(self, control, event_type, data):\n        if control == 4:\n"
        "            return self.SvcInterrogate()\n"
        "        return super().ServiceCtrlHandlerEx(control, event_type, data)\n\n"
    )
    end = dispatcher + RESUMED + RUN
    silent = INTERROGATE.replace("        self.ReportServiceStatus(win32service.SERVICE_RUNNING)\n", "        pass\n")
    assert offered(HEAD + STOP + INTERROGATE + end, "SVC402") == ("safe", HEAD + STOP + silent + end)


HANDED = {
    "101: a child process, which an heir's SvcStop does not wait for": (
        "SVC101",
        ENTRY + PENDING + '        subprocess.run(["flush.exe"])\n        self.quit.set()\n\n' + RUN,
        STOP,
    ),
    "101: a join, which an heir does without": (
        "SVC101",
        STOP.rstrip() + "\n        self.worker.join()\n\n" + START + WORK,
        STOP.replace("quit", "late"),
    ),
    "101: an heir has another SvcDoRun, without the join": (
        "SVC101",
        STOP.rstrip() + "\n        self.worker.join()\n\n" + START + WORK,
        START,
    ),
    "202: an heir does not tell the thread to end": (
        "SVC202",
        STOP.replace("self.quit", "self.late.set()\n        self.quit") + START + LATE,
        STOP,
    ),
    "203: the same in turns": (
        "SVC203",
        STOP.replace("self.quit", "self.late.set()\n        self.quit")
        + START
        + "        self.worker.join(5)\n"
        + LATE,
        STOP,
    ),
    "203: only an heir tells the thread to end": (
        "SVC203",
        STOP + START + "        self.worker.join(5)\n" + LATE,
        STOP.replace("self.quit", "self.late.set()\n        self.quit"),
    ),
}


@pytest.mark.parametrize(("code", "body", "heir"), HANDED.values(), ids=HANDED)
def test_what_would_hang_an_heir_is_left_alone(code: str, body: str, heir: str) -> None:
    """A class of the file that builds on this one has its own handler: SvcDoRun may not rely on that of the base."""
    text = HEAD + body + HEIR + heir.rstrip() + "\n"
    assert repaired(text, code) == text


def test_203_another_service_may_tell_a_thread_what_this_one_does_not() -> None:
    """The order to end exists, but nobody gives it here: turns would not come to an end."""
    ticker = (
        "\n\nclass Ticker(threading.Thread):\n    def halt(self):\n        self.over.set()\n\n"
        "    def run(self):\n        self.over = threading.Event()\n"
        "        while not self.over.wait(1):\n            print(1)\n"
    )
    head = HEAD.replace("threading.Thread(target=self.work)", "Ticker()")
    other = HEIR.replace("(Service)", "(win32serviceutil.ServiceFramework)") + STOP.replace(
        "self.quit.set", "self.worker.halt"
    )
    text = head + STOP + START + "        self.worker.join(5)\n" + ticker + other.rstrip() + "\n"
    assert repaired(text, "SVC203") == text


def test_an_heir_that_calls_the_base_is_no_hindrance() -> None:
    """Then the base's handler runs all the same."""
    stop = STOP.rstrip() + "\n        self.worker.join()\n\n"
    heir = HEIR + '    def SvcStop(self):\n        print("stop")\n        super().SvcStop()\n'
    after = HEAD + STOP + START + "        self.worker.join()\n" + WORK + heir
    assert repaired(HEAD + stop + START + WORK + heir, "SVC101") == after


TOLD_LATER = {
    "201: in the place of the report": ("SVC201", START + STOPPED + "        self.late.set()\n" + LATE),
    "201: by finally": (
        "SVC201",
        "    def SvcDoRun(self):\n        self.worker.start()\n        try:\n            self.quit.wait()\n    "
        + STOPPED
        + "        finally:\n            self.late.set()\n"
        + LATE,
    ),
    "203: behind the join": ("SVC203", START + "        self.worker.join(5)\n        self.late.set()\n" + LATE),
    "203: by a method behind the join": (
        "SVC203",
        START
        + "        self.worker.join(5)\n        self.close()\n\n    def close(self):\n        self.late.set()\n"
        + LATE,
    ),
}


@pytest.mark.parametrize(("code", "run"), TOLD_LATER.values(), ids=TOLD_LATER)
def test_nobody_is_waited_for_before_he_is_told(code: str, run: str) -> None:
    """The run side tells the thread to end behind the place of the join: that would never be over."""
    assert repaired(HEAD + STOP + run, code) == HEAD + STOP + run


RUNNING = {
    "in front of the wait": "        self.worker.start()\n        self.worker.join(5)\n        self.quit.wait()\n",
    "in the main loop": (
        "        while not self.quit.is_set():\n            self.worker = threading.Thread(target=self.work)\n"
        "            self.worker.start()\n            self.worker.join(5)\n"
    ),
}


@pytest.mark.parametrize("run", RUNNING.values(), ids=RUNNING)
def test_203_reports_no_stop_before_the_stop(run: str) -> None:
    """Such a join gives the thread a moment; STOP_PENDING would be a lie, and the loop as long as the service."""
    text = HEAD + STOP + "    def SvcDoRun(self):\n" + run + WORK
    assert repaired(text, "SVC203") == text


def test_101_does_not_wait_for_what_has_gone() -> None:
    """At the end of SvcDoRun the attribute is None, and nothing is there to be waited for."""
    stop = ENTRY + PENDING + "        self.server.wait()\n        self.quit.set()\n\n"
    run = '    def SvcDoRun(self):\n        self.server = subprocess.Popen(["x"])\n        self.quit.wait()\n'
    text = HEAD + stop + run + "        self.server.stdin.close()\n        self.server = None\n"
    assert offered(text, "SVC101") is None


def test_a_signal_that_is_given_twice_comes_in_time() -> None:
    """The handler gives it too, before the run side gets to the join."""
    run = START + "        self.worker.join(5)\n        self.quit.set()\n" + WORK
    turns = "        while self.worker.is_alive():\n    {}, 5000)\n            self.worker.join(3)\n"
    after = run.replace("        self.worker.join(5)\n", turns.format(PENDING.rstrip()[:-1]))
    assert repaired(HEAD + STOP + run, "SVC203") == HEAD + STOP + after


def test_503_asks_the_svcdorun_of_the_same_service() -> None:
    """Another service of the file may wait for an event of that name; this one ends by the report alone.

    Nobody of its own reads what the handler sets, so that without the report no STOP would ever end it.
    """
    deaf = "\n\nclass Other(win32serviceutil.ServiceFramework):\n" + STOP.rstrip() + "\n" + STOPPED
    run = "\n    def SvcDoRun(self):\n        while self.busy:\n            time.sleep(1)\n"
    made = "\n    def __init__(self, args):\n        super().__init__(args)\n        self.quit = threading.Event()\n"
    text = HEAD + STOP + RUN + deaf + run + made
    assert offered(text, "SVC503") is None


def test_503_is_not_safe_where_a_helper_never_comes_back() -> None:
    """The flag is asked in a loop whose body goes round for ever: STOPPED is what ends this service."""
    run = "    def SvcDoRun(self):\n        while self.on:\n            self.cycle()\n\n"
    cycle = "    def cycle(self):\n        while True:\n            time.sleep(5)\n            print('on')\n"
    stop = ENTRY + PENDING + "        self.on = False\n"
    assert offered(HEAD + stop + STOPPED + "\n" + run + cycle, "SVC503") == ("unsafe", HEAD + stop + "\n" + run + cycle)


@pytest.mark.parametrize("mark", ["# noqa: E501", "# type: ignore[arg-type]", "# pragma: no cover"])
def test_marks_for_tools_go_with_their_statement(mark: str) -> None:
    """On a line of its own such a comment would mean something else, or nothing."""
    text = HEAD + STOP.rstrip() + "\n" + STOPPED.rstrip() + f"  {mark}\n\n" + RUN
    assert offered(text, "SVC503") == ("safe", HEAD + STOP + RUN)


FLAG = "        self.on = False\n"
BLOCK = "    def SvcDoRun(self):\n        import flask\n        app = flask.Flask('x')\n        app.run({})\n"
BUSY = "    def SvcDoRun(self):\n        while self.busy:\n            self.late.wait(1)\n"
# what the handler does, and all that follows it in the class, and in the file
DEAF = {
    "a flag, and a server of others": (FLAG, BLOCK.format("port=5000")),
    "a flag that the run side only writes": (FLAG, BLOCK.format("").replace("import", "self.on = True; import")),
    "an event, and another one is waited for": ("        self.quit.set()\n", BUSY),
    "only clean-up speaks of the event": (
        "        self.quit.set()\n",
        BUSY + "        self.quit.clear()\n",
    ),
    "only another handler asks": (
        FLAG,
        "    def SvcPause(self):\n        if self.on:\n            self.late.set()\n\n" + BLOCK.format(""),
    ),
    "an heir has ears, this service has not": (
        "        self.quit.set()\n",
        BUSY + HEIR + '    _svc_name_ = "Heir"\n\n' + RUN,
    ),
    "nothing is given at all": ("        time.sleep(1)\n", BUSY),
}


@pytest.mark.parametrize("pending", [PENDING, ""], ids=["deleted", "turned"])
@pytest.mark.parametrize(("signal", "end"), DEAF.values(), ids=DEAF)
def test_503_leaves_the_only_end_that_there_is(pending: str, signal: str, end: str) -> None:
    """Nobody on the run side reads what the handler gives: without STOPPED every stop would be lost."""
    assert offered(HEAD + ENTRY + pending + signal + STOPPED + "\n" + end, "SVC503") is None


ELSEWHERE = {
    "the service is handed on": (FLAG, BLOCK.format("self")),
    "the event is handed on": ("        self.quit.set()\n", BLOCK.format("self.quit")),
    "something of others is told": ("        self.server.stop()\n", BLOCK.format("")),
    "a flag of another object": ("        self.server.on = False\n", BLOCK.format("")),
    "an event that others made": (
        "        self.event.set()\n",
        BLOCK.format("") + "\n    def prepare(self, event):\n        self.event = event\n",
    ),
    "a thread looks at it": (
        "        self.quit.set()\n",
        START.replace("self.quit.wait()", "self.worker.join()") + WORK,
    ),
    "a setter of the class": (
        FLAG.replace("on", "going"),
        BLOCK.format("") + "\n    going = property(None, print)\n",
    ),
}


@pytest.mark.parametrize(("signal", "end"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_503_is_unsafe_where_the_reader_may_be_out_of_sight(signal: str, end: str) -> None:
    """Code that cannot be read may hear what the handler gives; whoever knows it may take the fix."""
    text = HEAD + ENTRY + PENDING + signal + STOPPED + "\n" + end
    assert offered(text, "SVC503") == ("unsafe", text.replace(STOPPED, ""))


def test_503_a_base_of_others_may_have_ears() -> None:
    """What the base class does with the flag is not to be seen."""
    head = HEAD.replace("(win32serviceutil.ServiceFramework)", "(Looping, win32serviceutil.ServiceFramework)")
    text = "from shop import Looping\n" + head + ENTRY + PENDING + FLAG + STOPPED + "\n" + BLOCK.format("")
    after = text.replace(STOPPED, "")
    assert offered(text, "SVC503") == ("unsafe", after)


EVENTS = HEAD.replace("import win32service\n", "import win32event\nimport win32service\n").replace(
    "threading.Event()", "win32event.CreateEvent(None, True, False, None)"
)
GIVEN = "        win32event.SetEvent(self.quit)\n"
LATE_TOO = "        win32event.SetEvent(self.late)\n"
HANDLES = "[self.quit, self.late]"
WAITS = {
    "any of two": ("safe", GIVEN, HANDLES, "False"),
    "all of two, one of which comes": ("unsafe", GIVEN, HANDLES, "True"),
    "all, as a number": ("unsafe", GIVEN, HANDLES, "1"),
    "all, and the handler gives all": ("safe", GIVEN + LATE_TOO, HANDLES, "True"),
    "all of one": ("safe", GIVEN, "(self.quit,)", "1"),
    "nobody knows whether all": ("unsafe", GIVEN, HANDLES, "self.busy"),
    "all of a list that has a name": ("unsafe", GIVEN, "handles", "True"),
    "any of a list that has a name": ("safe", GIVEN, "handles", "0"),
}


@pytest.mark.parametrize(("trust", "signal", "handles", "every"), WAITS.values(), ids=WAITS)
def test_503_a_wait_for_all_hears_no_single_signal(trust: str, signal: str, handles: str, every: str) -> None:
    """WaitForMultipleObjects with bWaitAll returns when the last of its objects is signalled."""
    named = f"        handles = {HANDLES}\n" if handles == "handles" else ""
    wait = f"        win32event.WaitForMultipleObjects({handles}, {every}, win32event.INFINITE)\n"
    text = EVENTS + ENTRY + PENDING + signal + STOPPED + "\n    def SvcDoRun(self):\n" + named + wait
    assert offered(text, "SVC503") == (trust, text.replace(STOPPED, ""))


def test_no_blank_line_is_left_at_the_top_of_a_body() -> None:
    """It stood between the statement that goes and the next one."""
    first = "        self.ReportServiceStatus(win32service.SERVICE_START_PENDING)\n"
    body = "        try:\n            self.quit.wait()\n        finally:\n            print(1)\n"
    head = HEAD + STOP + "    def SvcDoRun(self):\n"
    assert offered(head + first + "\n" + body, "SVC505") == ("safe", head + body)


def test_blank_lines_below_a_comment_stay() -> None:
    """There the first line of the body is another one."""
    first = "        self.ReportServiceStatus(win32service.SERVICE_START_PENDING)\n"
    head = HEAD + STOP + "    def SvcDoRun(self):\n        # all of it\n"
    assert offered(head + first + "\n        self.quit.wait()\n", "SVC505") == (
        "safe",
        head + "\n        self.quit.wait()\n",
    )
