"""Services written with ctypes alone: dispatching, handlers and reports by foreign functions."""

from __future__ import annotations

import pytest

from svclint.contract.controls import Control
from svclint.contract.states import RUNNING, STOP_PENDING, STOPPED
from svclint.simulation.kernel import Ending
from svclint.simulation.scm.hosts import script
from tests.simulation.standins.harness import host, play, unmodelled

pytestmark = pytest.mark.usefixtures("pywin32")


def program(ours, *, extended=True, wide=True, table="byref", load="windll", accept=1):
    """A service process by ctypes alone. ``ours`` may add what the handler does before it stops."""
    import ctypes
    from ctypes import wintypes

    library = {
        "windll": lambda name: getattr(ctypes.windll, name),
        "WinDLL": lambda name: ctypes.WinDLL(f"{name}.dll", use_last_error=True),
        "LoadLibrary": lambda name: ctypes.windll.LoadLibrary(f"C:\\Windows\\System32\\{name.upper()}.DLL"),
    }[load]
    advapi32, kernel32 = library("advapi32"), library("kernel32")
    text, suffix = (wintypes.LPWSTR, "W") if wide else (wintypes.LPSTR, "A")
    name = "Demo" if wide else b"Demo"

    class Status(ctypes.Structure):
        _fields_ = [(field, wintypes.DWORD) for field in ("kind", "state", "accept", "win32", "own", "point", "hint")]

    main_type = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(text))

    class Entry(ctypes.Structure):
        _fields_ = [("name", text), ("main", main_type)]

    plain = ctypes.WINFUNCTYPE(None, wintypes.DWORD)
    full = ctypes.WINFUNCTYPE(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)
    stop = kernel32.CreateEventW(None, True, False, None)
    state = {}

    def report(which, accept=0):
        status = Status(0x10, which, accept, 0, 0, 0, 0)
        assert advapi32.SetServiceStatus(state["handle"], ctypes.byref(status))

    def handler(control, event=None, data=None, context=None):
        ours(control, event, data, context)
        if control == Control.STOP:
            report(STOP_PENDING)
            kernel32.SetEvent(stop)
        return 0

    def main(count, arguments):
        state["arguments"] = [arguments[number] for number in range(count)]
        if extended:
            register = getattr(advapi32, f"RegisterServiceCtrlHandlerEx{suffix}")
            state["handle"] = register(name, kept_full, 77)
        else:
            state["handle"] = getattr(advapi32, f"RegisterServiceCtrlHandler{suffix}")(name, kept_plain)
        report(RUNNING, accept)
        kernel32.WaitForSingleObject(stop, 0xFFFFFFFF)
        report(STOPPED)

    kept_full, kept_plain = full(handler), plain(handler)
    lines = (Entry * 2)(Entry(name, main_type(main)), Entry(None, main_type()))
    pointer = {
        "byref": lambda: ctypes.byref(lines),
        "array": lambda: lines,
        "pointer": lambda: ctypes.pointer(lines[0]),
        "byref of the first": lambda: ctypes.byref(lines[0]),
        "cast": lambda: ctypes.cast(lines, ctypes.POINTER(Entry)),
    }[table]()
    state["dispatched"] = getattr(advapi32, f"StartServiceCtrlDispatcher{suffix}")(pointer)
    return state


def life(**form):
    """Start it with an argument, send a control of its own and STOP: the states, what the handler got, the end."""
    heard, states = [], []

    def scenario(console):
        console.start("word")
        console.until(RUNNING, 10)
        console.control(200)
        console.control(Control.STOP)
        console.sleep(10)

    body = script(lambda: states.append(program(lambda *got: heard.append(got), **form)))
    journal, outcome = host(body, scenario)
    return [report[1] for report in journal.reports], heard, states, outcome


FORMS = [
    ("windll, the wide names, the Ex handler", {}),
    ("the plain handler", {"extended": False}),
    ("the narrow names", {"wide": False}),
    ("WinDLL with use_last_error", {"load": "WinDLL"}),
    ("LoadLibrary by path", {"load": "LoadLibrary"}),
    ("the table as an array", {"table": "array"}),
    ("a pointer to its first line", {"table": "pointer"}),
    ("byref of its first line", {"table": "byref of the first"}),
    ("a cast pointer", {"table": "cast"}),
]


@pytest.mark.parametrize("form", [case[1] for case in FORMS], ids=[case[0] for case in FORMS])
def test_life(form) -> None:
    """RUNNING, STOP_PENDING, STOPPED; the handler gets what its type declares; the dispatcher returns 1."""
    reports, heard, states, outcome = life(**form)
    assert outcome.ending is Ending.STOPPED
    assert reports == [RUNNING, STOP_PENDING, STOPPED]
    rest = (None, None, None) if form.get("extended") is False else (0, None, 77)
    assert heard == [(200, *rest), (Control.STOP, *rest)]
    words = ["Demo", "word"] if form.get("wide", True) else [b"Demo", b"word"]
    assert [(each["arguments"], each["dispatched"]) for each in states] == [(words, 1)]


