"""The methods of a class that the framework calls, or seems to, and with how many arguments each can be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from svclint.contract.events import Defined
from svclint.contract.framework import CALLED, CALLERS
from svclint.source.classes import ClassModel, Def
from svclint.source.mentions import Mentions
from svclint.source.module import Module

_LIKE: Final = ("svc", "servicectrl")  # how their names begin, in whatever case

# Decorators that leave the arguments as they are.
_HARMLESS: Final = {"abstractmethod", "override", "final", "staticmethod", "classmethod"}


class Signature(NamedTuple):
    """How many positional arguments fit, ``most`` None: any number; ``bound``: called on the object."""

    least: int
    most: int | None
    bound: bool = True


def signature(node: Def) -> Signature:
    """As the method is called on an object: ``self`` is not counted. An unknown decorator may take anything."""
    decorators = {getattr(one, "id", getattr(one, "attr", "?")) for one in node.decorator_list}
    if decorators - _HARMLESS:
        return Signature(0, None)
    static = "staticmethod" in decorators
    spec = node.args
    given = 0 if static else 1
    most = len(spec.posonlyargs) + len(spec.args)
    needed = [one for one in spec.kw_defaults if one is None]  # never given: pywin32 passes none by name
    least = most - len(spec.defaults) + len(needed)
    bound = not static and "classmethod" not in decorators
    return Signature(max(least - given, 0), None if spec.vararg else most - given, bound)


def defined(cls: ClassModel, mentions: Mentions) -> Iterator[Defined]:
    """The methods that are the framework's by name, or look as if they were; callers before what they call."""
    known: dict[str, tuple[Def, Module]] = {}
    for one in cls.lineage():
        if isinstance(one, str):
            break  # what comes behind it may be hidden
        for name, node in one.methods.items():
            if name in CALLED or name.lower().startswith(_LIKE):
                known.setdefault(name, (node, one.module))
    for name in sorted(known, key=lambda one: (one not in CALLERS.values(), one)):
        node, module = known[name]
        fits = signature(node)
        at, used, awaited = module.source.named(node), name in mentions.used, isinstance(node, ast.AsyncFunctionDef)
        yield Defined(at, name, fits.least, fits.most, fits.bound, used, awaited)
