"""Waiting for several objects, and waitable timers (the pages of WaitForMultipleObjects and SetWaitableTimer)."""

from __future__ import annotations

import pytest

from tests.simulation.standins.harness import elapsed, pause, play, thread, unmodelled

pytestmark = pytest.mark.usefixtures("pywin32")

OBJECT_0, ABANDONED, TIMEOUT = 0, 0x80, 258
SECOND = -10_000_000  # relative, in units of 100 ns


def events(count, manual=False):
    """So many events that are not signaled."""
    import win32event

    return [win32event.CreateEvent(None, manual, False, None) for _ in range(count)]


def test_any_gives_the_index() -> None:
    """0 plus the place of the object that ended the wait."""
    import win32event

    def body(say):
        handles = events(3)
        thread(lambda: (pause(1000), win32event.SetEvent(handles[2])))
        say((win32event.WaitForMultipleObjects(handles, False, 5000), elapsed()))
        say((win32event.WaitForMultipleObjects(handles, False, 500), elapsed()))

    assert play(body) == [(2, 1000), (TIMEOUT, 1500)]


def test_any_takes_the_first_that_is_signaled() -> None:
    """Of several signaled objects the one with the smallest place is taken, the others are not touched."""
    import win32event

    def body(say):
        handles = events(3)
        win32event.SetEvent(handles[2])
        win32event.SetEvent(handles[1])
        say([win32event.WaitForMultipleObjects(tuple(handles), False, 0) for _ in range(3)])

    assert play(body) == [[1, 2, TIMEOUT]]


def test_any_takes_what_was_signaled_first_while_waiting() -> None:
    """A wait that is ended by the second object leaves the first, signaled right after it, as it is."""
    import win32event

    def body(say):
        handles = events(2)
        thread(lambda: say(win32event.WaitForMultipleObjects(handles, False, -1)))
        pause(1)
        win32event.SetEvent(handles[1])
        win32event.SetEvent(handles[0])
        pause(1)
        say([win32event.WaitForSingleObject(handle, 0) for handle in handles])

    assert play(body) == [1, [OBJECT_0, TIMEOUT]]


def test_all_takes_nothing_before_it_can_take_everything() -> None:
    """While one is missing, the others stay signaled for everybody."""
    import win32event

    def body(say):
        handles = events(2)
        thread(lambda: say(("all", win32event.WaitForMultipleObjects(handles, True, -1), elapsed())))
        pause(1000)
        win32event.SetEvent(handles[0])
        say(win32event.WaitForSingleObject(handles[0], 0))
        win32event.SetEvent(handles[1])
        pause(1000)
        win32event.SetEvent(handles[0])
        pause(1)
        say([win32event.WaitForSingleObject(handle, 0) for handle in handles])

    assert play(body) == [OBJECT_0, ("all", OBJECT_0, 2000), [TIMEOUT, TIMEOUT]]


def test_all_with_an_abandoned_mutex() -> None:
    """0x80 says that one of them was abandoned."""
    import win32event

    def body(say):
        mutex = win32event.CreateMutex(None, False, None)
        thread(lambda: win32event.WaitForSingleObject(mutex, 0))
        pause(1)
        say(win32event.WaitForMultipleObjects([win32event.CreateEvent(None, 1, 1, None), mutex], True, 0))

    assert play(body) == [ABANDONED]


def test_no_handles_and_too_many() -> None:
    """Error 87 for none and for more than 64; the Msg form may wait for messages alone, and none come."""
    import pywintypes
    import win32event

    def body(say):
        for count in (0, 65):
            with pytest.raises(pywintypes.error, match="87, 'WaitForMultipleObjects'"):
                win32event.WaitForMultipleObjects(events(count), False, 0)
        say((win32event.MsgWaitForMultipleObjects([], False, 1000, win32event.QS_ALLINPUT), elapsed()))
        say(len(events(64)) == win32event.MAXIMUM_WAIT_OBJECTS)

    assert play(body) == [(TIMEOUT, 1000), True]


def test_the_other_forms_wait_alike() -> None:
    """Ex, Msg and SignalObjectAndWait end as the plain functions do."""
    import win32event

    def body(say):
        first, second = events(2)
        win32event.SetEvent(first)
        say(win32event.WaitForSingleObjectEx(first, 100, True))
        win32event.SetEvent(second)
        say(win32event.WaitForMultipleObjectsEx([first, second], False, 100, True))
        say(win32event.SignalObjectAndWait(first, second, 100, False))
        say(win32event.MsgWaitForMultipleObjects([second, first], False, 100, win32event.QS_ALLEVENTS))
        say(win32event.MsgWaitForMultipleObjectsEx([first], 100, win32event.QS_ALLINPUT, 0))

    assert play(body) == [OBJECT_0, 1, TIMEOUT, 1, TIMEOUT]


def test_a_timer_is_signaled_when_it_is_due() -> None:
    """Relative times are negative and count 100 ns; a synchronization timer lets one wait through."""
    import win32event

    def body(say):
        timer = win32event.CreateWaitableTimer(None, False, None)
        say((win32event.WaitForSingleObject(timer, 500), elapsed()))
        win32event.SetWaitableTimer(timer, 2 * SECOND, 0, None, None, False)
        say((win32event.WaitForSingleObject(timer, -1), elapsed()))
        say((win32event.WaitForSingleObject(timer, 1000), elapsed()))

    assert play(body) == [(TIMEOUT, 500), (OBJECT_0, 2500), (TIMEOUT, 3500)]


def test_a_timer_with_a_period() -> None:
    """After the due time it fires every period, until it is cancelled; a manual one stays signaled."""
    import win32event

    def body(say):
        timer, manual = (win32event.CreateWaitableTimer(None, kept, None) for kept in (False, True))
        for each in (timer, manual):
            win32event.SetWaitableTimer(each, SECOND, 3000, None, None, False)
        for _ in range(3):
            win32event.WaitForSingleObject(timer, -1)
            say(elapsed())
        win32event.CancelWaitableTimer(timer)
        say((win32event.WaitForSingleObject(timer, 10_000), elapsed()))
        say([win32event.WaitForSingleObject(manual, 0) for _ in range(2)])

    assert play(body) == [1000, 4000, 7000, (TIMEOUT, 17_000), [OBJECT_0, OBJECT_0]]


def test_a_timer_that_is_set_while_somebody_waits() -> None:
    """The wait ends at the new due time, which it did not know when it began."""
    import win32event

    def body(say):
        timer = win32event.CreateWaitableTimer(None, False, None)
        thread(lambda: say((win32event.WaitForSingleObject(timer, -1), elapsed())))
        pause(1000)
        win32event.SetWaitableTimer(timer, 2 * SECOND, 0, None, None, False)
        pause(5000)

    assert play(body) == [(OBJECT_0, 3000)]


def test_a_completion_routine_is_not_modelled() -> None:
    """A run that needs one proves nothing."""
    import win32event

    def body():
        timer = win32event.CreateWaitableTimer(None, False, None)
        win32event.SetWaitableTimer(timer, SECOND, 0, print, None, False)

    assert unmodelled(body) == "win32event.SetWaitableTimer with a completion routine"


def test_sleep_takes_whole_milliseconds() -> None:
    """win32api.Sleep lets virtual time pass and returns 0; a float is a TypeError; GetTickCount follows."""
    import win32api

    def body(say):
        before = win32api.GetTickCount()
        say(win32api.Sleep(600_000))
        say((win32api.GetTickCount() - before, elapsed()))
        with pytest.raises(TypeError):
            win32api.Sleep(0.5)

    assert play(body) == [0, (600_000, 600_000)]
