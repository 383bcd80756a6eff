"""What a call passes."""

from __future__ import annotations

from dataclasses import field

from svclint.contract.effects import Argument
from svclint.contract.records import value
from svclint.source.values import Value


@value
class Arguments:
    """Values by position and keyword. ``complete``: no ``*args`` or ``**kwargs`` hides more."""

    positional: tuple[Value, ...] = ()
    keywords: dict[str, Value] = field(default_factory=dict)
    complete: bool = True

    def get(self, where: Argument) -> Value | None:
        """The value passed there; None when there is none."""
        if where.keyword is not None and where.keyword in self.keywords:
            return self.keywords[where.keyword]
        if where.position is not None and where.position < len(self.positional):
            return self.positional[where.position]
        return None

    def all(self) -> tuple[Value, ...]:
        """Every value passed."""
        return (*self.positional, *self.keywords.values())

    def after_first(self) -> Arguments:
        """Without the first one: ``Base.method(self, ...)``."""
        return Arguments(self.positional[1:], self.keywords, self.complete)

    def behind(self, first: Value) -> Arguments:
        """With one before the first: ``Base.method(self, ...)`` for ``self.method(...)``."""
        return Arguments((first, *self.positional), self.keywords, self.complete)
