"""What a rule is: a code, a page, examples and one monitor, in one file."""

from __future__ import annotations

from enum import Enum, Flag, auto
from typing import Any, ClassVar

from svclint.checking.monitor import Monitor


class Scope(Flag):
    """Which behaviours of a service, or of the file that holds it, a rule's monitor judges."""

    CONTROL = auto()  # each control handler by itself
    LIFE = auto()  # the whole life of the service, controls arriving on the way
    RUN = auto()  # what only a run can show
    COMMENTS = auto()  # what comments say to svclint: no behaviour is judged
    WORKER = auto()  # each thread that the service starts, by itself
    PROGRAM = auto()  # the top level of the file: as it is imported, and as it is run


class Unjudged(Monitor[None]):
    """The monitor of rules about comments: it sees nothing."""

    def start(self) -> None:
        """Nothing is kept."""


class Severity(Enum):
    """How much it matters (rules catalogue)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Rule:
    """Base of the rules. The docstring of a rule is its page, in Markdown; the first line its summary.

    ``clauses`` and ``properties`` name what of the contract is broken, and which run-time property fails then.
    ``yields_to``: codes that silence this one where both stand on the same place: the most specific rule speaks.
    ``bad`` and ``good`` are whole modules: tests run them, pages show them.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    clauses: ClassVar[tuple[str, ...]]
    properties: ClassVar[tuple[str, ...]]
    scope: ClassVar[Scope]
    monitor: ClassVar[type[Monitor[Any]]]
    yields_to: ClassVar[tuple[str, ...]] = ()
    bad: ClassVar[str]
    good: ClassVar[str]
