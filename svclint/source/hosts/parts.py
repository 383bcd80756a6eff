"""What the readers of all hosts but pywin32's framework share."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from svclint.checking.behaviour import SKIP, Behaviour, Call, Leaves, choice, seq
from svclint.checking.world import Handler, Phase, Setting
from svclint.contract.controls import Control
from svclint.contract.events import NOWHERE, At, By, Enter, Hosted, Report, Side
from svclint.contract.states import State
from svclint.source.classes import ClassModel, Def
from svclint.source.frame import BY_AUTHOR, Role
from svclint.source.knowledge import Knowledge
from svclint.source.lowering import Reader, Session
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import bind, follow
from svclint.source.model import ACTIVE, PHASES, Controlled, Service
from svclint.source.module import Module
from svclint.source.values import Function, Instance, Value
from svclint.source.walking import walk


class Reading:
    """Reads one service; a second time when the first has taught something that it had not known in time."""

    def __init__(self, module: Module, cls: ClassModel) -> None:
        self.module = module
        self.cls = cls
        self.self_ = Instance(cls, cls.key)
        self.session = Session(Knowledge())

    def entries(self) -> tuple[Behaviour, tuple[Controlled, ...]] | None:
        """The life and what is done about each control; None when there is no service after all."""
        raise NotImplementedError

    def build(self) -> Service | None:
        """The behaviours of the service, if there is one."""
        found = self.entries()
        self.session.knowledge.foreign.update(self._unread())
        if found and not self.session.knowledge.settled():
            self.session = Session(self.session.knowledge)
            found = self.entries()
        if found is None:
            return None
        life, controls = self._read(*found)
        handlers = tuple(one.handler for one in controls if one.handler.during)
        setting = Setting(handlers, Phase.STARTING, frozenset(self.session.knowledge.foreign))
        return Service(self.cls, life, setting, controls, self.session)

    def _read(self, life: Behaviour, controls: tuple[Controlled, ...]) -> tuple[Behaviour, tuple[Controlled, ...]]:
        """Each behaviour begins with what is known of the service as a whole: not much."""
        hosted = self.reader().emit(Hosted(self.module.source.named(self.head), None))
        return seq(hosted, life), tuple(replace(one, behaviour=seq(hosted, one.behaviour)) for one in controls)

    @property
    def head(self) -> Def | ast.ClassDef:
        """What the service is named after: its class."""
        return self.cls.node

    def reader(self, role: Role = BY_AUTHOR) -> Reader:
        """A reader that begins on some thread."""
        return Reader(self.module, self.cls, self.session, role)

    def method(
        self, name: str, role: Role = BY_AUTHOR, given: tuple[Value, ...] = (), complete: bool = True
    ) -> Call | None:
        """A method of the class, called from outside; None when there is none that can be read.

        ``complete``: it gets no other arguments than those.
        """
        found = self.cls.method(name)
        return self.body(bind(found, self.self_), role, given, complete) if found else None

    def body(self, function: Function, role: Role, given: tuple[Value, ...], complete: bool = True) -> Call | None:
        """The body of a function that is called from outside, its returns visible inside the Call."""
        node, at = function.node, self.place(function)
        read = follow(self.reader(role), function, Arguments(given, {}, complete), at).behaviour
        if isinstance(node, ast.Lambda):
            return Call(read, at.text, at)
        return Call(read.body, node.name, at) if isinstance(read, Call) else None

    def place(self, function: Function) -> At:
        """Where a function is defined, spelled by its name."""
        source = (function.owner.module if function.owner else function.home or self.module).source
        return source.at(function.node) if isinstance(function.node, ast.Lambda) else source.named(function.node)

    def host(self, at: At, state: State, side: Side = Side.RUN) -> Behaviour:
        """A report that nobody in the author's code makes."""
        return self.reader().emit(Report(at, state, 0, 0, 0, By.HOST, side))

    def controlled(self, control: Control, handler: Behaviour, before: Sequence[State], after: Behaviour) -> Controlled:
        """A control that comes in one of the states, and what follows on the run side."""
        states = [self.host(NOWHERE, state) for state in before]
        during, then = PHASES.get(control, (ACTIVE, None))
        accept = int(control.accept or 0)
        behaviour = seq(choice(*states) if states else SKIP, handler, after)
        return Controlled(control.name, behaviour, Handler(control.name, handler, during, then, accept))

    def handler(self, control: Control, at: At, *body: Behaviour) -> Behaviour:
        """A handler from its call to its return."""
        return seq(self.reader(Role(Side.HANDLER)).emit(Enter(at, control.name)), Leaves(seq(*body), control.name, at))

    def _unread(self) -> Iterator[str]:
        """The places that functions touch which nothing here calls: others may change them any time."""
        read = {one[0] for one in self.session.bodies}
        for node in walk(self.module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node not in read:
                yield from self._touched(node)

    def _touched(self, function: Def) -> Iterator[str]:
        for node in walk(function):
            if isinstance(node, ast.Name) and node.id in self.module.globals:
                place = f"{self.module.label}.{node.id}"
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
                place = f"{self.cls.key}.{node.attr}"
            else:
                continue
            yield from (place, f"{place}.is_set")
