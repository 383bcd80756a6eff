"""Source text of services, as long as asked for: the same text for the same number of lines."""

from collections.abc import Iterator

HEAD = """\
import threading

import win32event
import win32service
import win32serviceutil

"""

SERVICE = """\

class Example{name}(win32serviceutil.ServiceFramework):
    _svc_name_ = "Example{name}"
    _svc_display_name_ = "Example service {name}"

    def __init__(self, args):
        super().__init__(args)
        self.stopping = win32event.CreateEvent(None, True, False, None)
        self.lock = threading.Lock()
        self.pending = []
        self.done = 0

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stopping)

    def SvcDoRun(self):
        timeout = win32event.WAIT_TIMEOUT
        while win32event.WaitForSingleObject(self.stopping, 5000) == timeout:
            self.step_0()
"""

STEP = """\

    def step_{number}(self):
        with self.lock:
            pending = list(self.pending)
        for item in pending:
            if item is None:
                break
            try:
                self.done += item.apply({number})
            except ValueError:
                self.pending.remove(item)
        else:
            self.done += {number}
"""

CALL = "        self.step_{number}()\n"

FAN_OUT = 5


def children(number: int, steps: int) -> range:
    """Steps called by this step: a tree, so that depth grows with the logarithm only."""
    first = number * FAN_OUT + 1
    return range(min(first, steps), min(first + FAN_OUT, steps))


def step(number: int, steps: int) -> str:
    calls = (CALL.format(number=child) for child in children(number, steps))
    return STEP.format(number=number) + "".join(calls)


def service(name: int, lines: int) -> str:
    """One class of about `lines` lines whose every method is reached from its run side."""
    steps = max(1, (lines - SERVICE.count("\n")) // (STEP.count("\n") + 1))
    return SERVICE.format(name=name) + "".join(step(number, steps) for number in range(steps))


def one_service(lines: int) -> bytes:
    """A file of about `lines` lines that holds one service: grows in methods."""
    return (HEAD + service(0, lines - HEAD.count("\n"))).encode()


def several(lines: int, each: int) -> Iterator[str]:
    """Classes of about `each` lines, `lines` in all."""
    return (service(name, each) for name in range(max(1, lines // each)))


def many_services(lines: int) -> bytes:
    """A file of about `lines` lines that holds a service every 200: grows in classes."""
    return (HEAD + "".join(several(lines, 200))).encode()
