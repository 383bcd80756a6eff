"""Laws of the fixers, on services put together at random from the shapes that real ones have."""

from __future__ import annotations

import io
import textwrap
import tokenize
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.fix import Edit
from svclint.selection import Selection
from svclint.settings import Settings

BENCH = engine.Bench(lint_bytes, Selection(Settings(min_certainty="possible")))

# How a file imports, and how it then writes the modules E (win32event), S (win32service), T (threading).
IMPORTS = [
    ("import sys\nimport threading\n\nimport win32event\nimport win32service\nimport win32serviceutil", {}),
    (
        "import sys\nimport threading as th\nimport win32event as we, win32service as ws, win32serviceutil",
        {"E.": "we.", "S.": "ws.", "T.": "th."},
    ),
    (
        "import sys\nfrom threading import Event, Thread\nfrom win32event import *\nfrom win32service import *\n"
        "import win32serviceutil",
        {"E.": "", "S.": "", "T.": ""},
    ),
    ("import sys, threading\nimport win32event\nfrom win32service import *\nimport win32serviceutil", {"S.": ""}),
]
FULL = {"E.": "win32event.", "S.": "win32service.", "T.": "threading."}

PENDING = "self.ReportServiceStatus(S.SERVICE_STOP_PENDING)"
STOPPED = "self.ReportServiceStatus(S.SERVICE_STOPPED)"
RAW = "S.SetServiceStatus(self.ssh, (16, S.SERVICE_STOP_PENDING, 0, 0, 0, 1, 3000))"
HANDLER = [
    PENDING,
    PENDING,
    "E.SetEvent(self.stop)",
    "E.SetEvent(self.stop)",
    "self.quit.set()",
    "self.alive = False",
    "self.worker.join()",
    "self.worker.join(5)",
    "self.quit.wait()",
    "self.helper()",
    "print('stop')",
    "pass",
    "sys.exit(0)",
    "limit = None",
    "self.child.wait(limit)",
    "self.checkPoint = 0",
    "return",
    STOPPED,
]
STOPS = [
    f"{PENDING}\nself.quit.set()\nE.SetEvent(self.stop)\nself.worker.join()",
    f"{PENDING}\nself.quit.set()\nself.worker.join()\nE.SetEvent(self.stop)",
    f"{PENDING}\nself.quit.set()\nself.helper()\nE.SetEvent(self.stop)",
    f"{PENDING}\nprint('stop')\nself.child.wait()\nself.quit.set()",
    f"self.quit.set()\nE.SetEvent(self.stop)\nprint('stop')\n{PENDING}",
    f"{PENDING}\nself.alive = False",
    f"{PENDING}\nself.quit.set()\nE.SetEvent(self.stop)",
    f"{PENDING}\nself.quit.set()\nE.SetEvent(self.stop)",
]
START = [
    "self.worker.start()",
    "self.worker.start()",
    "t = T.Thread(target=self.work, daemon=True)\nt.start()",
    "for one in self.many:\n    one.start()",
    "if self.alive:\n    self.worker.start()",
    "self.begin()",
    "pass",
]
WAIT = [
    "E.WaitForSingleObject(self.stop, E.INFINITE)",
    "while E.WaitForSingleObject(self.stop, 5000) != E.WAIT_OBJECT_0:\n    print('work')",
    "rc = None\nwhile rc != E.WAIT_OBJECT_0:\n    rc = E.WaitForSingleObject(self.stop, 500)",
    "while self.alive:\n    print('work')",
    "self.quit.wait()",
    "while not self.quit.wait(2):\n    print('work')",
    "while True:\n    if self.quit.wait(1):\n        break",
    "try:\n    self.quit.wait()\nfinally:\n    self.finish()",
]
AFTER = [
    "self.worker.join()",
    "self.worker.join(timeout=5)",
    "for one in self.many:\n    one.join(2)",
    "self.checkPoint = 0",
    PENDING,
    "for step in range(3):\n    " + RAW,
    "for step in range(3):\n    status = (16, S.SERVICE_STOP_PENDING, 0, 0, 0, 1, 3000)\n"
    "    S.SetServiceStatus(self.ssh, status)",
    STOPPED,
    "self.finish()",
    "sys.exit()",
    "sys.exit(1)",
    "return",
    "print('over')",
]
FINISH = [STOPPED, PENDING, "self.worker.join(1)", "print('finish')"]
INTERROGATE = ["pass", "self.ReportServiceStatus(S.SERVICE_RUNNING)", "return True", "return 0", "print('here')"]
EXTRA = [
    "def SvcPause(self):\n    self.ReportServiceStatus(S.SERVICE_PAUSED)\n\n"
    "def SvcContinue(self):\n    self.ReportServiceStatus(S.SERVICE_RUNNING)",
    "def ServiceCtrlHandlerEx(self, code, kind, data):\n    if code == S.SERVICE_CONTROL_STOP:\n"
    "        return self.SvcStop()\n    return 120",
    "def ServiceCtrlHandlerEx(self, control, event_type, data):\n    'Mine.'\n"
    "    if control == S.SERVICE_CONTROL_INTERROGATE:\n        return 1\n"
    "    return super().ServiceCtrlHandlerEx(control, event_type, data)",
    "SvcShutdown = SvcStop",
    "def SvcShutdown(self):\n    self.SvcStop()",
]
INIT = """\
def __init__(self, args):
    win32serviceutil.ServiceFramework.__init__(self, args)
    self.stop = E.CreateEvent(None, 1, 0, None)
    self.quit = T.Event()
    self.alive = True
    self.worker = T.Thread(target=self.work)
    self.many = [T.Thread(target=self.work) for _ in range(3)]
"""
REST = """\
def begin(self):
    self.worker.start()

def helper(self):
    self.worker.join()
"""
WORK = ["while not self.quit.wait(1):\n    print('w')", "while True:\n    print('w')", "print('w')"]


