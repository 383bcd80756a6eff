"""NotifyServiceStatusChange (API/nf-winsvc-notifyservicestatuschangea; CPG-05)."""

from __future__ import annotations

from enum import IntFlag

from svclint.contract.states import State


class Notify(IntFlag):
    """What a client wants to hear of, by the name of the Windows headers without ``SERVICE_NOTIFY_``."""

    STOPPED = 0x1
    START_PENDING = 0x2
    STOP_PENDING = 0x4
    RUNNING = 0x8
    CONTINUE_PENDING = 0x10
    PAUSE_PENDING = 0x20
    PAUSED = 0x40
    CREATED = 0x80
    DELETED = 0x100
    DELETE_PENDING = 0x200

    @classmethod
    def of(cls, state: int) -> Notify:
        """The bit of a state."""
        return cls[State(state).name.removeprefix("SERVICE_")]


OF_MANAGER = Notify.CREATED | Notify.DELETED
OF_SERVICE = Notify(0x3FF) & ~OF_MANAGER


def allowed(mask: int, on_manager: bool) -> bool:
    """Whether the mask fits the kind of handle: not empty, and nothing that belongs to the other kind."""
    fitting = OF_MANAGER if on_manager else OF_SERVICE
    return bool(mask) and not mask & ~fitting


class Subscription:
    """One registration. It calls back once and then is over; ``heard`` is the bit it called back for."""

    def __init__(self, mask: int) -> None:
        self.mask = Notify(mask)
        self.heard: Notify | None = None
        self.closed = False

    @property
    def armed(self) -> bool:
        """Whether it may still call back."""
        return self.heard is None and not self.closed

    def offer(self, bit: Notify) -> None:
        """This happened: call back if it is wanted."""
        if self.armed and bit & self.mask:
            self.heard = bit
