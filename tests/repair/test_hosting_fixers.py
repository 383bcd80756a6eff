"""SVC801, SVC803, SVC805 and SVC809 on small services: what comes out was written down first."""

from __future__ import annotations

from importlib import import_module

import pytest

from svclint.linting import lint_bytes
from svclint.repair.lines import applied
from svclint.repair.workshop import Workshop

HEAD = """\
import signal
import sys
import threading

import win32service
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"
    _svc_display_name_ = "Uploader"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

"""
RUN = """\
    def SvcDoRun(self):
        self.stop.wait()

    @classmethod
    def command(cls):
        win32serviceutil.HandleCommandLine(cls)


"""
COMMANDS = "win32serviceutil.HandleCommandLine(Uploader)"


def offered(text: str, code: str) -> tuple[str, str] | None:
    """What the fixer of a code makes of its first finding, and how far it is trusted."""
    compile(text, "feed.py", "exec")
    finding = next(one for one in lint_bytes(text.encode(), "feed.py").findings if one.code == code)
    fix = import_module(f"svclint.repair.fixers.{code.lower()}").fix(Workshop(text), finding)
    return fix and (applied(text, fix.edits), fix.applicability.value)


GUARDED = {
    "the call itself": (f"{COMMANDS}\n", f'if __name__ == "__main__":\n    {COMMANDS}\n'),
    "its exit code is used": (
        f"sys.exit({COMMANDS})  # 0 or an error\n",
        f'if __name__ == "__main__":\n    sys.exit({COMMANDS})  # 0 or an error\n',
    ),
    "two functions away": (
        f"def go():\n    {COMMANDS}\n\n\ndef main():\n    go()\n\n\nmain()\n",
        f'def go():\n    {COMMANDS}\n\n\ndef main():\n    go()\n\n\nif __name__ == "__main__":\n    main()\n',
    ),
    "a class method": ("Uploader.command()\n", 'if __name__ == "__main__":\n    Uploader.command()\n'),
    "in a try": (
        f"try:\n    {COMMANDS}\nfinally:\n    print()\n",
        f'try:\n    if __name__ == "__main__":\n        {COMMANDS}\nfinally:\n    print()\n',
    ),
}


@pytest.mark.parametrize("before, after", GUARDED.values(), ids=GUARDED)
def test_the_command_line_is_guarded(before: str, after: str) -> None:
    """What leads to it is put below the test, and nothing else moves."""
    assert offered(HEAD + RUN + before, "SVC809") == (HEAD + RUN + after, "unsafe")


@pytest.mark.parametrize(
    "tail",
    [
        f"def go():\n    {COMMANDS}\n\n\ngo()\nif sys.argv:\n    go()\n",
        f"print(); {COMMANDS}\n",
        f"if True: {COMMANDS}\n",
        "win32serviceutil.HandleCommandLine(\n    Uploader,\n)\n",
    ],
    ids=["two ways lead to it", "it shares its line", "it shares the line of a head", "it has several lines"],
)
def test_what_is_not_guarded(tail: str) -> None:
    """It is left to the author."""
    assert offered(HEAD + RUN + tail, "SVC809") is None


MAIN = 'if __name__ == "__main__":\n'
IMPORT = "\nimport win32service\n", "\nimport servicemanager\nimport win32service\n"
STEPS = """\
        if len(sys.argv) == 1:
            servicemanager.Initialize()
            servicemanager.PrepareToHostSingle(Uploader)
            servicemanager.StartServiceCtrlDispatcher()
        else:
            win32serviceutil.HandleCommandLine(Uploader)
"""


def test_a_frozen_program_hosts_itself() -> None:
    """The module that it needs is imported."""
    before = HEAD + RUN + MAIN + f'    if hasattr(sys, "frozen"):\n        {COMMANDS}\n'
    after = (HEAD + RUN).replace(*IMPORT) + MAIN + f'    if hasattr(sys, "frozen"):\n{STEPS}'
    assert offered(before, "SVC801") == (after, "unsafe")


@pytest.mark.parametrize(
    "name, prepared, dispatcher",
    [
        (
            "servicemanager",
            "servicemanager.PrepareToHostSingle(Uploader)",
            "servicemanager.StartServiceCtrlDispatcher()",
        ),
        ("servicemanager as sm", 'sm.PrepareToHostMultiple("Uploader", Uploader)', "sm.StartServiceCtrlDispatcher()"),
    ],
    ids=["by its name", "by another one"],
)
def test_what_is_prepared_is_dispatched(name: str, prepared: str, dispatcher: str) -> None:
    """Behind it, and in front of what comes next."""
    head = HEAD.replace("import win32service\n", f"import {name}\nimport win32service\n", 1) + RUN + MAIN
    before = f"{head}    {prepared}\n    print()\n"
    assert offered(before, "SVC801") == (f"{head}    {prepared}\n    {dispatcher}\n    print()\n", "unsafe")


def test_two_services_of_one_program() -> None:
    """They are prepared first, both of them."""
    head = HEAD.replace("import win32service\n", "import servicemanager\nimport win32service\n", 1) + RUN + MAIN
    two = "".join(f'    servicemanager.PrepareToHostMultiple("{name}", Uploader)\n' for name in "AB")
    after = f"{head}{two}    servicemanager.StartServiceCtrlDispatcher()\n"
    assert offered(head + two, "SVC801") == (after, "unsafe")


