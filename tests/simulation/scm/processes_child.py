"""A child under virtual time: services whose process ends, and which are started again. Prints what each story saw."""

from __future__ import annotations

import atexit
import builtins
import json
import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from svclint.contract.states import RUNNING, STOPPED
from svclint.simulation.kernel import guard, real
from svclint.simulation.scm import hosts
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.machine import current
from svclint.simulation.scm.records import Configuration
from svclint.simulation.standins import _process

from .puppets import Run, Seeded, hosting

Say = Callable[[object], None]


class Service:
    """What a story's service has in common: ``life`` counts its processes from 1."""

    lives = 0

    def __init__(self, arguments: tuple[str, ...]) -> None:
        type(self).lives += 1
        self.life = self.lives
        self.handle = current().register(arguments[0], int, True)

    def report(self, state: int) -> None:
        current().set_status(self.handle, (0x10, state, 0, 0, 0, 0, 0))

    def SvcRun(self) -> None:
        self.report(RUNNING)
        self.work()

    def work(self) -> None:
        raise NotImplementedError


def leaves_work(say: Say) -> type[Service]:
    """Stops by itself; a thread, a pool and two exit functions outlive it."""

    def late(seconds: float, word: str) -> None:
        time.sleep(seconds)
        say(word)

    class Leaving(Service):
        def work(self) -> None:
            ThreadPoolExecutor(1).submit(late, 10, f"pool {self.life}")
            threading.Thread(target=late, args=(20, f"thread {self.life}"), daemon=False).start()
            for number in (1, 2):
                atexit.register(say, f"exit {number} of {self.life}")
            say(f"stopped {self.life}")
            self.report(STOPPED)

    return Leaving


def lingers(say: Say) -> type[Service]:
    """Is killed: one thread ticks, one waits for ever, one holds a lock, and all mean to say farewell."""

    class Lingering(Service):
        def work(self) -> None:
            lock, held = threading.Lock(), threading.Event()

            def tick() -> None:
                while True:
                    time.sleep(1)
                    say(f"tick {self.life}")

            def wait(with_lock: bool) -> None:
                try:
                    if with_lock:
                        lock.acquire()
                        held.set()
                    threading.Event().wait()
                finally:
                    self.farewell()

            atexit.register(say, "exit")
            for target, args in ((tick, ()), (wait, (True,)), (wait, (False,))):
                threading.Thread(target=target, args=args).start()
            held.wait()
            with lock:
                say("never")

        def farewell(self) -> None:
            for act in (lambda: self.report(STOPPED), lambda: time.sleep(5), threading.Thread(target=print).start):
                try:
                    act()
                except Exception:
                    say("an exception")
                else:
                    say("it worked")

    return Lingering


