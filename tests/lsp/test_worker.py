"""The thread that judges: work nobody waits for is broken off, and what comes after it is not hurt."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from svclint.lsp.worker import Stale, Worker
from tests.lsp.client import PATIENCE

FIXTURES = Path(__file__).parents[2] / "fixtures"


class Endless:
    """Work that goes on until it is broken off."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.stale = False

    def __call__(self) -> None:
        try:
            with self.worker.interruptible():
                self.begun.set()
                while True:
                    pass
        except Stale:
            self.stale = True
            raise
        finally:
            self.ended.set()


async def begun(worker: Worker, work: Endless) -> asyncio.Task[None]:
    """The work, once it is under way."""
    task = asyncio.ensure_future(worker.do(work))
    await asyncio.to_thread(work.begun.wait)
    return task


def run(body: Callable[[Worker], Awaitable[None]]) -> None:
    """Run a test with a worker of its own."""

    async def whole() -> None:
        worker = Worker()
        try:
            await body(worker)
        finally:
            worker.close()

    asyncio.run(whole())


def test_work_is_done_in_another_thread() -> None:
    async def body(worker: Worker) -> None:
        assert await worker.do(threading.get_ident) != threading.get_ident()

    run(body)


def test_cancelled_work_is_broken_off_and_the_next_is_done() -> None:
    """A hundred times: the exception never reaches what comes after."""

    async def body(worker: Worker) -> None:
        for number in range(100):
            work = Endless(worker)
            task = await begun(worker, work)
            task.cancel()
            assert await worker.do(partial(sum, range(number))) == number * (number - 1) // 2
            assert work.stale

    run(body)


def test_work_that_has_not_begun_never_begins() -> None:
    async def body(worker: Worker) -> None:
        first, second = Endless(worker), Endless(worker)
        running = await begun(worker, first)
        waiting = asyncio.ensure_future(worker.do(second))
        await asyncio.sleep(0)
        waiting.cancel()
        running.cancel()
        assert await worker.do(lambda: "next") == "next"
        assert not second.begun.is_set()

    run(body)


def test_work_is_not_broken_off_where_it_must_not_be() -> None:
    """Outside of the stretch it goes on; inside, it does not even begin."""
    gate, entered, passed = threading.Event(), threading.Event(), threading.Event()

    async def body(worker: Worker) -> None:
        def work() -> None:
            entered.set()
            gate.wait()
            passed.set()
            with worker.interruptible():
                raise AssertionError("nobody waits for this")

        task = asyncio.ensure_future(worker.do(work))
        await asyncio.to_thread(entered.wait)
        task.cancel()
        await asyncio.sleep(0)
        gate.set()
        assert await worker.do(lambda: "next") == "next"
        assert passed.is_set()

    run(body)


def test_closing_breaks_off_what_is_done() -> None:
    async def body(worker: Worker) -> None:
        work = Endless(worker)
        task = await begun(worker, work)
        worker.close()
        await asyncio.to_thread(work.ended.wait)
        assert work.stale
        task.cancel()

    run(body)


def test_nothing_is_imported_while_judging_may_be_broken_off() -> None:
    """A module that is half imported would stay so: the first judgement, which nothing interrupts, brings them all."""
    pytest.importorskip("pygls")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from svclint.lsp import serving\n"
        "from svclint.lsp.judging import warm\n"
        "from svclint.examining import Manner, examine, lint_bytes\n"
        "from svclint.source.disk import Disk\n"
        "warm()\n"
        "before = set(sys.modules)\n"
        "for path in sorted(Path(sys.argv[1]).glob('*/bad_*.py'))[::10]:\n"
        "    examine(b'# coding: utf-8\\n' + path.read_bytes(), str(path), Disk(), Manner(lint_bytes, noqa=False))\n"
        "print(sorted(set(sys.modules) - before))\n"
    )
    command = [sys.executable, "-c", program, str(FIXTURES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout == "[]\n"
