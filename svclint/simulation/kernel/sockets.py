"""What `socket.socket` inherits from: its operations wait in virtual time."""

from __future__ import annotations

import _socket
import errno
import os
import struct
from typing import Any

from svclint.simulation.kernel import names, network, running
from svclint.simulation.kernel.ports import ports
from svclint.simulation.kernel.possessions import Possessions

RealSocket: Any = _socket.socket
READS = ("recv", "recv_into", "recvmsg_into")
WRITES = ("send",)
# What these give ends with the sender's address.
NAMED = ("recvfrom", "recvfrom_into", "recvmsg", "_accept")
# The last argument of these is the receiver's, if they have so many.
ADDRESSED = {"sendto": 2, "sendmsg": 4}
# Send what fits instead of waiting for room (not on Windows, where a socket with a timeout does so by itself).
PART = getattr(_socket, "MSG_DONTWAIT", 0)


NO_FAREWELL = struct.pack("ii", 1, 0)


def _cut_off(socket: Any) -> None:
    """Close a socket as the end of a process does: the connection is reset, and the port is free at once."""
    if socket.fileno() >= 0:
        RealSocket.setsockopt(socket, _socket.SOL_SOCKET, _socket.SO_LINGER, NO_FAREWELL)
    RealSocket.close(socket)


opened = Possessions(_cut_off)


def _waiting(name: str, write: bool) -> Any:
    """The method ``name`` that waits before it does what the real one does."""
    inner = getattr(RealSocket, name)

    def method(self: Any, *args: Any, **named: Any) -> Any:
        self.wait_until_ready(name, write)
        return inner(self, *args, **named)

    method.__name__ = name
    return method


def _named(name: str) -> Any:
    """The same for a method whose result ends with an address."""
    inner = _waiting(name, False)

    def method(self: Any, *args: Any, **named: Any) -> Any:
        *rest, address = inner(self, *args, **named)
        return (*rest, ports.told(self, address))

    method.__name__ = name
    return method


def _addressed(name: str, least: int) -> Any:
    """The same for a method whose last argument is an address, when there are at least so many."""
    inner = _waiting(name, True)

    def method(self: Any, *args: Any, **named: Any) -> Any:
        if len(args) >= least and ports.concerns(self, args[-1]):
            address = ports.there(self, args[-1]) or ports.nobody(self, args[-1])
            args = (*args[:-1], address)
        return inner(self, *args, **named)

    method.__name__ = name
    return method


class Socket(RealSocket):  # type: ignore[misc]
    """A real socket."""

    __slots__ = ()

    def __init__(self, *args: Any, **named: Any) -> None:
        """As in `socket`; it belongs to the process that opens it."""
        super().__init__(*args, **named)
        opened.add(self)

    def bind(self, address: Any, /) -> None:
        """As in `socket`, to a port of the run's."""
        if ports.concerns(self, address):
            ports.bind(self, address, RealSocket.bind)
        else:
            RealSocket.bind(self, address)

    def connect(self, address: Any, /) -> None:
        """As in `socket`; who listens on this machine is within the run."""
        RealSocket.connect(self, self._there(address))

    def connect_ex(self, address: Any, /) -> int:
        """The same, with the error as a number."""
        try:
            return int(RealSocket.connect_ex(self, self._there(address)))
        except ConnectionRefusedError as refused:
            return refused.errno or errno.ECONNREFUSED

    def _there(self, address: Any) -> Any:
        if not ports.concerns(self, address):
            return address
        real = ports.there(self, address)
        if real is None and self.type == _socket.SOCK_STREAM:
            raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))
        return real or ports.nobody(self, address)

    def getsockname(self) -> Any:
        """Its own address."""
        return ports.own(self, self.real_name())

    def real_name(self) -> Any:
        """Its own address as the system knows it."""
        return RealSocket.getsockname(self)

    def getpeername(self) -> Any:
        """The address it is connected to."""
        return ports.told(self, RealSocket.getpeername(self))

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
    """Put it into `_socket`, and what the machine knows of its names."""
    names.install()
    methods = {name: _waiting(name, name in WRITES) for name in (*READS, *WRITES) if hasattr(RealSocket, name)}
    methods |= {name: _named(name) for name in NAMED if hasattr(RealSocket, name)}
    methods |= {name: _addressed(name, least) for name, least in ADDRESSED.items() if hasattr(RealSocket, name)}
    for name, method in methods.items():
        setattr(Socket, name, method)
    Socket.__name__ = Socket.__qualname__ = "socket"
    Socket.__module__ = "_socket"
    _socket.socket = _socket.SocketType = Socket  # type: ignore[misc]