def block(shapes: list[str], least: int = 1, most: int = 4) -> st.SearchStrategy[str]:
    """Some statements, one below the other, perhaps inside another one."""
    plain = st.lists(st.sampled_from(shapes), min_size=least, max_size=most).map("\n".join)
    heads = ["if self.alive:", "try:", "with open('f'):", "for _ in (1, 2):"]
    return st.one_of(plain, plain, plain, st.builds(_nested, st.sampled_from(heads), plain))


def _nested(head: str, body: str) -> str:
    tail = "\nfinally:\n    print('done')" if head == "try:" else ""
    return f"{head}\n{textwrap.indent(body, '    ')}{tail}"


def function(name: str, body: str) -> str:
    """A method."""
    return f"def {name}(self):\n{textwrap.indent(body, '    ')}\n"


@st.composite
def service_files(draw: st.DrawFn) -> str:
    """A module with one service, remarks all over it."""
    imports, spelling = draw(st.sampled_from(IMPORTS))
    runs = [draw(block(START, most=2)), draw(st.sampled_from(WAIT)), draw(block(AFTER, most=2))]
    stop = draw(st.one_of(st.sampled_from(STOPS), st.sampled_from(STOPS), block(HANDLER, most=5)))
    parts = [
        INIT,
        function("SvcStop", stop),
        function("SvcDoRun", "\n".join(runs)),
        function("finish", draw(block(FINISH, most=2))),
        function("work", draw(st.sampled_from(WORK))),
        REST,
        *draw(st.lists(st.sampled_from(EXTRA), max_size=2, unique=True)),
    ]
    if draw(st.booleans()):
        parts.append(function("SvcInterrogate", draw(block(INTERROGATE, most=2))))
    body = textwrap.indent("\n".join(parts), "    ")
    text = f"{imports}\n\n\nclass Service(win32serviceutil.ServiceFramework):\n    _svc_name_ = 'S'\n\n{body}\n"
    for short, full in {**FULL, **spelling}.items():
        text = text.replace(short, full)
    rows = list(_remarked(text.split("\n"), draw(st.integers(0, 7))))
    text = "\n".join(rows)
    return draw(st.sampled_from([text, text.replace("    ", "\t"), text.replace("    ", "  "), text.rstrip("\n")]))


def _remarked(rows: list[str], seed: int) -> Iterator[str]:
    """The lines with a remark behind or above some, no two of them the same."""
    for number, row in enumerate(rows):
        indent = row[: len(row) - len(row.lstrip())]
        if row.strip() and (number * 5 + seed) % 7 == 0:
            yield f"{indent}# above {number}"
        yield f"{row}  # behind {number}" if row.strip() and (number + seed) % 3 == 0 else row


def comments(text: str) -> Counter[str]:
    """The comments, each as often as it stands there."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(one.string for one in tokens if one.type == tokenize.COMMENT)


def untouched(text: str, edits: tuple[Edit, ...]) -> list[str]:
    """The lines that no edit speaks of; an insertion at the front of a line leaves the line alone."""
    told = {
        line
        for edit in edits
        for line in range(edit.start.line, edit.end.line + (edit.end.column > 1 or edit.start == edit.end))
        if edit.start != edit.end or edit.start.column > 1
    }
    return [row for number, row in enumerate(text.split("\n"), 1) if number not in told]


def check_offer(offer: engine.Offer) -> bool:
    """One fix by itself: it keeps the file whole, its comments and the lines that it does not speak of."""
    before, after = offer.document.text, offer.after.decode()
    compile(after, "service.py", "exec")
    assert comments(before) <= comments(after)
    rows = iter(after.split("\n"))
    assert all(any(row == one for one in rows) for row in untouched(before, offer.fix.edits))
    return True


@settings(max_examples=100, deadline=None)
@given(service_files())
def test_fixes_do_no_harm_and_come_to_an_end(text: str) -> None:
    """No fix breaks the file, loses a comment or touches other lines; in the end there is nothing left to fix."""
    compile(text, "service.py", "exec")
    outcome = engine.repaired(text.encode(), "service.py", BENCH, check_offer)
    assert (outcome.settled, outcome.failures) == (True, ())
    assert comments(text) <= comments(outcome.after.decode())
    compile(outcome.after, "service.py", "exec")
    assert engine.repaired(outcome.after, "service.py", BENCH, check_offer).after == outcome.after


@settings(max_examples=50, deadline=None)
@given(service_files())
def test_fixes_made_together_do_no_harm_either(text: str) -> None:
    """The same where nobody is asked, and what is apart is proven at once."""
    outcome = engine.repaired(text.encode(), "service.py", BENCH)
    assert (outcome.settled, outcome.failures) == (True, ())
    assert comments(text) <= comments(outcome.after.decode())
    compile(outcome.after, "service.py", "exec")
    assert engine.repaired(outcome.after, "service.py", BENCH).after == outcome.after
