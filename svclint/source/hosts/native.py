"""Programs that talk to the SCM themselves, by pywin32's functions or ctypes: what they do not report, nobody does.

The main function of the service runs on a thread of its own, the handler that it registers on the dispatcher's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from svclint.checking.behaviour import SKIP, Behaviour, Call, Jump, Leaves, events, nodes, seq
from svclint.contract.controls import Control
from svclint.contract.events import Count, Side, Signal
from svclint.contract.foreign import ADVAPI32
from svclint.contract.states import START_PENDING, STOPPED
from svclint.source.classes import ClassModel, Def
from svclint.source.frame import BY_AUTHOR, Frame, Role
from svclint.source.hosts.entries import RUN, Routine
from svclint.source.hosts.parts import Reading
from svclint.source.hosts.reported import accepted, awakened, comes, may_end, named, states_before
from svclint.source.lowering.foreign import CALLBACK, VOID_CALLBACK, Registration
from svclint.source.lowering.functions import bind
from svclint.source.lowering.modules import variable
from svclint.source.model import Controlled
from svclint.source.module import Module
from svclint.source.values import UNKNOWN, Function, Instance, Library, Value, const

MAIN = "ServiceMain"
_HARMLESS = (CALLBACK, VOID_CALLBACK, "staticmethod", "classmethod")


class Native(Reading):
    """One service with its main function."""

    def __init__(self, module: Module, main: Routine, cls: ClassModel | None = None) -> None:
        """``cls``: the class of the object, should the main function be a method."""
        super().__init__(module, cls or _stand_in(module))
        self.main = main

    @property
    def head(self) -> Def | ast.ClassDef:
        """Its main function."""
        return self.main.node

    @property
    def hosted(self) -> bool:
        """Whether PythonService.exe makes an object of the class and reports around it."""
        return self.main.node.name in ("__init__", RUN) and self.cls.method(RUN) is not None

    def entries(self) -> tuple[Behaviour, tuple[Controlled, ...]] | None:
        """The life of the service; without a handler that is known there is none."""
        settings = seq(*self._settings())
        self.self_ = self._object()
        built = self.method("__init__", complete=False) if self.main.owner else None
        run = self.method(RUN) if self.hosted else self._main()
        registered = next(iter(self.session.registered.values()), None)
        if run is None or registered is None or not self._plain(registered.handler):
            return None
        life = seq(settings, built or SKIP)
        controls = tuple(self._controls(registered, run))
        return seq(life, self._lived(run, controls)), controls

    def _lived(self, run: Call, controls: Sequence[Controlled]) -> Behaviour:
        if self.hosted:
            left = Leaves(run.body, RUN, run.at)
            return seq(self.host(run.at, START_PENDING), left, self.host(run.at, STOPPED))
        others = [*(one.handler.body for one in controls), *self.session.targets.values()]
        ends = any(may_end(one) for other in others for one in events(other))
        return run if ends or self.main.wrapped else Leaves(run.body, MAIN, run.at)

    def _plain(self, function: Function) -> bool:
        """Whether nothing but callback types, and what makes methods static, is laid around a function."""
        if isinstance(function.node, ast.Lambda):
            return True
        scope = function.scope or Frame(self.module.label, self.module)
        laid = [self.reader().expression(one, scope).value for one in function.node.decorator_list]
        return all(isinstance(one, Library) and one.name in _HARMLESS for one in laid)

    def _settings(self) -> Iterator[Behaviour]:
        """What the module's own assignments say of flags and events, before anything runs."""
        yield from self._assigned(self.module.tree.body, Frame(self.module.label, self.module))

    def _assigned(self, body: Sequence[ast.stmt], frame: Frame) -> Iterator[Behaviour]:
        reader = self.reader()
        for statement in body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                told = reader.statement(statement, frame)
                if all(isinstance(one, (Signal, Count)) for one in events(told)):
                    yield told
            elif frame.outer or frame.label != self.module.label:
                reader.statement(statement, frame)

    def _object(self) -> Instance:
        """The object of the class that the module keeps, if there is one."""
        for name, values in self.module.globals.items():
            if any(isinstance(one, ast.Call) and ast.unparse(one.func) == self.cls.name for one in values):
                held = variable(self.reader(), self.module, name)
                if isinstance(held, Instance) and held.cls is self.cls:
                    return held
        return self.self_

    def _main(self) -> Call | None:
        """The main function's body, with the variables of the functions that it stands in."""
        node, owner, around = self.main.node, self.main.owner, self.main.around
        if not around:
            function = bind((node, owner), self.self_) if owner else Function(node, home=self.module)
            return self.body(function, BY_AUTHOR, ()) if self._plain(function) else None
        scope: Frame | None = None
        lead: list[Behaviour] = []
        for outer in around:
            scope = self._scope(outer, owner, scope)
            lead += self._assigned(outer.body, scope)
        function = Function(node, scope=scope)
        run = self.body(function, BY_AUTHOR, ()) if self._plain(function) else None
        return run and Call(seq(*lead, run.body), run.label, run.at)

    def _scope(self, node: Def, owner: ClassModel | None, outer: Frame | None) -> Frame:
        label = f"{owner.name}.{node.name}" if owner and not outer else f"{node.name}:{node.lineno}"
        frame = Frame(label, self.module, self.self_ if owner else None, owner, outer)
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        frame.env.update(dict.fromkeys(names, UNKNOWN))
        if owner and not outer and names:
            frame.env[names[0]] = self.self_
        return frame

    def _controls(self, registered: Registration, run: Call) -> Iterator[Controlled]:
        mask, known = accepted(run), named(registered.handler.node)
        for control in Control:
            if (registered.extended or not control.extended) and comes(control, mask, known):
                body = self._answer(control, registered)
                if body is not None:
                    yield self._control(control, registered, body, run)

    def _answer(self, control: Control, registered: Registration) -> Behaviour | None:
        """What the handler does; its result counts where the caller reads it."""
        manual = registered.function.startswith(ADVAPI32)
        given: tuple[Value, ...] = (const(int(control)), UNKNOWN, UNKNOWN, registered.context)
        many = len(given) - (not manual) if registered.extended else 1
        body = self.body(registered.handler, Role(Side.HANDLER), given[:many])
        if body is None:
            return None
        raises = any(isinstance(one, Jump) and one.kind == "raise" for one in nodes(body))
        if control is Control.INTERROGATE and manual and raises:
            return None  # ctypes prints the exception and answers 0
        return body if manual and not registered.extended else body.body

    def _control(self, control: Control, registered: Registration, body: Behaviour, run: Call) -> Controlled:
        handler = self.handler(control, self.place(registered.handler), body)
        after = awakened(run) if control is Control.STOP else SKIP
        return self.controlled(control, handler, states_before(control, body, accepted(run)), after)


def _stand_in(module: Module) -> ClassModel:
    """The class that stands for a module of functions: its variables are the attributes."""
    return ClassModel(ast.ClassDef(name=module.label, bases=[], keywords=[], body=[], decorator_list=[]), module)
