"""A child process under virtual time: a service whose threads and exit functions outlive it. Prints what it saw."""

from __future__ import annotations

import json

from svclint.simulation.scm.computer import Installed


def main(host: str) -> None:
    """Two runs of the same service, which must see the same."""
    first, second = _play(host), _play(host)
    assert first == second, (first, second)
    print(json.dumps({**first, "runs": 2}))


def _play(host: str) -> dict[str, object]:
    import atexit
    import threading
    import time
    from concurrent.futures import ThreadPoolExecutor

    from svclint.contract.states import RUNNING, STOPPED
    from svclint.simulation.scm import hosts
    from svclint.simulation.scm.machine import current
    from svclint.simulation.scm.records import Configuration
    from tests.simulation.scm.puppets import Run, hosting

    order: list[str] = []

    def late(duration: float, word: str) -> None:
        time.sleep(duration)
        order.append(word)

    class Service:
        def __init__(self, arguments: tuple[str, ...]) -> None:
            self.handle = current().register(arguments[0], int, True)

        def SvcRun(self) -> None:
            current().set_status(self.handle, (0x10, RUNNING, 0, 0, 0, 0, 0))
            ThreadPoolExecutor(1, thread_name_prefix="pool").submit(late, 10, "pool")
            # Said outright: to Python a script's service thread is a foreign one, and what it starts is a daemon.
            threading.Thread(target=late, args=(20, "thread"), name="worker", daemon=False).start()
            atexit.register(order.append, "exit 1")
            atexit.register(order.append, "exit 2")
            order.append("stopped")
            current().set_status(self.handle, (0x10, STOPPED, 0, 0, 0, 0, 0))

    if host == "script":
        program = hosts.script(hosting(Service))
    else:
        program = hosts.python_service(lambda: Service)
    run = Run(Installed(Configuration("subject"), program))
    outcome = run.play(lambda console: (console.start(), console.settle(100)))
    ((_, _, _, alive),) = run.notes.named("process_exit")
    return {"ending": outcome.ending.name, "order": order, "alive": sorted(task.name for task in alive)}
