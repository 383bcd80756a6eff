"""Service classes of a file, and their behaviours: the whole life, and each control handler by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from svclint.checking.behaviour import SKIP, Behaviour, Call, Emit, Leaves, choice, events, seq
from svclint.checking.world import Handler, Phase, Setting
from svclint.contract.controls import Accept, Control
from svclint.contract.events import NOWHERE, At, By, Enter, Hosted, Report, Side
from svclint.contract.framework import DEFAULT_HINT, HANDLERS, MASK, OTHER, OWN_HANDLER
from svclint.contract.states import PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.source.accepting import mask_of
from svclint.source.assured import assured
from svclint.source.classes import ClassModel, Def
from svclint.source.constructing import made
from svclint.source.coroutines import learn
from svclint.source.dispatching import expected_controls
from svclint.source.frame import BY_AUTHOR, Role
from svclint.source.heartbeats import heartbeats
from svclint.source.hosts import PYWIN32, chosen, others
from svclint.source.imports import FRAMEWORK
from svclint.source.knowledge import Knowledge
from svclint.source.lowering import Reader, Session
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import bind, follow, is_abstract
from svclint.source.lowering.host import report, svc_run
from svclint.source.model import ACTIVE, PHASES, Controlled, Service
from svclint.source.module import Module
from svclint.source.reporting import Reports
from svclint.source.shape import shape
from svclint.source.signals import ENDS, heard
from svclint.source.untouched import untouched
from svclint.source.values import UNKNOWN, Instance, Value, const, integer
from svclint.source.walking import walk

_RUNS = ("SvcDoRun", "SvcRun", "SvcStop", OWN_HANDLER)


def services(module: Module) -> Iterator[Service]:
    """Every service of the file: the classes that pywin32 could host, then those of other hosts.

    A base outside the file leaves what it defines unknown.
    """
    for cls in module.classes:
        if _framed(module, cls) and any(cls.method(name) for name in _RUNS):
            yield Builder(module, cls).build()
    yield from others(module)


def _framed(module: Module, cls: ClassModel) -> bool:
    """Whether pywin32's framework runs the class, by what it derives from, or by a comment on it."""
    host = chosen(module, cls.node)
    if host == PYWIN32 and not cls.derives(FRAMEWORK):
        cls.lineage().append(FRAMEWORK)
    return cls.derives(FRAMEWORK) and host in ("", PYWIN32)


