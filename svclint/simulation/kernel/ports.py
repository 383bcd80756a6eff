"""The ports of the machine in a run: all are free, whatever else runs here, and nobody outside is reached by them.

A socket of the run is really bound to the loopback interface, at a port that the system chooses; who asks for its
address, or connects to it, is told the port that the code has named.
"""

from __future__ import annotations

import _socket
import errno
import os
from itertools import count
from typing import Any, TypeAlias
from weakref import ref

from svclint.simulation.kernel import names, running

Port: TypeAlias = "tuple[int, int, int]"  # family, type, number

_LOOPBACK = {int(_socket.AF_INET): names.ADDRESS, int(getattr(_socket, "AF_INET6", -1)): "::1"}
_NOBODY = 9  # the port that throws away what it gets
_EPHEMERAL = 49152


class Ports:
    """What stands for what: ports that the code knows for real ones, and back."""

    def __init__(self) -> None:
        """Nothing is bound."""
        running.preparations.append(self.begin)
        self.begin()

    def begin(self) -> None:
        """A run begins."""
        self._real: dict[Port, int] = {}
        self._known: dict[Port, int] = {}
        self._holders: dict[Port, ref[Any]] = {}
        self._hosts: dict[Port, str] = {}
        self._next = count(_EPHEMERAL)

    def concerns(self, socket: Any, address: object) -> bool:
        """Whether an address is one of this machine, and it is a run that asks."""
        if running.active() is None or socket.family not in _LOOPBACK or not isinstance(address, tuple):
            return False
        plain = len(address) > 1 and isinstance(address[1], int) and 0 <= address[1] <= 0xFFFF
        return plain and names.own(address[0])

    def bind(self, socket: Any, address: Any, bind: Any) -> None:
        """Bind, where ``bind`` really does. As on Windows, SO_REUSEADDR takes a port away from who has it."""
        asked = _port(socket, address[1])
        holder = self._holders[asked]() if asked in self._holders else None
        if address[1] and holder is not None and holder.fileno() >= 0 and not _shares(socket):
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        bind(socket, (_LOOPBACK[socket.family], 0, *address[2:]))
        real = socket.real_name()[1]
        number = address[1] or next(self._next)
        self._pair(_port(socket, number), _port(socket, real))
        self._hosts[_port(socket, real)] = address[0] or "0.0.0.0"
        self._holders[_port(socket, number)] = ref(socket)

    def _pair(self, known: Port, real: Port) -> None:
        self._real[known], self._known[real] = real[2], known[2]

    def there(self, socket: Any, address: Any) -> Any:
        """Where an address of the run really is; None: nobody has ever bound that port."""
        real = self._real.get(_port(socket, address[1]))
        return None if real is None else (_LOOPBACK[socket.family], real, *address[2:])

    def nobody(self, socket: Any, address: Any) -> Any:
        """Where what nobody is to get is sent to."""
        return (_LOOPBACK[socket.family], _NOBODY, *address[2:])

    def told(self, socket: Any, address: Any) -> Any:
        """How the code knows a real address; one that it has not heard of yet gets a number."""
        if not self.concerns(socket, address) or not address[1]:
            return address
        real = _port(socket, address[1])
        if real not in self._known:
            self._pair(_port(socket, next(self._next)), real)
        return (address[0], self._known[real], *address[2:])

    def own(self, socket: Any, address: Any) -> Any:
        """How the code knows a socket's own real address: with the host that it was bound to."""
        if not self.concerns(socket, address):
            return address
        host = self._hosts.get(_port(socket, address[1]), address[0])
        return (host, *self.told(socket, address)[1:])


def _port(socket: Any, number: int) -> Port:
    return int(socket.family), int(socket.type), number


def _shares(socket: Any) -> bool:
    return bool(socket.getsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR))


ports = Ports()
