"""How ``match`` is read: captures hold what the subject is, and guards say which cases can be taken."""

from __future__ import annotations

import pytest

from tests.source.test_reading import IMPORTS, body, codes, service

W32 = IMPORTS + "from win32service import *\n"


def own_handler(cases: str, subject: str = "control", imports: str = W32) -> str:
    """A service that takes its controls with a ``match`` of its own; what a case does not answer is answered 0."""
    text = f"match {subject}:\n" + body(cases) + "return 0"
    return service(imports=imports, more="def ServiceCtrlHandlerEx(self, control, event_type, data):\n" + body(text))


RIGHT = {
    "a capture is the control": """
        case x if x == SERVICE_CONTROL_STOP:
            self.SvcStop()
        case x if x != SERVICE_CONTROL_INTERROGATE:
            return 120
    """,
    "a capture in a tuple of controls": """
        case c if c in (SERVICE_CONTROL_STOP, SERVICE_CONTROL_SHUTDOWN):
            self.SvcStop()
        case _:
            pass
    """,
    "a guard on the subject itself": """
        case _ if control == SERVICE_CONTROL_INTERROGATE:
            pass
        case _ if control == SERVICE_CONTROL_STOP:
            self.SvcStop()
        case _:
            return 120
    """,
    "a class pattern with a capture": """
        case int() as c if c == SERVICE_CONTROL_STOP:
            self.SvcStop()
        case int(c) if c == SERVICE_CONTROL_INTERROGATE:
            pass
        case _:
            return 120
    """,
    "a class that the control is not of": """
        case str() | None:
            self.SvcStop()
        case c if c == SERVICE_CONTROL_STOP:
            self.SvcStop()
    """,
    "alternatives with a name for what matched": """
        case (1 | 5) as c if c != SERVICE_CONTROL_INTERROGATE:
            self.SvcStop()
        case 4:
            pass
        case _:
            return 120
    """,
    "a capture that outlives its case": """
        case c if c == SERVICE_CONTROL_INTERROGATE:
            pass
        case _ if c == SERVICE_CONTROL_STOP:
            self.SvcStop()
    """,
    "a bare capture takes what is left": """
        case win32service.SERVICE_CONTROL_INTERROGATE:
            pass
        case other:
            if other == SERVICE_CONTROL_STOP:
                self.SvcStop()
    """,
    "two conditions in one guard": """
        case c if c != SERVICE_CONTROL_INTERROGATE and (c == SERVICE_CONTROL_STOP or c == SERVICE_CONTROL_SHUTDOWN):
            self.SvcStop()
    """,
}


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_handler_that_goes_by_guards_is_right(sentence: str) -> None:
    """STOP gets its case and INTERROGATE another one, so nothing is broken."""
    assert codes(own_handler(RIGHT[sentence])) == set()


def test_a_tuple_is_matched_part_by_part() -> None:
    """``match control, event_type``: the control decides though the other part is not known."""
    cases = """
        case (c, _) if c == SERVICE_CONTROL_STOP:
            self.SvcStop()
        case win32service.SERVICE_CONTROL_INTERROGATE, _:
            pass
        case [_, _]:
            return 120
    """
    assert codes(own_handler(cases, "control, event_type")) == set()