class Builder:
    """Reads one service class; a second time when the first has taught something that it had not known in time."""

    def __init__(self, module: Module, cls: ClassModel) -> None:
        self.module = module
        self.cls = cls
        self.self_ = Instance(cls, cls.key)
        self.session = Session(Knowledge())
        self.life: Behaviour = SKIP

    def build(self) -> Service:
        """The behaviours of the class."""
        life, controls = self._entries()
        self._note_unread()
        learn(self.cls, self.session.knowledge)
        if not self.session.knowledge.settled():
            self.session = Session(self.session.knowledge)
            life, controls = self._entries()
        life, controls = self._hosted(life, controls)
        controls = tuple(heard(self.cls, self.session, self.life, self._as_first(one, controls)) for one in controls)
        handlers = tuple(one.handler for one in controls if one.handler.during)
        setting = Setting(handlers, Phase.STARTING, frozenset(self.session.knowledge.foreign))
        return Service(self.cls, life, setting, controls, self.session)

    def _hosted(self, life: Behaviour, controls: tuple[Controlled, ...]) -> tuple[Behaviour, tuple[Controlled, ...]]:
        """Each behaviour begins with what is known of the service as a whole."""
        reports = Reports(self.module, self.cls, self.session, life, [one.handler.body for one in controls])
        hosted = Hosted(self._named(self.cls.node), reports.states(), reports.running(), framed=True)
        spared = () if self._pausable() else (Control.PAUSE.name, Control.CONTINUE.name)  # those never come
        told = {True: Emit(hosted), False: Emit(replace(hosted, reports=None))}
        beats = (Emit(one) for one in heartbeats(self.module, self.session))
        return seq(told[True], *beats, life), tuple(
            replace(one, behaviour=seq(told[one.control not in spared], one.behaviour)) for one in controls
        )

    def _as_first(self, one: Controlled, controls: Sequence[Controlled]) -> Controlled:
        """A stop that is the first one, and so finds the flags as they were before any."""
        if one.control not in ENDS:
            return one
        body = one.handler.body
        others = [self.life, *self.session.targets.values(), *(other.handler.body for other in controls)]
        at = next(event.at for event in events(body) if isinstance(event, Enter))
        flags = untouched(self.cls, body, others, self.session.knowledge.foreign, at)
        return replace(one, behaviour=seq(*map(Emit, flags), one.behaviour))

    def _entries(self) -> tuple[Behaviour, tuple[Controlled, ...]]:
        self.life = self._life()
        return self.life, tuple(self._controls())

    def _note_unread(self) -> None:
        """What the methods touch that nothing here calls, others may change any time."""
        read = {one[0] for one in self.session.bodies}
        for cls in self.cls.lineage():
            for node in cls.methods.values() if isinstance(cls, ClassModel) else ():
                if node not in read:
                    self.session.knowledge.foreign.update(_touched(node, self.cls.key))

    def _read(self, node: Def, role: Role, given: tuple[Value, ...], owner: ClassModel) -> Behaviour:
        """The body of a method called by the host, so that its returns stay visible."""
        reader = Reader(self.module, self.cls, self.session, role)
        followed = follow(reader, bind((node, owner), self.self_), Arguments(given), self._named(node, owner)).behaviour
        return followed.body if isinstance(followed, Call) else followed

    def _method(self, name: str, role: Role = BY_AUTHOR, given: tuple[Value, ...] = ()) -> Call | None:
        found = self.cls.method(name)
        if found is None:
            return None
        at = self._named(*found)
        return Call(self._read(found[0], role, given, found[1]), name, at)

    def _named(self, node: Def | ast.ClassDef, owner: ClassModel | None = None) -> At:
        return (owner or self.cls).module.source.named(node)

    def _life(self) -> Behaviour:
        """pywin32's own life of a service (contract part D.1): the C++ host speaks before and after SvcRun."""
        told = shape(Reader(self.module, self.cls, self.session), self.self_)
        constructed = self._method("__init__", given=(UNKNOWN,))
        runs = self._method("SvcRun") or self._framework_run()
        at = self._run_place()
        left = Leaves(runs, "SvcRun", at)  # also by an exception
        built = seq(Emit(made(self.cls, constructed)), constructed or SKIP)
        return seq(told, built, self._by_host(at, START_PENDING), left, self._by_host(at, STOPPED))

    def _framework_run(self) -> Behaviour:
        reader = Reader(self.module, self.cls, self.session)
        return svc_run(reader, self.self_, self._run_place(), Arguments()).behaviour

    def _run_place(self) -> At:
        found = self.cls.method("SvcDoRun") or self.cls.method("SvcRun")
        return self._named(*found) if found else self._named(self.cls.node)

    def _by_host(self, at: At, state: State) -> Behaviour:
        reader = Reader(self.module, self.cls, self.session)
        return reader.emit(Report(at, state, 0, DEFAULT_HINT, 0, By.HOST, Side.RUN))

    def _controls(self) -> Iterator[Controlled]:
        own = self.cls.method(OWN_HANDLER)
        mask = self._mask()
        for control, name in HANDLERS.items():
            if mask is not None and control.accept and not mask & control.accept:
                continue
            if own and (self.cls.method(name) or control is Control.INTERROGATE or self._accepts_more()):
                yield self._control(control.name, control, OWN_HANDLER, (const(int(control)), UNKNOWN, UNKNOWN))
            elif self._written(name) and not own:
                yield self._control(control.name, control, name, ())
        yield from self._others((OWN_HANDLER,) if own else OTHER)
        if not own and self._pausable() and not self.cls.method("SvcInterrogate"):
            yield self._inherited_interrogate()

    def _others(self, handlers: tuple[str, ...]) -> Iterator[Controlled]:
        """Controls without a method of their own: those the code names, and one that it does not."""
        for name in handlers:
            found = self.cls.method(name)
            if found:
                known = {*_named_controls(found[0]), *expected_controls(self.cls, *found)} - set(HANDLERS)
                for control in sorted(known):
                    yield self._control(control.name, control, name, (const(int(control)), UNKNOWN, UNKNOWN))
                yield self._control(name, None, name, (UNKNOWN, UNKNOWN, UNKNOWN))
                return

    def _control(self, title: str, control: Control | None, name: str, given: tuple[Value, ...]) -> Controlled:
        call = self._method(name, Role(Side.HANDLER), given)
        assert call is not None
        return self._handled(title, control, call.body, call.at, own=True)

    def _inherited_interrogate(self) -> Controlled:
        reader = Reader(self.module, self.cls, self.session, Role(Side.HANDLER, By.HOST))
        at = self._named(self.cls.node)
        body = report(reader, self.self_, at, Arguments((const(int(RUNNING)),))).behaviour
        return self._handled(Control.INTERROGATE.name, Control.INTERROGATE, body, at, own=False)

    def _handled(self, title: str, control: Control | None, body: Behaviour, at: At, own: bool) -> Controlled:
        reader = Reader(self.module, self.cls, self.session, Role(Side.HANDLER))
        handler = seq(reader.emit(Enter(at, title)), Leaves(body, title, at))
        states = self._states_before(control, body, own)
        before = choice(*(self._by_host(NOWHERE, state) for state in states)) if states else SKIP
        during, then = PHASES.get(control, (ACTIVE, None)) if control else (ACTIVE, None)
        if control is None and title == OWN_HANDLER:  # it stands for all controls, those with phases of their own too
            during = frozenset()
        accept = int(control.accept or 0) if control else 0
        sure = not accept or bool(accept & assured(self.cls))
        after = self._awakened(at) if control is Control.STOP else SKIP
        return Controlled(title, seq(before, handler, after), Handler(title, handler, during, then, accept, sure))

    def _awakened(self, at: At) -> Behaviour:
        """What the stop leads to on the run side: the author's own STOP_PENDING if there is one, and the host's."""
        told = (one for one in events(self.life) if isinstance(one, Report) and one.state is STOP_PENDING)
        own = next((one for one in told if one.by is By.USER and one.side is Side.RUN), None)
        return seq(Emit(own) if own else SKIP, self._by_host(self._run_place(), STOP_PENDING))

    def _states_before(self, control: Control | None, body: Behaviour, own: bool) -> list[State]:
        """The states in which the control can come; an INTERROGATE under way may even meet a stop (contract D.4).

        None are named before a handler that reports now one state, now another: it goes by something we do not see.
        """
        if control is Control.INTERROGATE and _chooses(body):
            return []
        states = [RUNNING] if control is not Control.CONTINUE else [PAUSED]
        if self._pausable() and control not in (Control.PAUSE, Control.CONTINUE):
            states.append(PAUSED)
        return [*states, STOP_PENDING] if control is Control.INTERROGATE and own else states

    def _written(self, name: str) -> bool:
        """Whether the method is there and more than a demand on subclasses."""
        found = self.cls.method(name)
        return found is not None and not is_abstract(found[0])

    def _mask(self) -> int | None:
        """The accept mask of the author's GetAcceptedControls when it can be folded; else all that it can ever have."""
        found = self.cls.method(MASK)
        if found is None:
            return None
        reader = Reader(self.module, self.cls, self.session, Role(Side.HANDLER))
        folded = integer(follow(reader, bind(found, self.self_), Arguments(), self._named(*found)).value)
        made = mask_of(self.cls)
        return folded if folded is not None or made.based else made.bits

    def _pausable(self) -> bool:
        mask = self._mask()
        accepted = mask is None or bool(mask & Accept.PAUSE_CONTINUE)
        return bool(accepted and self.cls.method("SvcPause") and self.cls.method("SvcContinue"))

    def _accepts_more(self) -> bool:
        return self.cls.method(MASK) is not None


def _chooses(body: Behaviour) -> bool:
    """Whether a handler reports one state here and another there."""
    return len({one.state for one in events(body) if isinstance(one, Report)}) > 1


def _touched(node: Def, prefix: str) -> Iterator[str]:
    """The keys of the attributes of ``self`` that a method mentions."""
    for one in walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "self":
            yield from (f"{prefix}.{one.attr}", f"{prefix}.{one.attr}.is_set")


def _named_controls(node: Def) -> list[Control]:
    """The controls that a handler for all the others compares with."""
    found = set()
    for one in walk(node):
        name = one.attr if isinstance(one, ast.Attribute) else one.id if isinstance(one, ast.Name) else ""
        plain = name.removeprefix("SERVICE_CONTROL_")
        if plain != name and plain in Control.__members__:
            found.add(Control[plain])
    return sorted(found - set(HANDLERS))