def listens(say: Say) -> type[Service]:
    """Is killed with an open port, a connection, and a file that is not flushed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = os.path.join(tempfile.gettempdir(), f"half-{real.monotonic()}")

    class Listening(Service):
        def work(self) -> None:
            self.server = socket.socket()
            self.server.bind(("127.0.0.1", port))
            self.server.listen()
            self.client = socket.create_connection(("127.0.0.1", port))
            self.peer = self.server.accept()[0]
            if os.path.exists(path):
                with open(path) as left:
                    say(left.read())
            self.file = open(path, "w")  # noqa: SIM115
            self.file.write("whole, ")
            self.file.flush()
            self.file.write("never written")
            say(f"listens {self.life}")
            threading.Event().wait()

    return Listening


def keeps_a_file(say: Say) -> type[Service]:
    """Stops by itself, and leaves a file to the interpreter that has not been flushed."""
    path = os.path.join(tempfile.gettempdir(), f"kept-{real.monotonic()}")
    kept = []  # as the globals of a module do

    class Keeping(Service):
        def work(self) -> None:
            if os.path.exists(path):
                with open(path) as left:
                    say(left.read())
            kept.append(open(path, "a"))  # noqa: SIM115
            kept[-1].write(f"life {self.life}")
            self.report(STOPPED)

    return Keeping


def changes_all(say: Say) -> type[Service]:
    """Is killed when it has changed what belongs to its interpreter."""

    class Changing(Service):
        def work(self) -> None:
            main = threading.current_thread() is threading.main_thread()
            names = [thread.name for thread in threading.enumerate()]
            worker = threading.Thread(target=threading.Event().wait)
            worker.start()
            found = [len(logging.root.handlers), os.environ.get("SIMULATED_LIFE"), os.getcwd() == tempfile.gettempdir()]
            say([main, names, worker.name, sys.stdout is None, *found])
            logging.root.addHandler(logging.NullHandler())
            os.environ["SIMULATED_LIFE"] = "1"
            os.chdir(tempfile.gettempdir())
            sys.stdout = None  # type: ignore[assignment]
            threading.Event().wait()

    return Changing


def leaves_at_once(say: Say) -> type[Service]:
    """Ends its process with os._exit in one thread, while another works, and tries to go on."""

    class Leaving(Service):
        def work(self) -> None:
            def tick() -> None:
                while True:
                    time.sleep(1)
                    say(f"tick {self.life}")

            threading.Thread(target=tick).start()
            time.sleep(2.5)
            try:
                os._exit(7)
            finally:
                time.sleep(1)
                say("goes on")

    return Leaving


def swallows(say: Say) -> type[Service]:
    """Is killed, and will not have it."""

    class Swallowing(Service):
        def work(self) -> None:
            while True:
                try:
                    time.sleep(1)
                except BaseException:
                    continue

    return Swallowing


def again(console: Console) -> None:
    """It stops by itself; when its process is gone it is started once more."""
    for _ in range(2):
        console.start()
        console.settle(100)


def at_stopped(console: Console) -> None:
    """The same, but it is started as soon as it has stopped."""
    for _ in range(2):
        console.start()
        console.until(STOPPED, 10)
    console.settle(100)


def killed(console: Console) -> None:
    """It is killed after two and a half seconds, twice."""
    for _ in range(2):
        console.start()
        console.sleep(2.5)
        console.kill()
        console.sleep(10)


def once(console: Console) -> None:
    """It is started, and is killed if it still lives after a while."""
    console.start()
    console.sleep(5)
    console.kill()
    console.sleep(5)


STORIES: dict[str, tuple[Callable[[Say], type[Service]], Callable[[Console], None]]] = {
    "again": (leaves_work, again),
    "at STOPPED": (leaves_work, at_stopped),
    "killed": (lingers, killed),
    "listening": (listens, killed),
    "keeping": (keeps_a_file, again),
    "changing": (changes_all, killed),
    "os._exit": (leaves_at_once, once),
    "swallowing": (swallows, once),
}


def told(name: str, host: str, seed: int) -> dict[str, Any]:
    """What a story's service said in a run, and how it ended."""
    make, scenario = STORIES[name]
    said: list[object] = []
    service = make(said.append)
    program = hosts.script(hosting(service)) if host == "script" else hosts.python_service(lambda: service)
    run = Run(Installed(Configuration("subject"), program), chooser=Seeded(seed) if seed else None)
    outcome = run.play(scenario)
    states = [int(report.state) for _, _, report, *_ in run.notes.named("status")]
    return {"said": said, "ending": outcome.ending.name, "dirty": outcome.dirty, "states": states}


def main(*seeds: str) -> None:
    """Print every story on both hosts, under each seed; 0 is the default schedule."""
    _process.install()
    guard.rules.allow(folders=(tempfile.gettempdir(),))
    found = {
        name: {host: [told(name, host, int(seed)) for seed in seeds] for host in ("script", "pythonservice")}
        for name in STORIES
    }
    builtins.print(json.dumps(found), flush=True)
    os._exit(0)  # one thread was given up
