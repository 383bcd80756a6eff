"""What a run must not do: effects on the machine, which are denied and named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from svclint.simulation.kernel import names, running


class Effect(Enum):
    """A kind of effect on the world outside the run."""

    PROCESS = "starts a process"
    NETWORK = "talks to another machine"
    FILES = "writes a file"
    REGISTRY = "writes the registry"
    SIGNALS = "sends a signal"


class Denial(NamedTuple):
    """``task`` (its number) was kept from ``what``, at ``now`` (virtual nanoseconds)."""

    effect: Effect
    what: str
    task: int
    now: int


class Rules:
    """What is allowed: kinds of effects, and folders in which files may be written."""

    def __init__(self) -> None:
        """Nothing is."""
        self.effects: frozenset[Effect] = frozenset()
        self.folders: tuple[str, ...] = ()
        self.denials: list[Denial] = []

    def allow(self, *effects: Effect, folders: tuple[str, ...] = ()) -> None:
        """From now on allow this, and nothing else."""
        self.effects = frozenset(effects)
        self.folders = tuple(os.path.realpath(folder) for folder in folders)

    def writable(self, path: object) -> bool:
        """Whether ``path`` may be written: a descriptor, the null device, or a file in an allowed folder."""
        if isinstance(path, int):
            return True
        name = os.fsdecode(path)  # type: ignore[arg-type]
        full = os.path.realpath(name)
        inside = (full == folder or full.startswith(os.path.join(folder, "")) for folder in self.folders)
        return name == os.devnull or any(inside)


# Those of this process: an audit hook cannot be taken back.
rules = Rules()

Harmless: TypeAlias = Callable[[tuple[Any, ...]], bool]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _opens(args: tuple[Any, ...]) -> bool:
    """``open(path, mode, flags)``"""
    path, mode, flags = args
    writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool((flags or 0) & WRITING)
    return not writes or rules.writable(path)


def _changes(*places: tuple[int, int]) -> Harmless:
    """Each place is that of a path among the arguments, and that of the descriptor of its folder."""
    return lambda args: all(rules.writable(_full(args, path, folder)) for path, folder in places)


def _full(args: tuple[Any, ...], path: int, folder: int) -> Any:
    """The path, in its folder; where the system does not tell which folder that is, one that is never allowed."""
    if not folder or args[folder] == -1 or isinstance(args[path], int):
        return args[path]
    opened = f"/proc/self/fd/{args[folder]}"
    return os.path.join(os.readlink(opened), os.fsdecode(args[path])) if os.path.exists(opened) else opened


def _database(args: tuple[Any, ...]) -> bool:
    return args[0] in (":memory:", b":memory:", "", b"") or rules.writable(args[0])


def _address(args: tuple[Any, ...]) -> bool:
    """``(socket, address)``; an address that is a path belongs to a program on this machine."""
    address = args[1]
    return names.own(address[0]) if isinstance(address, tuple) else address is None or rules.writable(address)


def _host(args: tuple[Any, ...]) -> bool:
    return names.own(args[0])


def _peer(args: tuple[Any, ...]) -> bool:
    return names.own(args[0][0])


def _child(args: tuple[Any, ...]) -> bool:
    """``(process, signal)``: whoever may start processes may end them, too."""
    if Effect.PROCESS not in rules.effects or not hasattr(os, "waitid"):
        return False
    with suppress(OSError):  # it is no child of this process
        os.waitid(os.P_PID, args[0], os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    return False


def _never(args: tuple[Any, ...]) -> bool:
    return False


# Audit events (docs.python.org/3/library/audit_events.html): which effect they are, and when they are none.
WATCHED: dict[str, tuple[Effect, Harmless]] = {
    **dict.fromkeys(
        ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.spawn", "os.posix_spawn"),
        (Effect.PROCESS, _never),
    ),
    # A library of machine code does what it likes, and none of it is heard of here.
    "ctypes.dlopen": (Effect.PROCESS, _never),
    **dict.fromkeys(("os.startfile", "os.startfile/2", "pty.spawn"), (Effect.PROCESS, _never)),
    **dict.fromkeys(("_winapi.CreateProcess", "_winapi.TerminateProcess"), (Effect.PROCESS, _never)),
    "os.kill": (Effect.SIGNALS, _child),
    **dict.fromkeys(("os.killpg", "signal.pthread_kill"), (Effect.SIGNALS, _never)),
    **dict.fromkeys(("socket.connect", "socket.sendto", "socket.sendmsg"), (Effect.NETWORK, _address)),
    **dict.fromkeys(("socket.getaddrinfo", "socket.gethostbyname"), (Effect.NETWORK, _host)),
    "socket.gethostbyaddr": (Effect.NETWORK, _host),
    "socket.getnameinfo": (Effect.NETWORK, _peer),
    "syslog.syslog": (Effect.NETWORK, _never),
    "open": (Effect.FILES, _opens),
    "sqlite3.connect": (Effect.FILES, _database),
    **dict.fromkeys(("os.remove", "os.rmdir"), (Effect.FILES, _changes((0, 1)))),
    **dict.fromkeys(("os.mkdir", "os.chmod"), (Effect.FILES, _changes((0, 2)))),
    **dict.fromkeys(("os.chown", "os.utime"), (Effect.FILES, _changes((0, 3)))),
    **dict.fromkeys(("os.truncate", "os.setxattr", "os.removexattr"), (Effect.FILES, _changes((0, 0)))),
    **dict.fromkeys(("os.rename", "os.link"), (Effect.FILES, _changes((0, 2), (1, 3)))),
    "os.symlink": (Effect.FILES, _changes((1, 2))),
    **dict.fromkeys(("winreg.CreateKey", "winreg.DeleteKey", "winreg.SetValue"), (Effect.REGISTRY, _never)),
    **dict.fromkeys(("winreg.DeleteValue", "winreg.LoadKey", "winreg.SaveKey"), (Effect.REGISTRY, _never)),
    **dict.fromkeys(("winreg.ConnectRegistry", "winreg.DisableReflectionKey"), (Effect.REGISTRY, _never)),
}


def _hook(event: str, args: tuple[Any, ...]) -> None:
    """Deny what is watched and not allowed, in tasks; what cannot be judged is denied."""
    known = WATCHED.get(event)
    if known is None:
        return
    running.bar()
    run = running.active()
    effect, harmless = known
    if run is None or effect in rules.effects:
        return
    if run.aborting:  # who is being unwound does nothing more
        raise running.Abort
    if not harmless(args):
        what = " ".join([event, *(f"{argument!r:.80}" for argument in args[:2])])
        rules.denials.append(Denial(effect, what, run.current.number, run.now))
        raise running.Unmodelled(what)


def _heard_of(start: Callable[..., int]) -> Callable[..., int]:
    """What starts processes below `subprocess` and `multiprocessing`; the latter tells no audit hook."""

    def fork_exec(arguments: Any, *more: Any) -> int:
        _hook("os.posix_spawn", (arguments,))
        return start(arguments, *more)

    return fork_exec


def install() -> None:
    """Watch this process from now on; only tasks of a run are ever denied anything."""
    running.preparations.append(rules.denials.clear)
    sys.addaudithook(_hook)
    if os.name == "posix":
        import _posixsubprocess

        below: Any = _posixsubprocess
        below.fork_exec = _heard_of(below.fork_exec)
