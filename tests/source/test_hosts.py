"""Services that no framework of pywin32's runs: what is seen of them, by the style in which they are written.

Each case is a whole file, put together from the parts below. What is expected follows from reading the part.
"""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from svclint.checking.behaviour import Leaves, events, nodes
from svclint.contract.events import By, Enter, Report
from svclint.linting import lint_bytes
from svclint.source.markers import has_markers
from svclint.source.model import Service
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.services import services
from tests.expectations import reported

CTYPES = """
import ctypes, enum, threading, time
from ctypes import wintypes
advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
advapi32.RegisterServiceCtrlHandlerExW.restype = advapi32.RegisterServiceCtrlHandlerW.restype = wintypes.HANDLE
advapi32.SetServiceStatus.argtypes = [wintypes.HANDLE, ctypes.c_void_p]
Handler = ctypes.WINFUNCTYPE(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)
Main = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(wintypes.LPWSTR))
class Status(ctypes.Structure):
    _fields_ = [(name, wintypes.DWORD) for name in ("kind", "state", "accepted", "error", "own", "point", "hint")]
class Entry(ctypes.Structure):
    _fields_ = [("name", wintypes.LPWSTR), ("main", Main)]
stop, handle, status = threading.Event(), None, Status(0x10)
def report(state, accepted=0, point=0, hint=0):
    advapi32.SetServiceStatus(handle, ctypes.byref(Status(0x10, state, accepted, 0, 0, point, hint)))
"""
RAW = """
import threading, servicemanager, win32service
stop, handle = threading.Event(), None
def report(state, accepted=0, point=0, hint=0):
    win32service.SetServiceStatus(handle, (16, state, accepted, 0, 0, point, hint))
"""
HANDLER = """
@Handler
def handler(control, event, data, context):
    if control == 1:
        report(3, 0, 1, 5000)
        stop.set()
    return 0
"""
BODY = """
    report(4, 1)
    stop.wait()
    report(1)
"""
MAIN = f"""
@Main
def main(argc, argv):
    global handle
    handle = advapi32.RegisterServiceCtrlHandlerExW("x", handler, None)
{BODY}
"""

LOADED = 'ctypes.WinDLL("advapi32", use_last_error=True)'
REGISTER = "advapi32.RegisterServiceCtrlHandlerExW"


def read(text: str) -> list[Service]:
    """The services of a file."""
    source = dedent(text)
    return list(services(Module(ast.parse(source), Source("case.py", source.split("\n")))))


def handlers(service: Service) -> dict[str, str]:
    """The function that gets each control."""
    entered = [(one.control, event) for one in service.controls for event in events(one.handler.body)]
    return {control: event.at.text for control, event in entered if isinstance(event, Enter)}


def states(service: Service) -> list[tuple[int, str, object, int | None]]:
    """The reports of the author's code in the life of the service: line, state, check point and mask, in order."""
    told = {one for one in events(service.life) if isinstance(one, Report) and one.by is By.USER}
    named = ((one.at.line, one.state.name[8:] if one.state else "?", one.check_point, one.accepted) for one in told)
    return sorted(named, key=str)


def ends(service: Service) -> bool:
    """Whether nobody but the main function can report its end."""
    return any(isinstance(one, Leaves) and one.control == "ServiceMain" for one in nodes(service.life))


