"""The names of the machine in a run: it knows its own, and asks nobody."""

from __future__ import annotations

import _socket
import os
from collections.abc import Callable
from typing import Any

from svclint.simulation.kernel import running

NAME = "COMPUTER"
ADDRESS = "127.0.0.1"
_OWN = ("", "localhost", "0.0.0.0", "::", "::1", NAME.lower())


def own(host: object) -> bool:
    """Whether this is a name or an address of the machine itself; None and "" are."""
    name = os.fsdecode(host).lower() if isinstance(host, (str, bytes)) else ""
    numbers = name.split(".")
    return name in _OWN or (numbers[0] == "127" and len(numbers) == 4 and all(map(str.isdecimal, numbers)))


def _by_address(host: object) -> tuple[str, list[str], list[str]]:
    """`socket.gethostbyaddr`: on Windows all of them have the machine's name."""
    address = str(host) if str(host)[:1] in ("1", ":") and str(host) != "::" else ADDRESS
    return NAME, [], [address]


def _by_name(host: object) -> str:
    return str(host) if str(host).startswith("127.") else ADDRESS


def _by_name_ex(host: object) -> tuple[str, list[str], list[str]]:
    return NAME, [], [_by_name(host)]


class Lookup:
    """A function of `_socket` that asks the network, unless its first argument is of this machine."""

    def __init__(self, name: str, answer: Callable[[object], Any]) -> None:
        """In the place of ``name``; ``answer`` is what the machine knows by itself."""
        self.__name__ = name
        self._real, self._answer = getattr(_socket, name), answer

    def __call__(self, host: Any, /) -> Any:
        """As the real one."""
        if running.active() is None or not own(host):
            return self._real(host)
        return self._answer(host)


class Addresses:
    """`socket.getaddrinfo`."""

    __name__ = "getaddrinfo"

    def __init__(self) -> None:
        """In the place of the real one."""
        self._real = _socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **named: Any) -> Any:
        """As the real one; the machine's own name stands for its loopback address."""
        mine = running.active() is not None and str(host).lower() == NAME.lower()
        return self._real(ADDRESS if mine else host, port, *args, **named)


class HostName:
    """`socket.gethostname`."""

    __name__ = "gethostname"

    def __init__(self) -> None:
        """In the place of the real one."""
        self._real = _socket.gethostname

    def __call__(self) -> str:
        """As the real one outside a run."""
        return self._real() if running.active() is None else NAME


def install() -> None:
    """Put them into `_socket`; before `socket` is imported."""
    answers = {"gethostbyaddr": _by_address, "gethostbyname": _by_name, "gethostbyname_ex": _by_name_ex}
    module = vars(_socket)
    for name, answer in answers.items():
        module[name] = Lookup(name, answer)
    module["getaddrinfo"], module["gethostname"] = Addresses(), HostName()
