"""Searches in child processes, one service after another: the price of a start is paid once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, NamedTuple

from svclint.simulation.jobs import Job, job
from svclint.simulation.kernel.launch import command, environment
from svclint.simulation.scratch import variables

ROOT = Path(__file__).parents[2]
SILENCE = 300.0  # real seconds: a long schedule may be shortened in hundreds of runs


class Wanted(NamedTuple):
    """A search, and the codes that end it when all of them were found; none: it goes to its end."""

    job: Job
    codes: tuple[str, ...] = ()


@dataclass
class Searched:
    """What a search told: findings by code, the lines and codes of all, what proves nothing, runs and real seconds."""

    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: set[tuple[int, str]] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)
    runs: int = 0
    seconds: float = 0.0


def searched(wanted: Iterable[Wanted], children: int = 2) -> dict[str, Searched]:
    """Search with so many children, each on a CPU of its own where there are as many; by target."""
    left: SimpleQueue[Wanted] = SimpleQueue()
    for one in wanted:
        left.put(one)
    results: dict[str, Searched] = {}
    with ThreadPoolExecutor(children) as pool:
        list(pool.map(partial(_work_off, left, results), range(children)))
    return results


def _work_off(left: SimpleQueue[Wanted], results: dict[str, Searched], number: int) -> None:
    """Give one child after another what is left; a child that an abandoned thread lives in does no more."""
    while not left.empty():
        with tempfile.TemporaryDirectory() as folder, _child(folder, number) as child, _watched(child) as heard:
            while _asked(child, left, results, heard):
                pass


def _child(folder: str, number: int) -> subprocess.Popen[str]:
    line, around = command(__name__, str(number)), {**environment(), **variables(folder)}
    return subprocess.Popen(
        line, env=around, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )


@contextmanager
def _watched(child: subprocess.Popen[str]) -> Iterator[Event]:
    """To be set whenever the child is heard of: it is killed when that does not happen for long."""
    heard = Event()
    watcher = Thread(target=_watch, args=(child, heard))
    watcher.start()
    try:
        yield heard
        child.wait(SILENCE)
    finally:
        child.kill()
        child.wait()
        heard.set()
        watcher.join()


def _watch(child: subprocess.Popen[str], heard: Event) -> None:
    while heard.wait(SILENCE):
        if child.poll() is not None:
            return
        heard.clear()
    child.kill()


def _asked(child: subprocess.Popen[str], left: SimpleQueue[Wanted], results: dict[str, Searched], heard: Event) -> bool:
    """Whether the child can be asked for more."""
    assert child.stdin is not None and child.stdout is not None
    try:
        one = left.get_nowait()
    except Empty:
        child.stdin.close()
        return False
    result = results[one.job.target] = Searched()
    child.stdin.write(json.dumps([one.job.line(), one.codes]) + "\n")
    begin = time.perf_counter()
    for line in child.stdout:
        heard.set()
        message = json.loads(line)
        if message["kind"] == "over":
            result.seconds = time.perf_counter() - begin
            return not message["dirty"]
        _heard(result, message)
    raise AssertionError(f"the child that ran {one.job.target} ended with code {child.wait()}, or was silent too long")


def _heard(result: Searched, message: dict[str, Any]) -> None:
    match message["kind"]:
        case "found":
            result.found.setdefault(message["finding"]["code"], message)
            result.places.add((message["finding"]["at"][1], message["finding"]["code"]))
        case "unclear":
            result.unclear.append(f"{message['scenario']}: {message['ending']}: {message['detail']}")
        case "denied" | "bad target" | "lost":
            result.unclear.append(json.dumps(message))
        case "ran":
            result.runs += 1


def main(number: str) -> None:
    """The child: a search per line, its messages, and a line that says that it is over."""
    from svclint.simulation import standins
    from svclint.simulation.scratch import own

    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(number) % len(cores)]})
    standins.install()
    own(os.getcwd())
    for line in sys.stdin:
        held, codes = json.loads(line)
        dirty = False
        for message in _until(_messages(job(held)), set(codes)):
            dirty = dirty or bool(message.get("dirty"))
            _say(message)
        _say({"kind": "over", "dirty": dirty})
        if dirty:
            break
    os._exit(0)


def _messages(wanted: Job) -> Iterator[dict[str, Any]]:
    from svclint.simulation.kernel import Limits
    from svclint.simulation.working import messages

    yield from messages(wanted, Limits(steps=wanted.steps, slack=wanted.slack, watchdog=wanted.watchdog))


def _until(messages: Iterator[dict[str, Any]], codes: set[str]) -> Iterator[dict[str, Any]]:
    """The messages, up to the one by which all codes were found, if any are looked for."""
    left = set(codes)
    for message in messages:
        yield message
        if message["kind"] == "found":
            left.discard(message["finding"]["code"])
        if codes and not left:
            return


def _say(message: dict[str, Any]) -> None:
    assert sys.__stdout__ is not None
    sys.__stdout__.write(json.dumps(message) + "\n")
    sys.__stdout__.flush()
