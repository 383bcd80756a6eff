"""Mutexes, semaphores and threads as objects (the pages of CreateMutex, ReleaseMutex and CreateSemaphore)."""

from __future__ import annotations

import pytest

from tests.simulation.standins.harness import elapsed, pause, play, thread

pytestmark = pytest.mark.usefixtures("pywin32")

OBJECT_0, ABANDONED, TIMEOUT = 0, 0x80, 258


def waiting(say, handle, milliseconds, name, then=None):
    """A thread that says what its wait returned and when, and then does something more."""
    import win32event

    def body():
        say((name, win32event.WaitForSingleObject(handle, milliseconds), elapsed()))
        if then is not None:
            then()

    return thread(body, name)


def test_a_mutex_belongs_to_one_thread() -> None:
    """Another waits until it is given back; the owner itself may take it again and again."""
    import win32event

    def body(say):
        mutex = win32event.CreateMutex(None, True, None)
        say(win32event.WaitForSingleObject(mutex, 0))
        waiting(say, mutex, 500, "early")
        waiting(say, mutex, -1, "late")
        pause(1000)
        win32event.ReleaseMutex(mutex)
        say("one claim given back")
        pause(1000)
        win32event.ReleaseMutex(mutex)
        pause(1000)

    assert play(body) == [OBJECT_0, ("early", TIMEOUT, 500), "one claim given back", ("late", OBJECT_0, 2000)]


def test_who_does_not_own_it_cannot_give_it_back() -> None:
    """Error 288 for another thread and for a mutex nobody owns."""
    import pywintypes
    import win32event

    def body(say):
        mutex = win32event.CreateMutex(None, False, None)

        def release():
            with pytest.raises(pywintypes.error) as caught:
                win32event.ReleaseMutex(mutex)
            say((caught.value.winerror, caught.value.funcname))

        release()
        win32event.WaitForSingleObject(mutex, 0)
        thread(release)
        pause(1)

    assert play(body) == [(288, "ReleaseMutex")] * 2


def test_an_abandoned_mutex_says_so_once() -> None:
    """The owner ended: who waits gets it with 0x80 at that moment, and whoever is next gets it as usual."""
    import win32event

    def body(say):
        mutex = win32event.CreateMutex(None, False, None)
        waiting(say, mutex, 0, "owner", then=lambda: pause(1000))
        pause(1)
        waiting(say, mutex, -1, "heir", then=lambda: win32event.ReleaseMutex(mutex))
        pause(2000)
        waiting(say, mutex, -1, "next")
        pause(1)

    assert play(body) == [("owner", OBJECT_0, 0), ("heir", ABANDONED, 1000), ("next", OBJECT_0, 2001)]


def test_an_abandoned_mutex_waits_for_who_comes_later() -> None:
    """Nobody was waiting when the owner ended; the first who asks is told."""
    import win32event

    def body(say):
        mutex = win32event.CreateMutex(None, False, None)
        waiting(say, mutex, 0, "owner")
        pause(1)
        say(win32event.WaitForSingleObject(mutex, 0))
        say(win32event.WaitForMultipleObjects([win32event.CreateEvent(None, 1, 0, None), mutex], False, 0))

    assert play(body) == [("owner", OBJECT_0, 0), ABANDONED, 1]


def test_only_a_new_mutex_belongs_to_its_maker() -> None:
    """CreateMutex of a name in use asks for nothing: the single-instance idiom looks at the last error, 183."""
    import win32api
    import win32event

    def body(say):
        first = win32event.CreateMutex(None, True, "Global\\only one")
        say(win32api.GetLastError())
        thread(lambda: say((second(), win32api.GetLastError())))
        pause(1)
        assert first

    def second():
        return win32event.WaitForSingleObject(win32event.CreateMutex(None, True, "Global\\only one"), 0)

    assert play(body) == [0, (TIMEOUT, 183)]


def test_a_semaphore_counts() -> None:
    """Each wait takes one; ReleaseSemaphore returns the previous count and lets as many through as it adds."""
    import win32event

    def body(say):
        semaphore = win32event.CreateSemaphore(None, 1, 3, None)
        for name in ("a", "b", "c"):
            waiting(say, semaphore, 5000, name)
        pause(1000)
        say(win32event.ReleaseSemaphore(semaphore, 2))
        pause(1)
        say(win32event.ReleaseSemaphore(semaphore, 1))

    assert play(body) == [("a", OBJECT_0, 0), 0, ("b", OBJECT_0, 1000), ("c", OBJECT_0, 1000), 0]


def test_a_semaphore_has_a_limit() -> None:
    """Error 298 above the maximum, and the count stays; error 87 for a count that never fits."""
    import pywintypes
    import win32event

    def body(say):
        semaphore = win32event.CreateSemaphore(None, 1, 2, None)
        with pytest.raises(pywintypes.error, match="298, 'ReleaseSemaphore'"):
            win32event.ReleaseSemaphore(semaphore, 2)
        with pytest.raises(pywintypes.error, match="87, 'CreateSemaphore'"):
            win32event.CreateSemaphore(None, 3, 2, None)
        say([win32event.WaitForSingleObject(semaphore, 0) for _ in range(2)])

    assert play(body) == [[OBJECT_0, TIMEOUT]]


def test_a_thread_is_signaled_when_it_has_ended() -> None:
    """beginthreadex returns a handle to wait for and the id; OpenThread gives a handle to the same thread."""
    import win32api
    import win32con
    import win32event
    import win32process

    def body(say):
        handle, ident = win32process.beginthreadex(None, 0, pause, (3000,), 0)
        other = win32api.OpenThread(win32con.SYNCHRONIZE, False, ident)
        say((win32event.WaitForSingleObject(handle, 1000), elapsed()))
        say((win32event.WaitForMultipleObjects([handle, other], True, -1), elapsed()))
        say(win32event.WaitForSingleObject(handle, 0))

    assert play(body) == [(TIMEOUT, 1000), (OBJECT_0, 3000), OBJECT_0]


def test_the_own_process_is_never_over() -> None:
    """Its handle and its pseudo handle can be waited for, in vain."""
    import os

    import win32api
    import win32event

    def body(say):
        opened = win32api.OpenProcess(0x100000, False, os.getpid())
        own = (win32api.GetCurrentProcess(), win32api.GetCurrentThread(), opened)
        say([win32event.WaitForSingleObject(handle, 100) for handle in own])

    assert play(body) == [[TIMEOUT, TIMEOUT, TIMEOUT]]


def test_the_names_of_a_killed_process_are_free() -> None:
    """Its handles are closed: the next process makes its own mutex and event, which nobody owns and nobody has set."""
    import win32api
    import win32event

    from svclint.simulation.scm import hosts
    from svclint.simulation.scm.machine import current
    from tests.simulation.standins.harness import host

    seen = []

    class Demo:
        def __init__(self, args):
            self.handle = current().register(args[0], int, True)

        def SvcRun(self):
            mutex = win32event.CreateMutex(None, True, "Global\\only one")
            seen.append(win32api.GetLastError())
            event = win32event.CreateEvent(None, True, False, "stop")
            seen.append((win32api.GetLastError(), win32event.WaitForSingleObject(event, 0)))
            win32event.SetEvent(event)
            current().set_status(self.handle, (0x10, 4, 0, 0, 0, 0, 0))
            kept.append((mutex, event))  # what a module of the killed process would hold on to
            pause(60_000)

    def scenario(console):
        for _ in range(2):
            console.start()
            console.sleep(1)
            console.kill()

    kept = []
    host(hosts.python_service(lambda: Demo), scenario)
    assert seen == [0, (0, TIMEOUT)] * 2
