"""What a service class is by its shape, as events: its methods, its accept mask, the controls it knows."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Final

from svclint.checking.behaviour import Behaviour, Call, events, seq
from svclint.contract.controls import Control
from svclint.contract.events import (
    Accepts,
    At,
    Count,
    Event,
    Expects,
    Handles,
    Masked,
    Point,
    Side,
    Signal,
    Test,
    Unread,
)
from svclint.contract.framework import CALLED, HANDLERS, MASK, OTHER, OWN_HANDLER, SERVICE_NAME
from svclint.source.accepting import base_bits, mask_of, reported_masks
from svclint.source.assigned import inside
from svclint.source.classes import ClassModel, Def
from svclint.source.dispatching import Dispatcher
from svclint.source.frame import Role
from svclint.source.imports import FRAMEWORK
from svclint.source.installing import installed
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import bind, follow, is_abstract, is_hook
from svclint.source.lowering.host import METHODS
from svclint.source.lowering.reader import Reader
from svclint.source.mentions import bound, of_all
from svclint.source.signatures import defined
from svclint.source.values import UNKNOWN, Instance, const

_CONTROLS: Final = frozenset(Control)
_DYNAMIC: Final = frozenset({"__getattr__", "__getattribute__"})
_REGISTERS: Final = "RegisterServiceCtrlHandler"  # whoever calls it takes the framework's own handler away
_RAW: Final = "SetServiceStatus"  # whoever calls it makes masks of their own


def shape(reader: Reader, self_: Instance) -> Behaviour:
    """The facts about a class in the order in which rules go by them; none of a class that others derive from."""
    known = Shape(reader, self_)
    return seq() if known.is_base() else seq(*(reader.emit(event) for event in known.events()))


class Shape:
    """One service class, asked for what it has."""

    def __init__(self, reader: Reader, self_: Instance) -> None:
        self.reader = reader.as_role(Role(Side.HANDLER))
        self.self_ = self_
        self.cls = self_.cls
        self.mask = mask_of(self.cls)
        self.classes = [one for one in self.cls.lineage() if isinstance(one, ClassModel)]
        self.mentions = of_all(dict.fromkeys(one.module for one in self.classes))
        handlers = ((name, self.cls.method(name)) for name in (OWN_HANDLER, *OTHER))
        self.dispatchers = {name: Dispatcher(self.cls, *found) for name, found in handlers if found}

    def is_base(self) -> bool:
        """Whether another class of the file derives from it: that one is judged."""
        return any(self.cls in one.lineage() for one in self.cls.module.classes if one is not self.cls)

    def events(self) -> Iterator[Event]:
        """What is told of the class."""
        at = self._mask_place()
        if self._whole() and not self._for_others():
            yield Handles(at, tuple(control.name for control in self._handled()))
        bits = self._bits()
        if bits is not None:
            yield Accepts(at, bits)
        raw = reported_masks(self.cls).parts if self._used(_RAW) else ()
        for part in (*self.mask.parts, *raw):
            if part.bits != 0:
                yield Masked(part.module.source.at(part.node), part.constant, part.bits)
        yield from defined(self.cls, self.mentions)
        yield from self._expected()
        yield from installed(self.cls, self.mentions, self._whole())

    def _mask_place(self) -> At:
        found = self.cls.method(MASK)
        return found[1].module.source.named(found[0]) if found else self.cls.module.source.named(self.cls.node)

    def _whole(self) -> bool:
        """Whether everything that the class has can be seen."""
        outside = (one for one in self.cls.lineage() if isinstance(one, str) and one != FRAMEWORK)
        dynamic = self.mentions.dynamic or _REGISTERS in self.mentions.used
        return (
            not dynamic
            and all(one.partition(".")[0] in sys.stdlib_module_names for one in outside)
            and not any(_altered(one) for one in self.classes)
        )

    def _for_others(self) -> bool:
        """Whether the class is a base: it has no name, and leaves something to those that derive from it."""
        if SERVICE_NAME in self.mentions.stored or SERVICE_NAME in bound(self.cls):
            return False
        methods = [node for one in self.classes for node in one.methods.values()]
        names = {*self._names(), *METHODS}
        hooks = any(is_hook(node) or is_abstract(node) for node in methods)
        return hooks or "SvcDoRun" not in names or any(one not in names for node in methods for one in _asked(node))

    def _names(self) -> set[str]:
        """The attributes that the object has, methods among them."""
        return {*self.mentions.stored, *(name for one in self.classes for name in (*one.methods, *one.assigned))}

    def _bits(self) -> int | None:
        """Every bit that the framework may send; None when not all of it can be read."""
        bits = self.mask.bits
        if bits is None or any(one.misnamed for one in self.mask.parts) or MASK in self.mentions.stored:
            return None
        if self._used(_RAW) or (self.mask.based and not self._whole()):
            return None
        return bits | (base_bits(self._names()) if self.mask.based else 0)

    def _handled(self) -> Iterator[Control]:
        names = self._names()
        for control in Control:
            named = HANDLERS.get(control, "")
            handlers = (OWN_HANDLER,) if OWN_HANDLER in names else () if named else OTHER
            if named in names or any(self._takes(control, name) for name in handlers if name in names):
                yield control

    def _expected(self) -> Iterator[Expects]:
        """The branches of the methods that only the framework calls."""
        for name, found in self.dispatchers.items():
            rest = name != OWN_HANDLER
            if self._used(name) or (rest and OWN_HANDLER in self.dispatchers):
                continue
            for where, codes in found.branches.items():
                if codes and _CONTROLS.issuperset(codes):
                    names = tuple(Control(code).name for code in codes)
                    yield Expects(found.owner.module.source.at(where), names, rest)

    def _used(self, name: str) -> bool:
        return name in self.mentions.used

    def _takes(self, control: Control, name: str) -> bool:
        """Whether a handler for several controls takes one: not if it has no branch for it, and does nothing else."""
        found = self.dispatchers.get(name)
        accepted = any(control.accept and (part.bits or 0) & control.accept for part in self.mask.parts)
        if found is None or not accepted or not found.selective or control in found.controls:
            return True
        return any(not isinstance(one, _IDLE) and _noticed(one) for one in events(self._read(found, control)))

    def _read(self, found: Dispatcher, control: Control) -> Behaviour:
        given = Arguments((const(int(control)), UNKNOWN, UNKNOWN)[: CALLED[found.node.name]])
        at = found.owner.module.source.named(found.node)
        followed = follow(self.reader, bind((found.node, found.owner), self.self_), given, at).behaviour
        return followed.body if isinstance(followed, Call) else followed


_IDLE: Final = (Count, Point, Test, Unread)


def _noticed(event: Event) -> bool:
    return not isinstance(event, Signal) or event.shared


def _altered(cls: ClassModel) -> bool:
    """Whether a class may have more than is written in it."""
    keywords = [one.value for one in cls.node.keywords if one.arg == "metaclass"]
    plain = all(ast.unparse(one).rpartition(".")[2] == "ABCMeta" for one in keywords)
    return bool(cls.node.decorator_list) or not plain or not _DYNAMIC.isdisjoint(cls.methods)


def _asked(method: Def) -> Iterator[str]:
    """The methods that one calls on its own object."""
    for node in inside(method):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield name
