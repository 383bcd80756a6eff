"""A service class with all that builds on it or below it: the code that can know one of its objects."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import Final

from svclint.contract.framework import HANDLERS, OTHER, OWN_HANDLER
from svclint.source.classes import ClassModel, Def
from svclint.source.hearers import Hearers
from svclint.source.imports import FRAMEWORK
from svclint.source.lowering.functions import HOOK, is_hook
from svclint.source.lowering.reader import Session

_PLAIN: Final = frozenset(["threading.Thread"])  # bases that go by nothing a subclass keeps
_HANDLERS: Final = frozenset([*HANDLERS.values(), *OTHER, OWN_HANDLER])


class Kin:
    """The classes of a lineage, the modules that they stand in, and who goes by what in those."""

    def __init__(self, cls: ClassModel) -> None:
        self.cls = cls
        self.classes = [one for one in cls.lineage() if isinstance(one, ClassModel)]
        self.modules = list(dict.fromkeys([one.module for one in self.classes]))

    @cached_property
    def hearers(self) -> Hearers:
        """Who goes by a name; what a class that has nothing in common with these calls ``self`` is not meant."""
        near = (one for module in self.modules for one in module.classes if set(one.lineage()) & set(self.classes))
        return Hearers(self.modules, {one.node for one in near})

    @cached_property
    def handlers(self) -> set[Def]:
        """The methods that the framework calls for controls."""
        return {node for one in self.classes for name, node in one.methods.items() if name in _HANDLERS}

    def helper(self, name: str, cls: ClassModel) -> Hearers | None:
        """Who goes by the names of a helper's attributes; None unless the helper is kept in the attribute alone.

        All attributes of such a name are meant, whatever object has them.
        """
        classes = [one for one in cls.lineage() if isinstance(one, ClassModel)]
        modules = list(dict.fromkeys([*self.modules, *(one.module for one in classes)]))
        hearers = Hearers(modules, {one.node for module in modules for one in module.classes})
        kept = all(hearers.is_owner(one) for one in hearers.of(name, ast.Attribute) if isinstance(one.ctx, ast.Load))
        plain = all(isinstance(one, ClassModel) or one in _PLAIN for one in cls.lineage())
        names = {*(one.name for one in classes), *(one.rpartition(".")[2] for one in _PLAIN)}
        secret = not any(hearers.hands_out(one.node, names) for one in classes)
        return hearers if kept and plain and secret and not any(map(_is_left_open, classes)) else None

    def whole(self, session: Session) -> bool:
        """Whether all code that can know an object of the class is in sight."""
        outside = {one for one in self.cls.lineage() if isinstance(one, str)} - {FRAMEWORK}
        names = {*(one.name for one in self.classes), FRAMEWORK.rpartition(".")[2]}
        return (
            not outside
            and self.cls.method("SvcDoRun") is not None
            and not any(one.why == HOOK for one in session.unfollowed.values())
            and not any(map(_is_left_open, self.classes))
            and not any(self.hearers.hands_out(one.node, names) for one in self.classes)
            and not any(self.hearers.made(one.name) for one in self.classes)
        )


def _is_left_open(cls: ClassModel) -> bool:
    """Whether a method is there only for subclasses to fill, which may go by anything."""
    return any(is_hook(node) for name, node in cls.methods.items() if name not in _HANDLERS and name[:2] != "__")