@pytest.mark.parametrize("used", ["print({})", "code = {}"], ids=["part of an expression", "its result is kept"])
def test_what_does_not_become_a_host(used: str) -> None:
    """Where the call is no statement, the branches have no room."""
    frozen = f"    if hasattr(sys, 'frozen'):\n        {used.format(COMMANDS)}\n"
    assert offered(HEAD + RUN + MAIN + frozen, "SVC801") is None


SIGNALS = {
    "a statement of its own": (
        "        signal.signal(signal.SIGTERM, print)\n        self.stop.wait()\n",
        ("        self.stop.wait()\n", "unsafe"),
    ),
    "with a comment": (
        "        signal.signal(signal.SIGTERM, print)  # for the console\n        self.stop.wait()\n",
        ("        # for the console\n        self.stop.wait()\n", "unsafe"),
    ),
    "the handler before is kept": ("        self.old = signal.signal(signal.SIGTERM, print)\n", None),
    "beside another statement": (
        "        signal.signal(signal.SIGTERM, print); self.stop.wait()\n",
        ("        self.stop.wait()\n", "unsafe"),
    ),
}


@pytest.mark.parametrize("before, after", SIGNALS.values(), ids=SIGNALS)
def test_signals(before: str, after: tuple[str, str] | None) -> None:
    """A handler that is set for nothing goes."""
    run = HEAD + "    def SvcDoRun(self):\n"
    assert offered(run + before, "SVC803") == (after and (run + after[0], after[1]))


def test_a_loop_is_made_by_its_other_name() -> None:
    """The name of the module is what the file calls it."""
    text = HEAD.replace("import signal\n", "import asyncio as aio\n")
    text += "    def SvcDoRun(self):\n        threading.Thread(target=self.work).start()\n"
    text += "    def work(self):\n        aio.{}_event_loop().run_forever()\n"
    assert offered(text.format("get"), "SVC803") == (text.format("new"), "unsafe")


FLASK = {
    "debugging": ("app.run(debug=True)", "app.run(debug=True, use_reloader=False)"),
    "told to reload": ("app.run(debug=True, use_reloader=True)", None),
    "several lines": ("app.run(\n            debug=True,\n        )", None),
}


@pytest.mark.parametrize("before, after", FLASK.values(), ids=FLASK)
def test_flask(before: str, after: str | None) -> None:
    """It is told to do without its reloader, unless the author has asked for that."""
    head = HEAD.replace("import win32service\n", "import flask\nimport win32service\n", 1)
    run = (
        head.replace("\n\nclass", "\napp = flask.Flask(__name__)\n\n\nclass", 1)
        + "    def SvcDoRun(self):\n        {}\n"
    )
    assert offered(run.format(before), "SVC803") == (after and (run.format(after), "unsafe"))


BESIDE = "os.path.join(os.path.dirname(os.path.abspath(__file__)), {})"
PATHS = {
    "a plain path": ("open('a')", f"open({BESIDE})".format("'a'")),
    "by its keyword": ("open(mode='w', file='a')", f"open(mode='w', file={BESIDE})".format("'a'")),
    "a raw string": (r"os.listdir(r'a\b')", f"os.listdir({BESIDE})".format(r"r'a\b'")),
    "the path of a method": ("Path('a').read_text()", f"Path({BESIDE}).read_text()".format("'a'")),
    "what is written to a path": ("place = Path('a'); place.write_text('b')", None),
    "the attribute of a class": ("open(self.path)", None),
    "in two parts": ("open('a' '.txt')", None),
}


@pytest.mark.parametrize("before, after", PATHS.values(), ids=PATHS)
def test_paths_begin_beside_the_file(before: str, after: str | None) -> None:
    """The literal is put behind the folder of the file."""
    run = HEAD.replace("import signal\n", "import os\nfrom pathlib import Path\n").replace(
        "    def __init__", "    path = 'a.txt'\n\n    def __init__", 1
    )
    run += "    def SvcDoRun(self):\n        {}\n"
    assert offered(run.format(before), "SVC805") == (after and (run.format(after), "unsafe"))


def test_the_module_that_it_takes_is_imported() -> None:
    """By the name that everybody knows it by."""
    run = HEAD + "    def SvcDoRun(self):\n        open({})\n"
    after = run.format(BESIDE.format("'a'")).replace("import signal\n", "import os\nimport signal\n", 1)
    assert offered(run.format("'a'"), "SVC805") == (after, "unsafe")


@pytest.mark.parametrize("use, made", [("", True), ("\nprint(NAME)", False)], ids=["its only use", "used elsewhere"])
def test_a_constant_is_changed_where_it_is_written(use: str, made: bool) -> None:
    """Unless somebody else goes by it."""
    text = HEAD.replace("import signal\n", "import os\n").replace("\n\nclass", "\nNAME = {}" + use + "\n\n\nclass", 1)
    text += "    def SvcDoRun(self):\n        open(NAME)\n"
    after = (text.format(BESIDE.format("'a'")), "unsafe") if made else None
    assert offered(text.format("'a'"), "SVC805") == after