WIRED = {
    "a decorated function": CTYPES + HANDLER + MAIN,
    "a function wrapped by a name": CTYPES + HANDLER.replace("@Handler\ndef handler", "def control")
    + "handler = Handler(control)\n" + MAIN,
    "wrapped where it is registered": CTYPES + HANDLER.replace("@Handler\ndef handler", "def control")
    + MAIN.replace("handler, None", "Handler(control), None"),
    "the old form of the handler": CTYPES + HANDLER.replace(", event, data, context", "").replace("return 0", "return")
    + MAIN.replace('ExW("x", handler, None)', 'W("x", handler)'),
    "a lambda": CTYPES + "def halt():\n    report(3, 0, 1, 5000)\n    stop.set()\n    return 0\n"
    "handler = Handler(lambda control, event, data, context: halt() if control == 1 else 0)\n" + MAIN,
    "windll": CTYPES.replace(LOADED, "ctypes.windll.advapi32")
    + HANDLER + MAIN,
    "a library loaded by its path": CTYPES.replace(
        LOADED, r'ctypes.windll.LoadLibrary(r"C:\Windows\System32\ADVAPI32.dll")'
    ) + HANDLER + MAIN,
    "a library that other systems lack": CTYPES.replace(
        'advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)',
        'windll = getattr(ctypes, "windll", None)\nadvapi32 = windll.advapi32 if windll else None',
    ) + HANDLER + MAIN,
    "functions under names of their own": CTYPES + "register = advapi32.RegisterServiceCtrlHandlerExW\n" + HANDLER
    + MAIN.replace(REGISTER, "register"),
    "functions made by prototypes": CTYPES + HANDLER
    + "kind = ctypes.WINFUNCTYPE(wintypes.HANDLE, wintypes.LPCWSTR, Handler, wintypes.LPVOID)\n"
    'register = kind(("RegisterServiceCtrlHandlerExW", advapi32))\n'
    + MAIN.replace(REGISTER, "register"),
    "everything by star": CTYPES.replace("import ctypes, enum", "from ctypes import *\nimport ctypes, enum")
    .replace("ctypes.WinDLL", "WinDLL").replace("(ctypes.Structure)", "(Structure)") + HANDLER + MAIN,
    "a helper registers": CTYPES + HANDLER + "def register():\n    global handle\n"
    '    handle = advapi32.RegisterServiceCtrlHandlerExW("x", handler, None)\n'
    + f"@Main\ndef main(argc, argv):\n    register()\n{BODY}",
    "pywin32's functions": RAW + HANDLER.replace("@Handler\n", "").replace(", context", "")
    + MAIN.replace("@Main\n", "").replace(REGISTER, "servicemanager.RegisterServiceCtrlHandler")
    .replace("handler, None", "handler, True"),
}  # fmt: skip


@pytest.mark.parametrize("text", WIRED.values(), ids=WIRED)
def test_wiring(text: str) -> None:
    """One service: its handler gets STOP and INTERROGATE; RUNNING accepts STOP, and the end is STOPPED."""
    (service,) = read(text)
    names = set(handlers(service).values())
    assert set(handlers(service)) == {"STOP", "INTERROGATE"}
    assert len(names) == 1
    assert [one[1:] for one in states(service)] == [("RUNNING", 0, 1), ("STOPPED", 0, 0)]
    (stop,) = [one for one in service.controls if one.control == "STOP"]
    assert [one.state.name for one in events(stop.handler.body) if isinstance(one, Report) and one.state] == [
        "SERVICE_STOP_PENDING"
    ]


CLASS = """
class Service:
    def __init__(self):
        self.stop = threading.Event()
        self.status = Status(0x10)
        self.callback = Handler(self.on_control)
    def on_control(self, control, event, data, context):
        if control == 1:
            self.say(3, 5000)
            self.stop.set()
        return 0
    def main(self, argc, argv):
        self.handle = advapi32.RegisterServiceCtrlHandlerExW("x", self.callback, None)
        self.say(4)
        self.stop.wait()
        self.say(1)
    def say(self, state, hint=0):
        SAY
entry = Main(Service().main)
"""


def filled(*lines: str) -> str:
    """The class, with these lines to fill its status; the report is the line behind them."""
    report = "advapi32.SetServiceStatus(self.handle, ctypes.byref(self.status))"
    return CTYPES + CLASS.replace("SAY", "\n        ".join((*lines, report)))


