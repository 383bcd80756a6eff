"""Where the reader is: in which function, on whose thread, with which values in its variables."""

from __future__ import annotations

from dataclasses import dataclass, field

from svclint.contract.events import By, Side
from svclint.contract.records import value
from svclint.source.classes import ClassModel
from svclint.source.module import Module
from svclint.source.values import UNKNOWN, Instance, Type, Value, join


@value
class Role:
    """On which thread code runs, and who called it: the author or the host."""

    side: Side = Side.RUN
    by: By = By.USER


BY_AUTHOR = Role()


@dataclass(slots=True, eq=False)
class Frame:
    """One call of one function. ``outer`` is the frame around a nested function."""

    label: str
    module: Module
    self_: Instance | Type | None = None
    owner: ClassModel | None = None
    outer: Frame | None = None
    env: dict[str, Value] = field(default_factory=dict)
    returned: list[Value] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)  # names declared ``global``
    naming: str | None = None  # the place that the object made next goes to

    def lookup(self, name: str) -> Value | None:
        """The value of a local variable, or of one of a function around this one."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.env:
                return frame.env[name]
            frame = frame.outer
        return None

    def key(self, name: str) -> str:
        """The key of a variable: its function's when local, the module's when global."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.env and name not in frame.shared:
                return f"{name}@{frame.label}"
            frame = frame.outer
        if name in self.shared or name in self.module.globals:
            return f"{self.module.label}.{name}"
        return f"{name}@{self.label}"

    def local(self, name: str) -> bool:
        """Whether only this call can see the variable."""
        return name not in self.shared and "@" in self.key(name)

    def merge(self, *branches: dict[str, Value]) -> None:
        """Go on with what holds on every branch that gets here."""
        if not branches:
            return
        merged = dict(branches[0])
        for branch in branches[1:]:
            for name in {**merged, **branch}:
                place = f"{name}@{self.label}"
                merged[name] = (
                    join(merged[name], branch[name], place)
                    if name in merged and name in branch
                    else UNKNOWN
                    if "." in name  # a field has a value where it is not assigned, too
                    else (merged.get(name) or branch[name])
                )
        self.env = merged