WRONG = {
    "the guard is for another control (STP-01)": (
        "case x if x == SERVICE_CONTROL_SHUTDOWN:\n    self.SvcStop()",
        "SVC501",
    ),
    "a case that is certain ends the search (STP-01)": (
        "case x if x >= SERVICE_CONTROL_STOP:\n    pass\ncase x if x == SERVICE_CONTROL_STOP:\n    self.SvcStop()",
        "SVC501",
    ),
    "the guard lets INTERROGATE in as well (HND-07)": (
        "case c if c in (SERVICE_CONTROL_STOP, SERVICE_CONTROL_INTERROGATE):\n    self.SvcStop()",
        "SVC402",
    ),
    "INTERROGATE is refused by a guard (HND-12)": (
        "case int() as c if c == SERVICE_CONTROL_STOP:\n    self.SvcStop()\ncase c if c > 3:\n    return 120",
        "SVC401",
    ),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_handler_whose_guards_are_wrong_is_broken(sentence: str) -> None:
    """What a guard surely says convicts as an ``if`` would."""
    cases, code = WRONG[sentence]
    assert codes(own_handler(cases)) == {code}


UNKNOWN = {
    "a guard that nobody can read": (
        "from elsewhere import wanted",
        "case c if wanted(c):\n    self.SvcStop()\ncase _:\n    pass",
    ),
    "a class that is not known": (
        "from elsewhere import Code",
        "case Code() as c if c == SERVICE_CONTROL_STOP:\n    self.SvcStop()\ncase _:\n    pass",
    ),
    "a name of a built-in class that means another": (
        "from elsewhere import str",
        "case str() as c:\n    self.SvcStop()\ncase _:\n    pass",
    ),
}


@pytest.mark.parametrize("sentence", UNKNOWN)
def test_a_guard_that_is_not_known_convicts_nobody(sentence: str) -> None:
    """The case may be taken and may not be."""
    imports, cases = UNKNOWN[sentence]
    cases = "case win32service.SERVICE_CONTROL_INTERROGATE:\n    pass\n" + cases
    assert codes(own_handler(cases, imports=f"{W32}{imports}\n")) == set()


def test_what_a_failed_guard_waits_for_is_waited_for() -> None:
    """A guard does what it does also when another case is taken in the end (HND-02: 30 s)."""
    cases = """
        case _ if self.slow():
            pass
        case c if c == SERVICE_CONTROL_STOP:
            self.SvcStop()
    """
    source = own_handler(cases) + "\n" + body("def slow(self):\n    time.sleep(60)\n    return False")
    assert codes(source) == {"SVC101"}


STRANGE = {
    "a number is no sequence and no mapping": (
        "case [first, *others] if others:\n    pass\ncase {'code': c, **rest} if rest:\n    pass",
        set[str](),
    ),
    "a class with parts by name may be anything": ("case Code(value=c) | [c] if c == 1:\n    pass", set[str]()),
    "hundreds of guards that nobody can read": (
        "\n".join(f"case c if wanted(c, {n}):\n    c = {n}" for n in range(200)),
        set[str](),
    ),
    "a capture named like a module is a variable": ("case time if time == 1:\n    pass", {"SVC501"}),
}


@pytest.mark.parametrize("sentence", STRANGE)
def test_strange_patterns_are_read(sentence: str) -> None:
    """They stand before the case that stops the service: who surely takes STOP away from it is broken (STP-01)."""
    before, found = STRANGE[sentence]
    cases = f"case 4:\n    pass\n{before}\ncase _:\n    self.SvcStop()"
    assert codes(own_handler(cases, imports=f"{W32}from elsewhere import Code, wanted\n")) == found


RUNS = {
    "the number of a wait is captured": "case rc if rc == win32event.WAIT_OBJECT_0:\n    break\ncase _:\n    pass",
    "the time-out is captured": "case rc if rc == win32event.WAIT_TIMEOUT:\n    continue\ncase _:\n    break",
}


@pytest.mark.parametrize("sentence", RUNS)
def test_a_captured_wait_result_ends_the_loop(sentence: str) -> None:
    """The worker is joined once the stop is seen, so none is alive at SERVICE_STOPPED (STP-03)."""
    run = "worker = threading.Thread(target=self.work)\nworker.start()\nwhile True:\n"
    run += body("match win32event.WaitForSingleObject(self.stop, 500):\n" + body(RUNS[sentence])) + "worker.join()"
    work = "def work(self):\n    win32event.WaitForSingleObject(self.stop, win32event.INFINITE)"
    assert codes(service(run=run, more=work)) == set()
