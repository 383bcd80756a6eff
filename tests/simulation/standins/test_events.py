"""win32event's events: who gets through when (the pages of CreateEvent, SetEvent, ResetEvent and PulseEvent)."""

from __future__ import annotations

import pytest

from tests.simulation.standins.harness import elapsed, pause, play, thread

pytestmark = pytest.mark.usefixtures("pywin32")

INFINITE, OBJECT_0, TIMEOUT = -1, 0, 258


def waiting(say, handle, milliseconds, name):
    """A thread that says what its wait returned and when."""
    import win32event

    return thread(lambda: say((name, win32event.WaitForSingleObject(handle, milliseconds), elapsed())), name)


def test_a_wait_for_what_is_not_signaled_times_out() -> None:
    """258 after the time asked for, to the virtual millisecond."""
    import win32event

    def body(say):
        say((win32event.WaitForSingleObject(win32event.CreateEvent(None, False, False, None), 2500), elapsed()))

    assert play(body) == [(TIMEOUT, 2500)]


def test_a_wait_of_zero_only_looks() -> None:
    """0 milliseconds: the state at this moment, and no time passes."""
    import win32event

    def body(say):
        for signaled in (False, True):
            say((win32event.WaitForSingleObject(win32event.CreateEvent(None, True, signaled, None), 0), elapsed()))

    assert play(body) == [(TIMEOUT, 0), (OBJECT_0, 0)]


def test_infinite_waits_until_it_is_set() -> None:
    """INFINITE is -1, and waits as long as it takes; 0xFFFFFFFF is the same number."""
    import win32event

    def body(say):
        assert win32event.INFINITE == INFINITE
        for forever in (win32event.INFINITE, 0xFFFFFFFF):
            event = win32event.CreateEvent(None, False, False, None)
            waiting(say, event, forever, "waiter")
            pause(1_000_000)
            win32event.SetEvent(event)
            pause(1)

    assert play(body) == [("waiter", OBJECT_0, 1_000_000), ("waiter", OBJECT_0, 2_000_001)]


def test_auto_reset_lets_one_through() -> None:
    """The wait that ends resets the event: the second thread waits on."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, False, False, None)
        waiting(say, event, 5000, "a"), waiting(say, event, 5000, "b")
        pause(1000)
        win32event.SetEvent(event)
        pause(6000)

    assert play(body) == [("a", OBJECT_0, 1000), ("b", TIMEOUT, 5000)]


def test_which_of_two_gets_through_is_open() -> None:
    """Windows promises no order among waiting threads, so the chooser may let the later one through."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, False, False, None)
        waiting(say, event, 5000, "a"), waiting(say, event, 5000, "b")
        pause(1000)
        win32event.SetEvent(event)
        pause(6000)

    assert play(body, favours=1) == [("b", OBJECT_0, 1000), ("a", TIMEOUT, 5000)]


def test_manual_reset_lets_everybody_through() -> None:
    """Those who wait and those who come later, until it is reset."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, True, False, None)
        waiting(say, event, 5000, "a"), waiting(say, event, 5000, "b")
        pause(1000)
        win32event.SetEvent(event)
        pause(1000)
        waiting(say, event, 5000, "c")
        pause(1000)
        win32event.ResetEvent(event)
        waiting(say, event, 500, "d")
        pause(1000)

    expected = [("a", OBJECT_0, 1000), ("b", OBJECT_0, 1000), ("c", OBJECT_0, 2000), ("d", TIMEOUT, 3500)]
    assert play(body) == expected


def test_set_and_reset_at_once_lets_through_who_waits() -> None:
    """Who was waiting when it was set is through, even though the event is reset before the thread runs."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, True, False, None)
        waiting(say, event, 5000, "a")
        pause(1000)
        win32event.SetEvent(event)
        win32event.ResetEvent(event)
        pause(1000)

    assert play(body) == [("a", OBJECT_0, 1000)]


def test_two_signals_let_two_through() -> None:
    """Each SetEvent of an auto-reset event ends a wait there and then: the second finds the event reset."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, False, False, None)
        waiting(say, event, 5000, "a"), waiting(say, event, 5000, "b")
        pause(1000)
        win32event.SetEvent(event)
        win32event.SetEvent(event)
        pause(6000)

    assert play(body) == [("a", OBJECT_0, 1000), ("b", OBJECT_0, 1000)]


def test_two_signals_for_nobody_are_one() -> None:
    """An event that is set already stays set: nothing is counted."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, False, False, None)
        win32event.SetEvent(event)
        win32event.SetEvent(event)
        say([win32event.WaitForSingleObject(event, 0) for _ in range(2)])

    assert play(body) == [[OBJECT_0, TIMEOUT]]


@pytest.mark.parametrize(
    ("manual", "through"),
    [
        pytest.param(True, [("a", OBJECT_0, 1000), ("b", OBJECT_0, 1000), ("late", TIMEOUT, 2500)], id="manual: all"),
        pytest.param(False, [("a", OBJECT_0, 1000), ("late", TIMEOUT, 2500), ("b", TIMEOUT, 5000)], id="auto: one"),
    ],
)
def test_a_pulse_reaches_only_who_waits(manual: bool, through: list[object]) -> None:
    """PulseEvent lets through who waits at this moment and leaves the event reset."""
    import win32event

    def body(say):
        event = win32event.CreateEvent(None, manual, False, None)
        waiting(say, event, 5000, "a"), waiting(say, event, 5000, "b")
        pause(1000)
        win32event.PulseEvent(event)
        pause(1000)
        waiting(say, event, 500, "late")
        pause(4000)

    assert play(body) == through


