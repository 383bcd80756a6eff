"""What the stop handler sets for others: events and flags of the service, and how code asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import RUNS, above, attribute, dotted, function_of, means, own, receiver
from svclint.repair.shapes.events import ENDLESS, OVER, SET, WAIT, kind_of, signalled
from svclint.repair.shapes.threads import looped
from svclint.repair.workshop import Workshop, nodes

STOPS = ("SvcStop", "SvcShutdown")
WIN32 = "win32event.CreateEvent"
CALL = "call"
NO_ORDERS = ("start", "join", "is_alive")
CLEARS = ("clear", "ResetEvent", "PulseEvent")
SETS = ("set", "SetEvent")
# Longer than this, and the stop outlasts the wait hint that ReportServiceStatus gives (5 s).
LONGEST = 5.0


@dataclass(frozen=True, slots=True)
class Signal:
    """What a stop changes: ``kind`` is what made the event, or the flag's value then, or CALL for a method."""

    name: str
    kind: str

    @property
    def flag(self) -> bool:
        """Whether it is a plain truth value."""
        return self.kind in ("True", "False")

    def asked(self, shop: Workshop, subject: str) -> tuple[str, tuple[Edit, ...]]:
        """The test that holds until the stop comes, and the imports that it needs."""
        if self.flag:
            return (f"not {subject}" if self.kind == "True" else subject), ()
        if self.kind != WIN32:
            return f"not {subject}.is_set()", ()
        wait, first = shop.spell(WAIT)
        over, more = shop.spell(OVER)
        return f"{wait}({subject}, 0) != {over}", first + more

    def given(self, shop: Workshop, self_: str) -> tuple[str, tuple[Edit, ...]]:
        """The statement that gives it, and the imports that it needs."""
        subject = f"{self_}.{self.name}"
        if self.flag:
            return f"{subject} = {self.kind}", ()
        if self.kind == CALL:
            return f"{subject}()", ()
        if self.kind != WIN32:
            return f"{subject}.set()", ()
        spelling, imports = shop.spell(SET)
        return f"{spelling}({subject})", imports

    def slept(self, shop: Workshop, subject: str, seconds: cst.BaseExpression) -> str | None:
        """A wait for it in place of a sleep, the flag's aside; None: a flag is asked too seldom."""
        number = literal(seconds)
        if self.flag:
            return "" if number is not None and number <= LONGEST else None
        text = shop.text_of(seconds)
        if self.kind != WIN32:
            return f"{subject}.wait({text})"
        simple = isinstance(seconds, (cst.Name, cst.Attribute, cst.Call))
        limit = f"int({text if simple else f'({text})'} * 1000)" if number is None else str(round(number * 1000))
        return f"{shop.spell(WAIT)[0]}({subject}, {limit})"


def literal(node: cst.BaseExpression) -> float | None:
    """The number that is written there."""
    return float(node.evaluated_value) if isinstance(node, (cst.Integer, cst.Float)) else None


def signals(shop: Workshop, cls: cst.ClassDef) -> list[Signal]:
    """What the stop handlers of a class set, events first; only what nobody takes back."""
    found: dict[str, Signal] = {}
    stops = stopping(shop, cls)
    for function in stops:
        for one in own(function, cst.SimpleStatementLine):
            name = signalled(shop, one, receiver(function))
            kind = name and kind_of(shop, cls, name)
            if name and kind and not _means_more(shop, name, stops):
                found.setdefault(name, Signal(name, kind))
    return [*found.values(), *_flags(shop, cls)]


def order(shop: Workshop, cls: cst.ClassDef, name: str) -> Signal | None:
    """The method of a thread, kept as an attribute, by which the stop handlers tell it to end."""
    for function in stopping(shop, cls):
        for call in own(function, cst.Call):
            match call:
                case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=verb)), args=[]):
                    if attribute(owner, receiver(function)) == name and verb not in NO_ORDERS:
                        return Signal(f"{name}.{verb}", CALL)
    return None