PUT = "    def put(self, s, state):\n        s.state = state\n"
SEND = "    def send(self, s):\n        advapi32.SetServiceStatus(self.handle, ctypes.pointer(s))\n"
POINT = "Service.status.point"  # what the counter goes by
FILLED = {
    "field by field": (
        filled("self.status.state = state", "self.status.accepted = 1 if state == 4 else 0"),
        [("RUNNING", 0, 1), ("STOPPED", 0, 0)],
    ),
    "by a local name": (
        filled("s = self.status", "s.state, s.hint = state, hint", "s.accepted = 5"),
        [("RUNNING", 0, 5), ("STOPPED", 0, 5)],
    ),
    "a mask from two branches": (
        filled("self.status.state = state", "if state == 4:", "    self.status.accepted = 1", "else:",
               "    self.status.accepted = 0"),
        [("RUNNING", 0, 1), ("STOPPED", 0, 0)],
    ),
    "a counter that is a field": (
        filled("self.status.state = state", "if state in (1, 4, 7):", "    self.status.point = 0", "else:",
               "    self.status.point += 1"),
        [("RUNNING", 0, 0), ("STOPPED", 0, 0)],
    ),
    "a counter that nobody resets": (
        filled("self.status.state = state", "self.status.point += 1"),
        [("RUNNING", POINT, 0), ("STOPPED", POINT, 0)],
    ),
    "a state mapped from text": (
        filled("self.status.state = {4: 4, 1: 1, 3: 3}[state]"),
        [("RUNNING", 0, 0), ("STOPPED", 0, 0)],
    ),
    "a new structure by keywords": (
        filled("self.status = Status(kind=16, state=state, accepted=1)"),
        [("RUNNING", 0, 1), ("STOPPED", 0, 1)],
    ),
    "filled by a helper that is given it": (
        filled("self.put(self.status, state)").replace("entry =", PUT + "entry ="),
        [("?", 0, 0)],
    ),
    "sent by a helper that is given it": (
        filled("self.status.state = state", "self.send(self.status)", "return").replace(
            "entry =", SEND + "entry ="
        ),
        [("RUNNING", 0, 0), ("STOPPED", 0, 0)],
    ),
    "a state that is not known": (filled("self.status.state = state + self.offset"), [("?", 0, 0)]),
    "an enum": (
        filled("self.status.state = State(state).value").replace(
            "class Service:", "class State(enum.IntEnum):\n    RUNNING = 4\nclass Service:"
        ),
        [("?", 0, 0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FILLED.values(), ids=FILLED)
def test_filling(text: str, expected: list[tuple[str, object, int | None]]) -> None:
    """What is known of the status that is sent; what is not known is told to be so."""
    (service,) = read(text)
    assert set(handlers(service).values()) == {"on_control"}
    assert [one[1:] for one in states(service)] == expected


LOOP = (
    CTYPES
    + HANDLER
    + """
@Main
def main(argc, argv):
    global handle
    handle = advapi32.RegisterServiceCtrlHandlerExW("x", handler, None)
    status.state, status.point, status.hint = 2, 1, 3000
    for part in range(9):
        FIRST
        advapi32.SetServiceStatus(handle, ctypes.byref(status))
        LAST
    report(4, 1)
    stop.wait()
    report(1)
def rise():
    status.point += 1
def load():
    print("loading")
"""
)
LOOPS = {
    "the same number in each turn": ("pass", "pass", {"SVC301"}),
    "the same number, and a call that leaves it alone": ("load()", "load()", {"SVC301"}),
    "raised before the report": ("status.point += 1", "pass", set()),
    "raised behind the report": ("pass", "status.point += 1", set()),
    "raised by a function": ("pass", "rise()", set()),
    "raised by a function before": ("rise()", "pass", set()),
    "not the same in each turn": ("status.point = part + 1", "pass", set()),
    "set back in each turn": ("status.point = 0", "pass", {"SVC301"}),
}


@pytest.mark.parametrize(("first", "last", "expected"), LOOPS.values(), ids=LOOPS)
def test_check_points_in_a_loop(first: str, last: str, expected: set[str]) -> None:
    """A field is followed around a loop, and through what the loop calls."""
    text = LOOP.replace("FIRST", first).replace("LAST", last)
    assert {code for _, code in reported(lint_bytes(text.encode(), "case.py"))} == expected


def controlled(handler: str, accepted: str = "1") -> str:
    """A service with this handler and this mask."""
    return CTYPES + dedent(handler) + MAIN.replace("report(4, 1)", f"report(4, {accepted})")


CONTROLS = {
    "those that the mask lets through": (
        controlled(HANDLER, "1 | 2 | 4"), {"STOP", "PAUSE", "CONTINUE", "INTERROGATE", "SHUTDOWN"},
    ),
    "without STOP": (controlled(HANDLER, "4"), {"INTERROGATE", "SHUTDOWN"}),
    "a mask that is not known: those that are named": (
        controlled("""
            CONTROL_STOP, CONTROL_SHUTDOWN = 1, 5
            @Handler
            def handler(control, event, data, context):
                if control in (CONTROL_STOP, CONTROL_SHUTDOWN):
                    stop.set()
                return 0
        """, "load_mask()"),
        {"STOP", "INTERROGATE", "SHUTDOWN"},
    ),
    "the old handler gets no extended ones": (
        controlled(HANDLER, "1 | 0x80").replace('ExW("x", handler, None)', 'W("x", handler)'), {"STOP", "INTERROGATE"},
    ),
    "extended ones": (controlled(HANDLER, "1 | 0x80 | 0x100"), {"STOP", "INTERROGATE", "SESSIONCHANGE", "PRESHUTDOWN"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONTROLS.values(), ids=CONTROLS)
def test_controls(text: str, expected: set[str]) -> None:
    """A handler is asked about the controls that can come."""
    (service,) = read(text)
    assert set(handlers(service)) == expected


DISPATCHED = {
    "if and elif": """if control == 1:
        return halt()
    elif control == 4:
        return 0
    return 120""",
    "match": """match control:
        case 1 | 5:
            return halt()
        case 4:
            return 0
    return 120""",
    "a table": "return {1: halt, 4: lambda: 0}.get(control, lambda: 120)()",
    "a table of the module": "return TABLE[control]() if control in TABLE else 0",
}
HALT = "def halt():\n    report(3, 0, 1, 5000)\n    stop.set()\n    return 0\nTABLE = {1: halt}\n"


@pytest.mark.parametrize("body", DISPATCHED.values(), ids=DISPATCHED)
def test_dispatch(body: str) -> None:
    """However the handler finds out what to do, STOP is answered, and nothing is wrong."""
    handler = f"@Handler\ndef handler(control, event, data, context):\n    {body}\n"
    text = CTYPES + HALT + handler + MAIN
    (service,) = read(text)
    (stop,) = [one for one in service.controls if one.control == "STOP"]
    assert any(isinstance(one, Report) and one.state == 3 for one in events(stop.handler.body))
    assert reported(lint_bytes(text.encode(), "case.py")) == set()


BEGIN = MAIN.replace("@Main\ndef main(argc, argv)", "def begin()")
LOGGED = "def logged(function):\n    return lambda *given: print(given) or function(*given)\n"
TWICE = "\ndef a():\n    begin()\ndef b():\n    begin()\n"
NO_SERVICE = {
    "a handler from elsewhere": CTYPES + "from plant import handler\n" + MAIN,
    "a handler that is chosen at run time": CTYPES + "handler = globals()[input()]\n" + MAIN,
    "two callers of what registers": CTYPES + HANDLER + BEGIN + TWICE,
    "a main function in a decorator of the author's": CTYPES
    + LOGGED
    + HANDLER
    + MAIN.replace("@Main", "@Main\n@logged"),
    "a handler in a decorator of the author's": CTYPES
    + LOGGED
    + HANDLER.replace("@Handler", "@Handler\n@logged")
    + MAIN,
    "a class for PythonService.exe with a base from elsewhere": """
        import plant, servicemanager
        class Service(plant.Base):
            def __init__(self, args):
                self.handle = servicemanager.RegisterServiceCtrlHandler(args[0], self.on_control, True)
            def on_control(self, control, event, data): ...
            def SvcRun(self): ...
    """,
    "a thread runs it": CTYPES + HANDLER + BEGIN + "threading.Thread(target=begin).start()\n",
    "only the function's name in a text": 'print("RegisterServiceCtrlHandlerExW of the service")\n',
    "a coroutine": CTYPES + HANDLER + MAIN.replace("@Main\ndef", "@Main\nasync def"),
    "a build script of cx_Freeze's": """
        from cx_Freeze import Executable, setup
        class Build:  # of the service
            def initialize(self, options): ...
            def run(self): ...
        setup(name="x", executables=[Executable("Config.py", base="Win32Service")])
    """,
    "the three methods, and no word of cx_Freeze": """
        class Service:
            def initialize(self, path): ...
            def run(self): ...
            def stop(self): ...
    """,
    "a thread beside a service of cx_Freeze's": """
        import cx_Logging, threading
        class Worker(threading.Thread):
            def initialize(self, path): ...
            def run(self): ...
            def stop(self): ...
    """,
    "the program makes the object itself": """
        import cx_Logging
        class Service:
            def initialize(self, path): ...
            def run(self): ...
            def stop(self): ...
        Service().run()
    """,
    "other arguments than cx_Freeze gives": """
        import cx_Logging
        class Service:
            def initialize(self): ...
            def run(self, port): ...
            def stop(self): ...
    """,
}


@pytest.mark.parametrize("text", NO_SERVICE.values(), ids=NO_SERVICE)
def test_no_service(text: str) -> None:
    """What cannot be found for certain is none."""
    assert read(text) == []


FREEZER = """
import http.server, threading, time
CLASS
    def __init__(self):
        self.asked, self.over = threading.Event(), threading.Event()
        self.done = False
    def initialize(self, path):
        pass
    def run(self):
        self.asked.wait()
        self.done = True
        self.over.set()
    def stop(self):
        self.asked.set()
        STOP
"""


def frozen(stop: str, head: str = "import cx_Logging\nclass Service:") -> str:
    """A service of cx_Freeze's with this end of ``stop``."""
    return FREEZER.replace("CLASS", head).replace("STOP", stop)


FROZEN = {
    "it waits for the end of run": ("self.over.wait()", set()),
    "it waits for it in turns": ("while not self.over.wait(1): print('still busy')", set()),
    "it looks at a flag of run's": ("while not self.done: time.sleep(0.1)", set()),
    "it gives run some time": ("self.over.wait(20)", set()),
    "it gives run too much time": ("self.over.wait(45)", {"SVC101"}),
    "it does not wait": ("pass", {"SVC201"}),
    "it waits for a thread that run waits for, too": ("self.worker = threading.Thread(); self.worker.join()", set()),
    "it asks a server to stop, and that waits": ("http.server.HTTPServer(('', 1), None).shutdown()", set()),
    "it waits for something else": ("threading.Event().wait()", {"SVC101"}),
    "it sleeps half a minute": ("time.sleep(30)", {"SVC101"}),
    "what it answers does not matter": ("self.over.wait()\n        return 'done'", set()),
    "it asks a server to stop, out of our sight": ("self.server.shutdown_and_wait()", set()),
}


@pytest.mark.parametrize(("stop", "expected"), FROZEN.values(), ids=FROZEN)
def test_cx_freeze(stop: str, expected: set[str]) -> None:
    """``stop`` has to wait for ``run``, and for nothing else; nobody in Python reports anything."""
    text = frozen(stop)
    (service,) = read(text)
    assert handlers(service) == {"STOP": "stop"}
    assert states(service) == []
    assert {code for _, code in reported(lint_bytes(text.encode(), "case.py"))} == expected


FRAMED_HEAD = "class Own(win32serviceutil.ServiceFramework):\n    def SvcStop(self): ...\n"
PACKED = "# frozen by cx_Freeze\nimport win32serviceutil\n" + FRAMED_HEAD + frozen("pass", "class Worker:")


def test_a_worker_beside_a_class_of_pywin32s() -> None:
    """cx_Freeze packs services of pywin32's as well: whoever has the three methods there is no service."""
    (service,) = read(PACKED)
    assert service.cls.name == "Own"


OLD_NAMES = frozen("pass").replace("def initialize", "def Initialize").replace("def run", "def Run")


def test_the_old_names_of_cx_freeze() -> None:
    """Initialize, Run, Stop and SessionChanged are tried as well."""
    session = "    def sessionChanged(self, session, event):\n        time.sleep(40)\n"
    text = OLD_NAMES.replace("def stop", "def Stop") + session
    (service,) = read(text)
    assert handlers(service) == {"STOP": "Stop", "SESSIONCHANGE": "sessionChanged"}
    assert {code for _, code in reported(lint_bytes(text.encode(), "case.py"))} == {"SVC101", "SVC201"}


CHOSEN = {
    "a class of cx_Freeze's in a file that does not say so": (
        frozen("pass", "class Service:  # svclint: host=cx_freeze"), {"STOP": "stop"},
    ),
    "the comment on the line above": (frozen("pass", "# svclint: host=cx_Freeze\nclass Service:"), {"STOP": "stop"}),
    "the old word for it": (frozen("pass", "# svclint: profile=cx_freeze\nclass Service:"), {"STOP": "stop"}),
    "a base class of pywin32's that cannot be seen": (
        "import plant\nclass Service(plant.base()):  # svclint: host=pywin32\n    def SvcStop(self): ...\n",
        {"STOP": "SvcStop"},
    ),
    "a main function among others": (
        CTYPES + HANDLER + BEGIN.replace("def begin", "# svclint: host=ctypes\ndef begin") + TWICE,
        {"STOP": "handler", "INTERROGATE": "handler"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CHOSEN.values(), ids=CHOSEN)
def test_a_comment_chooses_the_host(text: str, expected: dict[str, str]) -> None:
    """``# svclint: host=...`` on the head of a class or function, or on the line above."""
    assert [handlers(one) for one in read(text)] == [expected]


FRAMED = "import win32serviceutil\nclass Service(win32serviceutil.ServiceFramework):{}\n    def SvcStop(self): ...\n"


@pytest.mark.parametrize(("comment", "many"), [("", 1), ("  # svclint: host=pywin32", 1), ("  # svclint: host=raw", 0)])
def test_a_comment_takes_a_class_from_pywin32(comment: str, many: int) -> None:
    """A class that is said to have another host is none of pywin32's."""
    assert len(read(FRAMED.format(comment))) == many


STUBS = {
    "a stub of the base for other systems": """
        try:
            from win32serviceutil import ServiceFramework
        except ImportError:
            class ServiceFramework: ...
        class Service(ServiceFramework):
            def SvcStop(self): ...
    """,
    "a stub of the module": """
        try:
            import win32serviceutil
        except ImportError:
            class win32serviceutil:
                ServiceFramework = object
        class Service(win32serviceutil.ServiceFramework):
            def SvcStop(self): ...
    """,
    "a stub of the service": """
        try:
            import win32serviceutil
            class Service(win32serviceutil.ServiceFramework):
                def SvcStop(self): ...
        except ImportError:
            class Service:
                def __init__(self): raise SystemExit("Windows only")
    """,
}


@pytest.mark.parametrize("text", STUBS.values(), ids=STUBS)
def test_stubs(text: str) -> None:
    """What stands in for pywin32 on other systems does not hide the service."""
    (service,) = read(text)
    assert handlers(service)["STOP"] == "SvcStop"


SUBCLASS = (
    filled("self.status.state = state")
    .replace("self.stop.wait()", "self.work()")
    .replace("entry = Main(Service().main)", "class Own(Service):\n    def work(self):\n        self.stop.wait()\n")
)


def test_the_main_function_of_a_base_class() -> None:
    """The object is one of the class that derives from it."""
    (service,) = read(SUBCLASS)
    assert service.cls.name == "Own"
    assert [one[1] for one in states(service)] == ["RUNNING", "STOPPED"]


QUIET = HANDLER.replace("report(3, 0, 1, 5000)", "pass")
JUDGED = {
    "it keeps the contract": (CTYPES + HANDLER + MAIN, set()),
    "STOPPED at once after a mere signal": (CTYPES + QUIET + MAIN, set()),
    "a mere signal, and STOPPED after some work": (
        CTYPES + QUIET + MAIN.replace("stop.wait()", "stop.wait()\n    time.sleep(3)"),
        {"SVC502"},
    ),
    "a mere signal, and STOP_PENDING by the main function": (
        CTYPES + QUIET + MAIN.replace("stop.wait()", "stop.wait()\n    report(3, 0, 1, 9000)\n    time.sleep(3)"),
        set(),
    ),
    "a check point at rest": (CTYPES + HANDLER + MAIN.replace("report(4, 1)", "report(4, 1, 2)"), {"SVC302"}),
    "no hint before a long wait": (
        CTYPES + HANDLER + MAIN.replace("report(4, 1)", "report(2, 0, 1)\n    time.sleep(9)\n    report(4, 1)"),
        {"SVC303"},
    ),
    "controls while it starts": (
        CTYPES + HANDLER + MAIN.replace("report(4, 1)", "report(2, 1, 1, 3000)\n    report(4, 1)"),
        {"SVC406"},
    ),
    "True for an answer": (
        CTYPES + HANDLER.replace("stop.set()", "stop.set()\n        return True") + MAIN,
        {"SVC408"},
    ),
    "True for an answer that nobody reads": (
        CTYPES
        + HANDLER.replace("stop.set()", "stop.set()\n        return True")
        + MAIN.replace('ExW("x", handler, None)', 'W("x", handler)'),
        set(),
    ),
    "RUNNING said after STOP_PENDING": (
        CTYPES + HANDLER + MAIN.replace("stop.wait()", "stop.wait()\n    report(3, 0, 2, 9000)\n    report(4, 1)"),
        {"SVC505"},
    ),
    "STOPPED twice": (CTYPES + HANDLER + MAIN.replace("stop.wait()", "stop.wait()\n    report(1)"), {"SVC504"}),
    "an exception for INTERROGATE, which ctypes prints": (
        CTYPES + HANDLER.replace("    return 0", "        return 0\n    raise ValueError(control)") + MAIN,
        set(),
    ),
}


@pytest.mark.parametrize(("text", "expected"), JUDGED.values(), ids=JUDGED)
def test_rules_on_such_hosts(text: str, expected: set[str]) -> None:
    """The rules judge them as they judge pywin32's services."""
    assert {code for _, code in reported(lint_bytes(text.encode(), "case.py"))} == expected


ALONE = {
    "the main function alone": (CTYPES + HANDLER + MAIN, True),
    "the handler may report it": (CTYPES + HANDLER.replace("stop.set()", "report(1)") + MAIN, False),
    "the handler may report anything": (CTYPES + HANDLER.replace("report(3,", "report(compute(),") + MAIN, False),
    "what is given the main function may report it": (
        CTYPES + HANDLER + BEGIN + "def shield(function):\n    return function\nentry = Main(shield(begin))\n",
        False,
    ),
    "a thread may report it": (
        CTYPES + HANDLER + MAIN.replace("stop.wait()\n    report(1)", "threading.Thread(target=end).start()")
        + "def end():\n    stop.wait()\n    report(1)\n",
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ALONE.values(), ids=ALONE)
def test_who_may_report_the_end(text: str, expected: bool) -> None:
    """SVC512 speaks where nobody else than the main function can report STOPPED."""
    (service,) = read(text)
    assert ends(service) is expected


@pytest.mark.parametrize("word", ["RegisterServiceCtrlHandlerExW", "cx_Freeze service", "cx_Logging of a service"])
def test_markers(word: str) -> None:
    """Such files are read; others are not."""
    assert has_markers(f"print('{word}')".encode())
    assert has_markers(b"import cx_Logging")  # which its handlers log by, and need name nothing else
    assert not has_markers(b"print('cx_Oracle, and a service')")