def test_a_name_is_the_same_event() -> None:
    """CreateEvent and OpenEvent with a name in use give a handle to that event; Global and no prefix are one place."""
    import win32api
    import win32event
    import winerror

    def body(say):
        first = win32event.CreateEvent(None, True, False, "Global\\stop")
        say(win32api.GetLastError())
        second = win32event.CreateEvent(None, True, False, "stop")
        say(win32api.GetLastError())
        win32event.SetEvent(win32event.OpenEvent(win32event.EVENT_MODIFY_STATE, False, "stop"))
        say([win32event.WaitForSingleObject(handle, 0) for handle in (first, second)])
        assert int(first) != int(second)
        assert winerror.ERROR_ALREADY_EXISTS == 183

    assert play(body) == [0, 183, [OBJECT_0, OBJECT_0]]


ERRORS = [
    ("OpenEvent of a name nobody has", lambda e, api: e.OpenEvent(2, False, "nobody"), 2, "OpenEvent"),
    (
        "a name that is a mutex's",
        lambda e, api: (e.CreateMutex(None, False, "x"), e.OpenEvent(2, 0, "x")),
        6,
        "OpenEvent",
    ),
    ("a number that is no handle", lambda e, api: e.SetEvent(4711), 6, "SetEvent"),
    ("None reads as handle 0", lambda e, api: e.WaitForSingleObject(None, 0), 6, "WaitForSingleObject"),
    ("SetEvent of a mutex", lambda e, api: e.SetEvent(e.CreateMutex(None, False, None)), 6, "SetEvent"),
    ("CloseHandle of a number that is none", lambda e, api: api.CloseHandle(4711), 6, "CloseHandle"),
]


@pytest.mark.parametrize(("call", "code", "function"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS])
def test_errors(call, code: int, function: str) -> None:
    """pywintypes.error with the Win32 code and the name of the function."""
    import pywintypes
    import win32api
    import win32event

    def body(say):
        with pytest.raises(pywintypes.error) as caught:
            call(win32event, win32api)
        say((caught.value.winerror, caught.value.funcname))

    assert play(body) == [(code, function)]


TYPES = [
    ("a time-out is no float", lambda e: e.WaitForSingleObject(e.CreateEvent(None, 0, 0, None), 0.5)),
    ("nor None", lambda e: e.WaitForSingleObject(e.CreateEvent(None, 0, 0, None), None)),
    ("a threading.Event is no handle", lambda e: e.SetEvent(object())),
    ("whether an event is manual is a number", lambda e: e.CreateEvent(None, None, 0, None)),
    ("a name is a string", lambda e: e.CreateEvent(None, 0, 0, b"stop")),
    ("four arguments, no less", lambda e: e.CreateEvent(None, 0, 0)),
    ("handles come in a sequence", lambda e: e.WaitForMultipleObjects(e.CreateEvent(None, 0, 0, None), 0, 0)),
]


@pytest.mark.parametrize("call", [case[1] for case in TYPES], ids=[case[0] for case in TYPES])
def test_wrong_types(call) -> None:
    """TypeError, as from PyArg_ParseTuple: a service that does this fails on Windows too."""
    import win32event

    def body(say):
        with pytest.raises(TypeError):
            call(win32event)

    assert play(body) == []


def test_a_closed_handle_is_no_use() -> None:
    """After Close() the handle reads 0 and is false; closing it again is nothing; waiting for it is error 6."""
    import pywintypes
    import win32api
    import win32event

    def body(say):
        handle = win32event.CreateEvent(None, True, True, None)
        number = int(handle)
        assert handle and win32event.WaitForSingleObject(number, 0) == OBJECT_0
        win32api.CloseHandle(handle)
        handle.Close()
        say((int(handle), bool(handle)))
        for used in (handle, number):
            with pytest.raises(pywintypes.error, match="6, 'WaitForSingleObject', 'The handle is invalid"):
                win32event.WaitForSingleObject(used, 0)

    assert play(body) == [(0, False)]


def test_a_handle_nobody_refers_to_is_closed() -> None:
    """pywin32 closes the handle with its object, so that a number kept alone is error 6; Detach keeps it open."""
    import pywintypes
    import win32event

    def body(say):
        lost = int(win32event.CreateEvent(None, True, True, "name"))
        with pytest.raises(pywintypes.error):
            win32event.WaitForSingleObject(lost, 0)
        with pytest.raises(pywintypes.error, match="2, 'OpenEvent'"):
            win32event.OpenEvent(2, False, "name")
        kept = win32event.CreateEvent(None, True, True, None).Detach()
        say(win32event.WaitForSingleObject(kept, 0))

    assert play(body) == [OBJECT_0]


def test_nothing_is_left_for_the_next_run() -> None:
    """Names and numbers belong to one run: the next one starts with none, and with the same first number."""
    import win32event

    def body(say):
        handle = win32event.CreateEvent(None, True, True, "left over")
        say(int(handle))
        say(win32event.WaitForSingleObject(handle, 0))
        win32event.ResetEvent(handle)

    assert play(body) == play(body)