def stopping(shop: Workshop, cls: cst.ClassDef) -> list[cst.FunctionDef]:
    """The stop handlers of a class, and the methods of the class that they call."""
    found = [one for name in STOPS if (one := shop.method(cls, name))]
    for function in found:
        names = [attribute(call.func, receiver(function)) for call in own(function, cst.Call)]
        methods = (shop.method(cls, name) for name in names if name)
        found += [one for one in methods if one and one not in found]
    return found


def _means_more(shop: Workshop, name: str, stops: list[cst.FunctionDef]) -> bool:
    """Whether an event is reset, or set for another reason than the end: then it tells of other things too."""
    for call in shop.nodes(cst.Call):
        owner, _, verb = (dotted(call.func) or "").rpartition(".")
        subject = dotted(call.args[0].value) if call.args else owner
        if not (subject or "").endswith(f".{name}"):
            continue
        if verb in CLEARS or (verb in SETS and not _at_an_end(shop, call, stops)):
            return True
    return False


def _at_an_end(shop: Workshop, call: cst.Call, stops: list[cst.FunctionDef]) -> bool:
    """Whether a call belongs to the stop handlers, or to a way out of the run side."""
    function = function_of(shop, call)
    return function in stops or bool(function and function.name.value in RUNS and _leaves(shop, call))


def _leaves(shop: Workshop, call: cst.CSTNode) -> bool:
    """Whether a call is not repeated, or its block ends with a ``return``."""
    block = next((one for one in above(shop, call) if isinstance(one, cst.IndentedBlock)), None)
    last = block.body[-1] if block else None
    returns = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Return)
    return returns or not looped(shop, call)


def _flags(shop: Workshop, cls: cst.ClassDef) -> Iterator[Signal]:
    """Attributes that are one truth value in the constructor and the other in the stop handlers, and nothing else."""
    stops = stopping(shop, cls)
    maker = shop.method(cls, "__init__")
    for name, value in (pair for one in stops for pair in _written(one)):
        if maker is None or value not in ("True", "False"):
            continue
        early = [other for known, other in _written(maker) if known == name]
        everywhere = [pair for one in nodes(cls, cst.FunctionDef) for pair in _written(one) if pair[0] == name]
        if early == ["False" if value == "True" else "True"] and {one for _, one in everywhere} == {value, *early}:
            yield Signal(name, value)


def _written(function: cst.FunctionDef) -> Iterator[tuple[str, str | None]]:
    """The attributes of ``self`` that a function gives a value, and the values as far as they are names."""
    for one in own(function, cst.Assign):
        for target in one.targets:
            if name := attribute(target.target, receiver(function)):
                yield name, dotted(one.value)


def lasting(shop: Workshop, signal: Signal) -> tuple[Edit, ...] | None:
    """What makes an event stay set for all who wait; None when that cannot be read."""
    if signal.kind != WIN32:
        return ()
    given = (one.value for one in shop.nodes(cst.Assign) for to in one.targets if _named(to, signal.name))
    match [one for one in given if isinstance(one, cst.Call)]:
        case [cst.Call(args=[_, cst.Arg(value=cst.Integer(value=number) as manual), *_])]:
            return () if number != "0" else (shop.replace(manual, "1"),)
        case [cst.Call(args=[_, cst.Arg(value=cst.Name(value=word) as manual), *_])] if word in ("True", "False"):
            return () if word == "True" else (shop.replace(manual, "True"),)
    return None


def _named(target: cst.AssignTarget, name: str) -> bool:
    return (dotted(target.target) or "").rpartition(".")[2] == name


def unlimited(shop: Workshop, limit: cst.BaseExpression) -> bool:
    """Whether a time limit is none: None, INFINITE or a negative number."""
    negative = isinstance(limit, cst.UnaryOperation) and isinstance(limit.operator, cst.Minus)
    return negative or dotted(limit) == "None" or means(shop, limit, ENDLESS)