def test_data_of_an_event_are_a_structure() -> None:
    """A handler gets a pointer to it: its size in bytes, then the number of the session (WTSSESSION_NOTIFICATION)."""
    heard = []

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        console.signal(Control.SESSIONCHANGE, *Control.SESSIONCHANGE.notice)
        console.control(Control.STOP)
        console.sleep(10)

    def note(control, event, data, context):
        import ctypes

        if control == Control.SESSIONCHANGE:
            heard.append((event, list(ctypes.cast(data, ctypes.POINTER(ctypes.c_uint32))[:2])))

    _, outcome = host(script(lambda: program(note, accept=0x81)), scenario)
    assert (heard, outcome.ending) == ([(5, [8, 1])], Ending.STOPPED)


def test_an_exception_in_a_callback_is_swallowed(capsys) -> None:
    """ctypes prints it and C gets 0: the client sees success and the service goes on."""

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        assert console.control(200) == 0
        console.sleep(10)

    def fail(*_):
        raise ValueError("in the handler")

    journal, outcome = host(script(lambda: program(fail)), scenario)
    assert journal.left == [(200, 0)]
    assert "ValueError: in the handler" in capsys.readouterr().err
    assert outcome.ending is Ending.STOPPED


def test_the_end_of_a_run_gets_through_callbacks() -> None:
    """A service that waits for ever inside its ServiceMain and inside its handler is unwound; no thread is left."""

    def scenario(console):
        console.start()
        console.until(RUNNING, 10)
        console.control(200)

    def hang(*_):
        import ctypes

        ctypes.windll.kernel32.Sleep(-1)

    _, outcome = host(script(lambda: program(hang)), scenario)
    assert (outcome.ending, outcome.dirty) == (Ending.STOPPED, False)


def test_failing_functions_set_the_last_error() -> None:
    """0 or WAIT_FAILED is returned, and GetLastError, get_last_error and WinError tell the code."""
    import ctypes
    from ctypes import wintypes

    class Structure(ctypes.Structure):
        _fields_ = [(name, ctypes.c_ulong) for name in "abcdefg"]

    def body(say):
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        say((kernel32.SetEvent(4711), ctypes.get_last_error()))
        ctypes.set_last_error(0)
        kernel32.WaitForSingleObject.restype = wintypes.DWORD
        say((kernel32.WaitForSingleObject(4711, 0), kernel32.GetLastError()))
        problem = ctypes.WinError()
        say((type(problem), problem.winerror, problem.strerror))
        say((ctypes.windll.advapi32.SetServiceStatus(4711, ctypes.byref(Structure(16, 4))), ctypes.GetLastError()))

    invalid = "The handle is invalid."
    assert play(body) == [(0, 6), (0xFFFFFFFF, 6), (OSError, 6, invalid), (0, 6)]


def test_objects_of_the_kernel() -> None:
    """Events, mutexes and waits as win32event has them, with ctypes' numbers for arguments."""
    import ctypes
    from ctypes import wintypes

    def body(say):
        kernel32 = ctypes.windll.kernel32
        kernel32.CreateEventW.restype = wintypes.HANDLE
        events = [kernel32.CreateEventW(None, 0, 0, None), kernel32.CreateEventW(None, 1, 1, "named")]
        handles = (wintypes.HANDLE * 2)(*events)
        say(kernel32.WaitForMultipleObjects(2, handles, False, wintypes.DWORD(100)))
        say(kernel32.WaitForMultipleObjects(2, ctypes.byref(handles), True, 100))
        say(kernel32.ResetEvent(wintypes.HANDLE(events[1])))
        say(kernel32.WaitForSingleObject(events[1], 0))
        say(kernel32.WaitForSingleObject(kernel32.CreateMutexW(None, True, None), 0))
        before = kernel32.GetTickCount()
        kernel32.Sleep(1500)
        say(kernel32.GetTickCount() - before)
        say([kernel32.CloseHandle(events[0]) for _ in range(2)])

    assert play(body) == [1, 258, 1, 258, 0, 1500, [1, 0]]


def test_what_a_run_sets_on_a_function_is_gone_in_the_next() -> None:
    """restype and errcheck belong to the run's own library."""
    import ctypes

    def body(say):
        function = ctypes.windll.kernel32.SetEvent
        say((function.errcheck, function is ctypes.windll.kernel32.SetEvent))
        function.errcheck = lambda result, called, arguments: "checked"
        say(ctypes.windll.kernel32.SetEvent(4711))

    assert play(body) == play(body) == [(None, True), "checked"]


def test_functions_of_no_library() -> None:
    """A function that is not modelled can be named and given types; the call is named."""
    import ctypes

    def use():
        function = ctypes.windll.kernel32.CreateFileW
        function.argtypes = [ctypes.c_wchar_p]
        function.restype = ctypes.c_void_p
        return function("x")

    assert unmodelled(use) == "kernel32.CreateFileW"


def test_a_bad_table() -> None:
    """Error 13 for no table at all and for a line without a main function (ENT-05)."""
    import ctypes

    class Entry(ctypes.Structure):
        _fields_ = [("name", ctypes.c_wchar_p), ("main", ctypes.WINFUNCTYPE(None))]

    said = []

    def main():
        for table in (None, (Entry * 2)(Entry("Demo"), Entry())):
            said.append((ctypes.windll.advapi32.StartServiceCtrlDispatcherW(table), ctypes.GetLastError()))

    host(script(main), lambda console: console.start())
    assert said == [(0, 13)] * 2
