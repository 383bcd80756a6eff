"""What `socket.socket` inherits from: its operations wait in virtual time."""

from __future__ import annotations

import _socket
from typing import Any

from svclint.simulation.kernel import network, running

RealSocket: Any = _socket.socket
READS = ("recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into", "_accept")
WRITES = ("send", "sendto", "sendmsg")
# Send what fits instead of waiting for room (not on Windows, where a socket with a timeout does so by itself).
PART = getattr(_socket, "MSG_DONTWAIT", 0)


def _waiting(name: str, write: bool) -> Any:
    """The method ``name`` that waits before it does what the real one does."""
    inner = getattr(RealSocket, name)

    def method(self: Any, *args: Any, **named: Any) -> Any:
        self.wait_until_ready(name, write)
        return inner(self, *args, **named)

    method.__name__ = name
    return method


class Socket(RealSocket):  # type: ignore[misc]
    """A real socket."""

    __slots__ = ()

    def wait_until_ready(self, op: str, write: bool) -> None:
        """Wait as long as the socket's timeout lets it; raises TimeoutError."""
        timeout = self.gettimeout()
        if timeout != 0 and not network.wait(self.fileno(), timeout, op, write):
            raise TimeoutError("timed out")

    def sendall(self, data: Any, flags: int = 0) -> None:
        """As in `socket`; others may run while there is no room."""
        if running.active() is None:
            return RealSocket.sendall(self, data, flags)  # type: ignore[no-any-return]
        left = memoryview(data).cast("B")
        while left:
            self.wait_until_ready("sendall", True)
            try:
                left = left[RealSocket.send(self, left, flags | PART) :]
            except BlockingIOError:
                if self.gettimeout() == 0:
                    raise
        return None


def install() -> None:
    """Put it into `_socket`."""
    for name in (*READS, *WRITES):
        if hasattr(RealSocket, name):
            setattr(Socket, name, _waiting(name, name in WRITES))
    Socket.__name__ = Socket.__qualname__ = "socket"
    Socket.__module__ = "_socket"
    _socket.socket = _socket.SocketType = Socket  # type: ignore[misc]
