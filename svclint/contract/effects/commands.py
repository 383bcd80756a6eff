"""Programs of Windows that the contract speaks of when they are run as a child: what their command lines ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# What separates the commands of one line of a shell.
_BETWEEN = re.compile(r"&&?|\|\|?|;|\n")
_SHELLS = ("cmd", "start")
_POWERSHELLS = ("powershell", "pwsh")
_CMDLET = re.compile(r"(start|stop|restart|suspend|resume)-service", re.IGNORECASE)
_REQUESTS = {
    "net": ("start", "stop", "pause", "continue"),
    "net1": ("start", "stop", "pause", "continue"),
    "sc": ("start", "stop", "pause", "continue", "control", "interrogate"),
}
UNREAD = "\0"  # stands for a part of a command line that cannot be read


def commands(line: str | Sequence[str]) -> Iterator[list[str]]:
    """The commands of a command line, or the one of a list of arguments: words, the program's by its bare name."""
    lines = [one.split() for one in _BETWEEN.split(line)] if isinstance(line, str) else [list(line)]
    for words in lines:
        bare = [word.strip("\"'") for word in words]
        if bare and program(bare[0]) == "cmd":
            switch = next((place for place, word in enumerate(bare) if word.lower() in ("/c", "/k")), None)
            bare = bare[switch + 1 :] if switch is not None else []
        if bare:
            yield [program(bare[0]), *bare[1:]]


def program(word: str) -> str:
    """The bare name of a program: no folder, no ``.exe``, lower case."""
    return re.split(r"[\\/]", word)[-1].lower().removesuffix(".exe")


def asks_scm(line: str | Sequence[str]) -> bool:
    """Whether running the command line starts or controls a service: ``net stop``, ``sc start``, ``Stop-Service``."""
    return any(_asks(*words) for words in commands(line))


def _asks(name: str, *words: str) -> bool:
    if name in _POWERSHELLS:
        return any(_CMDLET.match(part) for word in words for part in word.split())
    return bool(words[1:]) and words[0].lower() in _REQUESTS.get(name, ())
