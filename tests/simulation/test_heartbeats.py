"""Which functions report whatever happens (SVC306): they look at nothing that the work could change."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest

from svclint.source.blindness import looks_at_nothing

REPORT = "self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)"

BLIND = {
    "a loop for ever": f"while True:\n    time.sleep(3)\n    {REPORT}",
    "a wait instead of a nap, whatever it returns": f"while 1:\n    self.stop.wait(3)\n    {REPORT}",
    "so many times": f"for point in range(2, 9):\n    sleep(1)\n    {REPORT}",
    "it counts, and says so": f"while True:\n    sleep(3)\n    self.point += 1\n    logging.info('on')\n    {REPORT}",
    "a timer that starts itself again": f"{REPORT}\nself.timer = Timer(3, self.beat)\nself.timer.start()",
    "by way of another of its kind": f"self.once()\n\ndef once(self):\n    {REPORT}",
    "it calls itself": "time.sleep(1)\nself.beat()",
}
LOOKING = {
    "the worker lives": f"while self.worker.is_alive():\n    time.sleep(3)\n    {REPORT}",
    "the queue is not empty": f"while True:\n    if self.jobs.qsize():\n        {REPORT}",
    "an event is not set": f"while not self.ready.wait(3):\n    {REPORT}",
    "a flag": f"while self.starting:\n    time.sleep(1)\n    {REPORT}",
    "each step of the work": f"for step in self.steps:\n    {REPORT}",
    "as many times as there are steps": f"for _ in range(len(self.steps)):\n    {REPORT}",
    "as many times as somebody says": f"for _ in range(self.count):\n    {REPORT}",
    "it works itself": f"while True:\n    self.worker.step()\n    {REPORT}",
    "something is taken from a queue": f"while True:\n    self.done.get()\n    {REPORT}",
    "an exception": f"while True:\n    try:\n        time.sleep(1)\n    except OSError:\n        break\n    {REPORT}",
    "a lock": f"while True:\n    with self.lock:\n        {REPORT}",
    "an expression decides": f"self.alive and {REPORT}",
    "by way of one that looks": f"self.once()\n\ndef once(self):\n    if self.on:\n        {REPORT}",
    "by way of one of two": f"self.once()\n\ndef once(self):\n    pass\n\ndef once(self):\n    {REPORT}",
}


def blind(text: str) -> bool:
    """What is said of the function ``beat`` whose body the text begins with; more functions may follow."""
    body, *more = text.split("\n\n")
    tree = ast.parse("\n".join(["def beat(self):", indent(dedent(body), "    "), *more]))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return looks_at_nothing(functions[0], functions)


@pytest.mark.parametrize("text", BLIND.values(), ids=BLIND)
def test_code_that_looks_at_nothing(text: str) -> None:
    assert blind(text)


@pytest.mark.parametrize("text", LOOKING.values(), ids=LOOKING)
def test_code_that_may_go_by_something(text: str) -> None:
    assert not blind(text)
